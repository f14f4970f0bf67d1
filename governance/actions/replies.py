"""A head's own words on the school's page, given before the Update is issued and printed on it."""

from __future__ import annotations

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef

from governance import notices
from governance.models import Build, Edition, PageReply, TrustUpdate, UpdateState
from governance.queries.ahead import opens_on, subject_of
from kpis.models import Return
from kpis.queries.visible import ACCEPTED
from schools.access import Permission, require
from schools.directory import holders
from schools.models import Role, School
from trust import clock, history
from trust.dates import full_date
from trust.lifecycle import Refused
from trust.models import JobState, Term, User

MOST_WORDS: Final = 60
LONGEST: Final = 600


def reply_on_page(term: Term, school: School | None, *, by: User, text: str) -> PageReply:
    """Keep a head's reply of at most 60 words; a later one takes its place, and a blank one takes it away.

    A draft frozen before does not print it and so cannot be issued any more. Raises ValidationError for one
    that is too long, Refused before the page can be read and once the Update is being issued.
    """
    require(by, Permission.REPLY_ON_PAGE, subject_of(school))
    text = _tidy(text)
    with transaction.atomic():
        Term.objects.select_for_update(no_key=True).get(pk=term.pk)
        _require_open(term, school)
        reply = PageReply.objects.filter(term=term, school=school).first()
        if (reply.text if reply else "") == text:
            return reply or PageReply(term=term, school=school, text="", by=by, at=clock.now())
        reply, _ = PageReply.objects.update_or_create(
            term=term, school=school, defaults={"text": text, "by": by, "at": clock.now()}
        )
        history.record(by, "page.replied", reply, term=term.ref, text=history.salted(text))
        notices.page_replied(reply)
    return reply


def tell_of_open_pages() -> None:
    """Tell those who answer for a page that it can be read: once for each Update, however often called."""
    making = TrustUpdate.objects.filter(state=UpdateState.DRAFT, edition=Edition.BOARD)
    ready = Exists(Build.objects.filter(update_of=OuterRef("pk"), state=JobState.READY))
    for update in making.filter(ready).select_related("term"):
        accepted = Return.objects.filter(term=update.term, state__in=ACCEPTED).select_related("school")
        told = notices.told_of_their_page(update)
        for returned in (each for each in accepted if each.slug not in told):
            opening = opens_on(update.term, returned.school)
            if opening is not None and clock.today() >= opening:
                role = Role.HEAD if returned.school_id else Role.CENTRAL
                notices.page_can_be_read(update, returned.school, holders(role, school=returned.school))


def _tidy(text: str) -> str:
    """On one line; PostgreSQL cannot keep the character NUL."""
    said = " ".join(text.replace("\x00", "\N{REPLACEMENT CHARACTER}").split())
    words = len(re.findall(r"\S+", said))
    if words > MOST_WORDS:
        raise ValidationError({"text": f"Use at most {MOST_WORDS} words; this has {words}."})
    if len(said) > LONGEST:
        raise ValidationError({"text": f"Use at most {LONGEST} characters; this has {len(said)}."})
    return said


def _require_open(term: Term, school: School | None) -> None:
    update = TrustUpdate.objects.filter(term=term, edition=Edition.BOARD).order_by("version").last()
    if update is None:
        raise Refused("The Trust Update has not been drafted yet, so there is no page to reply on.")
    if update.state != UpdateState.DRAFT:
        raise Refused("The Trust Update has been issued, so nothing can be added to its pages.")
    opening = opens_on(term, school)
    if opening is None or clock.today() < opening:
        when = f"on {full_date(opening)}" if opening else "once the day of issue is set"
        raise Refused(f"This page can be read, and replied on, {when}.")

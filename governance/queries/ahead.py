"""A school's page before the Update is issued: from when its head reads it, and what was replied on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.http import Http404

from governance.models import Build, PageReply, TrustUpdate, UpdateState
from governance.packs.frozen import read_contents
from governance.queries.updates import latest_update, ready_draft
from kpis.queries.board_rows import TRUST_SLUG
from schools import access
from schools.access import Permission, Person, Subject
from schools.models import School
from schools.schooldays import closed_days, shift
from trust import clock
from trust.blobs import Altered
from trust.models import Term

SCHOOL_DAYS_AHEAD: Final = 2
# As far back as two school days can lie, over the longest holiday.
LOOK_BACK: Final = timedelta(days=60)


@dataclass(frozen=True)
class PageAhead:
    """What a head finds there: the page as it stands in the newest draft, and the reply to be printed."""

    term: Term
    school: School | None
    opens_on: date | None
    is_open: bool
    update: TrustUpdate | None
    draft: Build | None
    contents: dict[str, Any] | None
    page: dict[str, Any] | None
    reply: PageReply | None
    may_reply: bool

    @property
    def slug(self) -> str:
        return self.school.slug if self.school else TRUST_SLUG

    @property
    def name(self) -> str:
        return self.school.name if self.school else "The trust's own page"

    @property
    def is_issued(self) -> bool:
        return self.update is not None and self.update.state == UpdateState.ISSUED

    @property
    def is_in_draft(self) -> bool:
        """Whether the reply, or that there is none, is what the newest draft prints."""
        said = self.reply.text if self.reply else ""
        return self.page is not None and (self.page.get("reply") or {}).get("text", "") == said


def subject_of(school: School | None) -> Subject:
    return Subject("page", school=school.pk if school else None)


def opens_on(term: Term, school: School | None = None) -> date | None:
    """The day from which a head reads the page: two school days before the Update goes out.

    Where no day of issue is set, before the board meets; None where the term has neither.
    """
    issue_on = term.issue_on or term.board_date
    if issue_on is None:
        return None
    closed = closed_days(issue_on - LOOK_BACK, issue_on, school)
    return shift(issue_on, -SCHOOL_DAYS_AHEAD, closed)


def page_ahead_or_404(user: Person, term: Term, slug: str) -> PageAhead:
    """The page of that school (or `trust`), for whoever may reply on it, and for who compiles."""
    school = _school_or_404(slug)
    replies = access.allows(user, Permission.REPLY_ON_PAGE, subject_of(school))
    if not replies and not access.allows(user, Permission.COMPILE_UPDATE):
        raise Http404
    update = latest_update(term)
    draft = ready_draft(update, None) if update and update.state == UpdateState.DRAFT else None
    opening = opens_on(term, school)
    is_open = draft is not None and opening is not None and clock.today() >= opening
    contents = _contents(draft) if is_open or not replies else None
    return PageAhead(
        term=term,
        school=school,
        opens_on=opening,
        is_open=is_open,
        update=update,
        draft=draft,
        contents=contents,
        page=_page(contents, slug),
        reply=PageReply.objects.filter(term=term, school=school).select_related("by").first(),
        may_reply=replies and is_open,
    )


def replies_of(term: Term) -> dict[int | None, PageReply]:
    """School (None: the trust) → what its head replies on its page."""
    return {
        each.school_id: each for each in PageReply.objects.filter(term=term).select_related("by", "school")
    }


def replies_missing_from(draft: Build, term: Term) -> list[str]:
    """The schools whose reply is not, word for word, what the draft prints; the draft is stale for these."""
    contents = _contents(draft)
    if contents is None:
        return []
    printed = {page["slug"]: (page.get("reply") or {}).get("text", "") for page in contents["schools"]}
    said = {
        (reply.school.slug if reply.school else TRUST_SLUG): (reply.text, _name(reply))
        for reply in replies_of(term).values()
    }
    return [name for slug, (text, name) in said.items() if printed.get(slug, "") != text and slug in printed]


def _name(reply: PageReply) -> str:
    return reply.school.short_name if reply.school else "the central team"


def _school_or_404(slug: str) -> School | None:
    if slug == TRUST_SLUG:
        return None
    school = School.objects.filter(slug=slug).first()
    if school is None:
        raise Http404
    return school


def _contents(draft: Build | None) -> dict[str, Any] | None:
    if draft is None or draft.contents is None:
        return None
    try:
        return read_contents(draft.contents)
    except Altered:
        return None


def _page(contents: dict[str, Any] | None, slug: str) -> dict[str, Any] | None:
    pages = contents["schools"] if contents else []
    return next((page for page in pages if page["slug"] == slug), None)

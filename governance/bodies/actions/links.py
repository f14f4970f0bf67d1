"""What can happen to link roles: one is given, it ends, and a visit is noted."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from governance.bodies.actions.granting import ONE_DAY
from governance.bodies.sight import keeps_bodies, subject_of
from governance.models import LinkKind, LinkRole, LinkVisit, Seat
from schools.access import Permission, require
from schools.models import Body, School
from trust import clock, history
from trust.dates import short_date
from trust.models import Area, User


def add_link(
    body: Body,
    *,
    by: User,
    title: str,
    person: User,
    starts: date,
    kind: str = LinkKind.LINK,
    area: Area | None = None,
) -> LinkRole:
    """Give somebody of the body a part to play, such as the link for SEND; given twice it is given once.

    Who had the same part until then has it no more. Raises ValidationError for who does not sit on it.
    """
    require(by, Permission.KEEP_BODIES, subject_of(body))
    with transaction.atomic():
        Body.objects.select_for_update().get(pk=body.pk)
        title = " ".join(title.split())
        standing = LinkRole.objects.filter(body=body, title__iexact=title, ends__isnull=True)
        if same := standing.filter(person=person).first():
            return same
        seats = Seat.objects.filter(body=body, person=person)
        if kind == LinkKind.LINK and not any(each.is_held_on(starts) for each in seats):
            words = f"{person.name} does not sit on it on {short_date(starts)}."
            raise ValidationError({"person": words})
        for before in standing:
            _end(before, starts, by)
        link = LinkRole.objects.create(
            body=body, kind=kind, title=title, area=area, person=person, starts=starts
        )
        history.record(by, "link.given", link, person=person.history_key, kind=str(kind), starts=starts)
    return link


def end_link(link: LinkRole, *, by: User) -> LinkRole:
    """The part is over today; ending it twice is once."""
    require(by, Permission.KEEP_BODIES, subject_of(link.body))
    with transaction.atomic():
        held = LinkRole.objects.select_for_update().get(pk=link.pk)
        today = clock.today()
        if held.ends is None or held.ends > today:
            _end(held, today, by)
    return held


def may_note_visit(user: User, link: LinkRole) -> bool:
    """Whoever plays the part, while they do, and who keeps bodies."""
    today = clock.today()
    plays = link.person_id == user.pk and link.starts <= today and (link.ends is None or link.ends > today)
    return plays or keeps_bodies(user)


def note_visit(
    link: LinkRole,
    *,
    by: User,
    on: date,
    seen: str,
    key: str,
    follow_up: str = "",
    school: School | None = None,
) -> LinkVisit:
    """Note a visit; the same key is the same note. Raises ValidationError for a day to come."""
    if not may_note_visit(by, link):
        raise PermissionDenied("Whoever has this link role notes its visits.")
    if on > clock.today():
        raise ValidationError({"on": "Choose today or an earlier day."})
    if on < link.starts:
        raise ValidationError(
            {"on": f"The role began on {short_date(link.starts)}. Choose that day or a later one."}
        )
    with transaction.atomic():
        visit, is_new = LinkVisit.objects.get_or_create(
            request_key=key,
            defaults={
                "role": link,
                "on": on,
                "seen": seen,
                "follow_up": follow_up,
                "school": school,
                "by": by,
                "at": clock.now(),
            },
        )
        if is_new:
            words = history.salted(f"{seen}\n{follow_up}")
            history.record(by, "link.visited", visit, on=on, text=words)
    return visit


def _end(link: LinkRole, on: date, by: User) -> None:
    link.ends = max(on, link.starts + ONE_DAY)
    link.save(update_fields=["ends"])
    history.record(by, "link.ended", link, on=link.ends)

"""What has changed since the last Trust Update was frozen: for a meeting between Updates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from governance.models import Meeting, Remit, TrustUpdate
from governance.queries import threads
from governance.queries.updates import issued_updates
from schools import access
from schools.access import Permission, Person
from schools.audits.queries import findings_for
from schools.models import Finding
from trust.clock import LONDON

MOST = 8


@dataclass(frozen=True, slots=True)
class Since:
    """Findings and remits that came or went after the freeze, up to the day of the meeting."""

    update: TrustUpdate
    frozen_on: date
    opened: tuple[Finding, ...]
    closed: tuple[Finding, ...]
    remits_set: tuple[Remit, ...]
    remits_closed: tuple[Remit, ...]

    def __bool__(self) -> bool:
        return bool(self.opened or self.closed or self.remits_set or self.remits_closed)


def since_update(meeting: Meeting, user: Person) -> Since | None:
    """What has changed since the Update that the meeting opens on: the last one issued by its day to this
    reader; None where there is none. Five queries."""
    update = issued_updates(user).filter(issued_at__date__lte=meeting.on).first()
    if update is None or update.final is None:
        return None
    frozen = update.final.frozen_at or update.issued_at
    if frozen is None:
        return None
    remits, findings = _remits(meeting, user), _findings(meeting, user)
    frozen_on, until = frozen.astimezone(LONDON).date(), meeting.on
    return Since(
        update=update,
        frozen_on=frozen_on,
        opened=tuple(findings.filter(found_on__gt=frozen_on, found_on__lte=until)[:MOST]),
        closed=tuple(findings.filter(_between("closed_at", frozen, until))[:MOST]),
        remits_set=tuple(remits.filter(_between("set_at", frozen, until))[:MOST]),
        remits_closed=tuple(remits.filter(_between("closed_at", frozen, until))[:MOST]),
    )


def _between(column: str, after: datetime, until: date) -> Q:
    return Q(**{f"{column}__gt": after, f"{column}__date__lte": until})


def _remits(meeting: Meeting, user: Person) -> QuerySet[Remit]:
    found = threads.remits_for(user)
    schools = [school.pk for school in meeting.body.schools_governed.all()]
    return found.filter(school__in=schools) if schools else found


def _findings(meeting: Meeting, user: Person) -> QuerySet[Finding]:
    if not access.allows(user, Permission.SEE_COMPLIANCE):
        return Finding.objects.none()
    found = findings_for(user).order_by("found_on", "pk")
    schools = [school.pk for school in meeting.body.schools_governed.all()]
    return found.filter(school__in=schools) if schools else found

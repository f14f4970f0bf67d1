"""Who puts Part 2 together, and who reads it: those for whom a meeting's confidential items are open."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q

from governance.bodies.sight import held_on
from governance.models import Edition, Meeting, TrustUpdate, UpdateState
from schools import access
from schools.access import Permission, Person
from schools.models import BodyKind
from trust import clock


def compiles_part_two(user: Person) -> bool:
    return access.allows(user, Permission.COMPILE_PART_TWO)


def reads_part_two(user: Person) -> bool:
    """Who sits on the trust board today, and whoever puts it together; no executive's post opens it."""
    if compiles_part_two(user):
        return True
    return held_on(clock.today()).filter(Q(person_id=user.pk), body__kind=BodyKind.BOARD).exists()


class PartTwo(NamedTuple):
    """What a meeting's page says of its Part 2: the way to put it together, and what the board was given."""

    compiles: bool
    given: TrustUpdate | None


def part_two_on(meeting: Meeting, user: Person) -> PartTwo | None:
    """For the trust board's meeting, and for who may know of it; else None."""
    if meeting.body.kind != BodyKind.BOARD or not reads_part_two(user):
        return None
    issued = TrustUpdate.objects.filter(term=meeting.term, edition=Edition.PART_2, state=UpdateState.ISSUED)
    return PartTwo(compiles_part_two(user), issued.order_by("-version").first())

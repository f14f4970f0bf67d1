"""Takes over what somebody has chosen of a comparison: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction

from schools.access import Permission, require
from schools.actions import admit_school, correct_school, note_predecessor, note_roll
from schools.gias.comparing import Comparison, Known, Leaver, Proposal, compare
from schools.gias.reading import Register
from schools.models import Roll, School
from schools.queries import urns_of
from trust import clock
from trust.lifecycle import Refused
from trust.models import Term, User
from trust.stamps import stamp_of

COMPARED: Final = ("urn", "name", "phase", "low_age", "high_age", "route", "joined", "left")
CHANGED_MEANWHILE: Final = (
    "Somebody changed the schools while this page was open. What the register would change now is shown "
    "here; choose again."
)


class ChangedMeanwhile(Refused):
    """The schools are no longer those that the person was looking at."""


@dataclass(frozen=True)
class Chosen:
    """What was chosen, by URN: new schools with their short names, changes, and leavers with their days.

    `seen` is the fingerprint of the schools that the choice was made among.
    """

    seen: str
    new: Mapping[str, str] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    left: Mapping[str, date] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.left)


@dataclass
class Taken:
    """How many schools were added, changed and left."""

    new: int = 0
    changed: int = 0
    left: int = 0

    @property
    def words(self) -> str:
        """ "2 schools added, 1 changed."."""
        told = ((self.new, "added"), (self.changed, "changed"), (self.left, "left the trust"))
        parts = [f"{number} {verb}" for number, verb in told if number]
        first, _, rest = ", ".join(parts).partition(" ")
        return f"{first} school{'' if first == '1' else 's'} {rest}." if parts else "Nothing was changed."


def known_schools() -> Known:
    """What the portal has today; four queries."""
    schools = list(School.objects.order_by("name"))
    rolls = frozenset(Roll.objects.values_list("school", "term"))
    return Known(schools, urns_of(schools), rolls, list(Term.objects.all()), clock.today())


def fingerprint(known: Known) -> str:
    """What a page has shown, so that nobody undoes a change that they have not seen."""
    rows = [{name: getattr(school, name) for name in COMPARED} for school in known.schools]
    return stamp_of(schools=rows, urns=sorted(known.urns), rolls=sorted(known.rolls))


def take_over(register: Register, chosen: Chosen, *, by: User) -> Taken:
    """Add, change and part with the schools that were chosen.

    Raises ChangedMeanwhile, and ValidationError naming the school for what cannot be right.
    """
    require(by, Permission.KEEP_SETTINGS)
    with transaction.atomic():
        list(School.objects.select_for_update().order_by("pk"))
        known = known_schools()
        if fingerprint(known) != chosen.seen:
            raise ChangedMeanwhile(CHANGED_MEANWHILE)
        return _take(compare(register, known), chosen, by)


def _take(found: Comparison, chosen: Chosen, by: User) -> Taken:
    taken = Taken()
    # Those that leave go first, since a new school may bear the name of one that left.
    for leaver in found.leavers:
        if leaver.school.urn in chosen.left:
            _part_with(leaver, chosen.left[leaver.school.urn], by)
            taken.left += 1
    for proposal in found.changed:
        if proposal.urn in chosen.changed:
            _change(proposal, by)
            taken.changed += 1
    for proposal in found.new:
        if proposal.urn in chosen.new and not proposal.problem:
            _admit(proposal, chosen.new[proposal.urn], by)
            taken.new += 1
    return taken


def _admit(proposal: Proposal, short_name: str, by: User) -> None:
    fields: dict[str, Any] = {
        **proposal.fields,
        "short_name": " ".join(short_name.split()),
        "urn": proposal.urn,
    }
    with _named(fields["name"]):
        _note(admit_school(by=by, **fields), proposal, by)


def _change(proposal: Proposal, by: User) -> None:
    assert proposal.school is not None
    with _named(proposal.school.name):
        correct_school(proposal.school, by=by, **{each.field: each.value for each in proposal.changes})
        _note(proposal.school, proposal, by)


def _note(school: School, proposal: Proposal, by: User) -> None:
    """The earlier URNs and the roll that come with it."""
    for urn in proposal.predecessors:
        note_predecessor(school, urn, by=by)
    if counted := proposal.counted:
        note_roll(school, counted.term, by=by, pupils=counted.pupils, capacity=counted.places)


def _part_with(leaver: Leaver, day: date, by: User) -> None:
    with _named(leaver.school.name):
        if day <= leaver.school.joined:
            raise ValidationError(
                f"It joined on {leaver.school.joined:%d/%m/%Y}, and can leave after that only."
            )
        correct_school(leaver.school, by=by, left=day)


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Puts the school's name in front of what cannot be right about it."""
    try:
        yield
    except ValidationError as wrong:
        raise ValidationError([f"{name}: {words}" for words in wrong.messages]) from wrong

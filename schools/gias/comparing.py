"""What the register says against what the portal has: schools that are new, changed, gone, or not in it.

Pure: schools and terms come in as they are, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from django.utils.text import slugify

from schools.gias.headings import phase_of, route_of
from schools.gias.reading import Entry, Register
from schools.models import Phase, Route, School
from trust.dates import full_date
from trust.models import Term

LABELS: Final = {
    "name": "Name", "phase": "Phase", "low_age": "Youngest pupils", "high_age": "Oldest pupils",
    "route": "How it joined", "joined": "Joined the trust",
}  # fmt: skip
SHORT: Final = 40
RESERVED: Final = "trust"  # the slug of the trust's own return
ENDINGS: Final = (" academy", " school", " college")


class Change(NamedTuple):
    """One field of a school that the register gives otherwise, in words."""

    field: str
    label: str
    before: str
    after: str
    value: Any


class Counted(NamedTuple):
    """The register's count of pupils and places, in the term that it was taken in."""

    term: Term
    on: date
    pupils: int
    places: int

    @property
    def words(self) -> str:
        return f"{self.pupils:,} pupils, {self.places:,} places on {full_date(self.on)}"


@dataclass(frozen=True)
class Proposal:
    """One school as it would be after: all of `fields` where it is new, `changes` where it is known.

    `problem` says why it cannot be taken over.
    """

    entry: Entry
    school: School | None
    fields: Mapping[str, Any]
    changes: Sequence[Change] = ()
    predecessors: Sequence[str] = ()
    counted: Counted | None = None
    problem: str = ""

    @property
    def urn(self) -> str:
        return self.entry.urn

    @property
    def says_something(self) -> bool:
        return bool(self.changes or self.predecessors or self.counted or self.problem)

    @property
    def facts(self) -> str:
        """ "Primary, ages 4 to 11, converter academy"."""
        told, ages = self.fields, ""
        if told.get("low_age") is not None and told.get("high_age") is not None:
            ages = f"ages {told['low_age']} to {told['high_age']}"
        phase = str(Phase(told["phase"]).label) if told.get("phase") else self.entry.phase
        return ", ".join(filter(None, (phase, ages, self.entry.kind)))


class Leaver(NamedTuple):
    """A school that the register no longer has in the trust; `day` is the register's, where it gives one."""

    school: School
    reason: str
    day: date | None


@dataclass(frozen=True)
class Comparison:
    """All of it. `missing` are schools of which the files say nothing, so that nothing follows for them."""

    new: list[Proposal] = field(default_factory=list)
    changed: list[Proposal] = field(default_factory=list)
    leavers: list[Leaver] = field(default_factory=list)
    missing: list[School] = field(default_factory=list)
    same: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.leavers)


class Known(NamedTuple):
    """What the portal has: its schools, every URN they are known by, their rolls' terms and the calendar."""

    schools: Sequence[School]
    urns: Mapping[str, School]
    rolls: frozenset[tuple[int, int]]
    calendar: Sequence[Term]
    today: date


def compare(register: Register, known: Known) -> Comparison:
    """What taking the register over would mean.

    A school that the files do not name has left only where a file lists the whole group; otherwise the file
    may hold a part of the trust, and it is only said to be missing.
    """
    own = {school.urn: school for school in known.schools}
    taken = {school.slug for school in known.schools} | {RESERVED}
    found = Comparison(faults=list(register.faults))
    same = 0
    for entry in sorted(register.entries.values(), key=lambda each: each.name):
        school = own.get(entry.urn)
        if entry.is_closed:
            continue
        proposal = _known(entry, school, known) if school else _new(entry, known, taken)
        if school is None:
            found.new.append(proposal)
        elif proposal.says_something:
            found.changed.append(proposal)
        else:
            same += 1
    leavers, missing = _absent(register, known)
    return Comparison(found.new, found.changed, leavers, missing, same, found.faults)


def _absent(register: Register, known: Known) -> tuple[list[Leaver], list[School]]:
    leavers, missing = [], []
    for school in known.schools:
        entry = register.entries.get(school.urn) or register.elsewhere.get(school.urn)
        if school.left is not None or (school.urn in register.entries and entry and not entry.is_closed):
            continue
        if entry and entry.is_closed:
            leavers.append(Leaver(school, "The register says that it has closed.", entry.closed))
        elif register.members:
            leavers.append(Leaver(school, "The group’s links do not name it any more.", None))
        elif entry and entry.is_described:
            leavers.append(Leaver(school, "The register has it under another trust, or under none.", None))
        else:
            missing.append(school)
    return leavers, missing


def _known(entry: Entry, school: School, known: Known) -> Proposal:
    fields = {name: value for name, value in _fields(entry).items() if value is not None}
    changes = [
        Change(name, LABELS[name], _said(getattr(school, name)), _said(value), value)
        for name, value in fields.items()
        if value != getattr(school, name)
    ]
    return Proposal(entry, school, fields, changes, _earlier(entry, known), _counted(entry, school, known))


def _new(entry: Entry, known: Known, taken: set[str]) -> Proposal:
    fields = _fields(entry) | {"joined": entry.joined or entry.opened, "opened": None}
    fields["short_name"] = short_name_of(entry.name)
    fields["slug"] = _slug(fields["short_name"], entry, taken)
    if fields["route"] == Route.FREE:
        fields["opened"] = entry.opened
    taken.add(fields["slug"])
    problem = _problem(entry, fields, known)
    return Proposal(entry, None, fields, (), _earlier(entry, known), _counted(entry, None, known), problem)


def _fields(entry: Entry) -> dict[str, Any]:
    """The fields of ours that the register fills; None where it does not."""
    ages = entry.low_age, entry.high_age
    in_order = ages[0] is not None and ages[1] is not None and ages[0] < ages[1]
    return {
        "name": " ".join(entry.name.split())[:120] or None,
        "phase": phase_of(entry.phase, entry.kind),
        "low_age": ages[0] if in_order else None,
        "high_age": ages[1] if in_order else None,
        "route": route_of(entry.kind),
        "joined": entry.joined,
    }


def _problem(entry: Entry, fields: Mapping[str, Any], known: Known) -> str:
    """Why a new school cannot be taken over from what the files say."""
    if entry.urn in known.urns:
        return f"Its URN is noted as the earlier one of {known.urns[entry.urn].name}."
    if not entry.is_described:
        return "Send the register’s file of schools as well: the links alone do not say whom it teaches."
    if fields["route"] is None:
        return f"“{entry.kind}” is no academy or free school."
    if fields["phase"] is None:
        return f"The portal has no phase for “{entry.phase or 'none'}”."
    if fields["low_age"] is None:
        return "The file does not give its ages."
    if fields["joined"] is None:
        return "The files do not say when it joined: send the group’s links as well."
    return ""


def _earlier(entry: Entry, known: Known) -> list[str]:
    return [urn for urn in entry.predecessors if urn not in known.urns]


def _counted(entry: Entry, school: School | None, known: Known) -> Counted | None:
    """The count, where its term is in the calendar and has none yet."""
    if entry.pupils is None or not entry.places or entry.counted_on is None:
        return None
    on = entry.counted_on
    term = next((each for each in known.calendar if each.starts <= on < each.ends), None)
    if term is None or (school is not None and (school.pk, term.pk) in known.rolls):
        return None
    return Counted(term, on, entry.pupils, entry.places)


def short_name_of(name: str) -> str:
    """'Oak Primary' for 'Oak Primary School': what cells and lists call it until somebody changes it."""
    words = " ".join(name.split())
    for ending in ENDINGS:
        if words.casefold().endswith(ending) and len(words) > len(ending):
            words = words[: -len(ending)]
            break
    if len(words) <= SHORT:
        return words
    return words[: SHORT + 1].rpartition(" ")[0] or words[:SHORT]


def _slug(short_name: str, entry: Entry, taken: Iterable[str]) -> str:
    wanted = (slugify(short_name), slugify(entry.name)[:60], f"school-{entry.urn}")
    return next(slug for slug in wanted if slug and slug not in taken)


def _said(value: Any) -> str:
    if isinstance(value, date):
        return full_date(value)
    return str(getattr(value, "label", "") or _label(value))


def _label(value: Any) -> str:
    """A phase or route as it is read from the database is plain text."""
    for choices in (Phase, Route):
        if value in choices.values:
            return str(choices(value).label)
    return str(value)

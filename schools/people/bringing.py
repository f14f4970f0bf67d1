"""Many people at once, from a table: all of them are invited, or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from schools.access import Permission, require
from schools.models import School
from schools.people.forms import InviteForm
from schools.people.leaving import invite
from schools.people.words import OFFERED
from trust.lifecycle import Refused
from trust.models import User
from trust.tables import Unreadable, read_table, xlsx_bytes

COLUMNS: Final = {
    "Name": "name",
    "E-mail": "email",
    "Post": "post",
    "Role": "role",
    "School": "school",
    "First day": "first",
    "Last day": "last",
}
NEEDED: Final = ("Name", "E-mail", "Role")
MOST: Final = 500
LABELS: Final = {field: label for label, field in COLUMNS.items()}


class WrongTable(Refused):
    """A table of people that was not taken; `faults` are the reasons, row by row."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def people_workbook() -> bytes:
    """The table to fill in."""
    return xlsx_bytes("People", tuple(COLUMNS), [])


def bring_people(name: str, content: bytes, *, by: User) -> int:
    """Invite everybody in the table; how many. Raises WrongTable, naming row and column."""
    require(by, Permission.KEEP_PEOPLE)
    rows = _rows(name, content)
    faults: list[str] = []
    with transaction.atomic():
        for number, row in rows:
            faults.extend(f"Row {number}{said}" for said in _invite(row, by))
        if faults:
            raise WrongTable(faults)
    return len(rows)


def _invite(row: Mapping[str, str], by: User) -> Iterator[str]:
    form = InviteForm(_as_sent(row))
    if not form.is_valid():
        yield from _told(form.errors)
        return
    try:
        # What went before it in this row is taken back, so that the next rows are looked at too.
        with transaction.atomic():
            invite(by=by, wanted=form.wanted, **form.person)
    except ValidationError as wrong:
        yield from _told(wrong.message_dict if hasattr(wrong, "error_dict") else {"": wrong.messages})
    except Refused as refusal:
        yield f": {refusal}"


def _told(errors: Mapping[str, Iterable[object]]) -> Iterator[str]:
    for field, said in errors.items():
        where = f", “{LABELS[field]}”" if field in LABELS else ""
        yield from (f"{where}: {words}" for words in said)


def _as_sent(row: Mapping[str, str]) -> dict[str, str]:
    """The row as the form has it: role and school by the names that people know."""
    given = {field: row.get(label, "") for label, field in COLUMNS.items()}
    given["role"] = next((each.value for each in OFFERED if _same(each.label, given["role"])), given["role"])
    given["school"] = _school(given["school"]) if given["school"] else ""
    return given


def _school(text: str) -> str:
    here = School.objects.filter(left=None)
    found = [each for each in here if text in (each.name, each.short_name, each.urn)]
    return str(found[0].pk) if len(found) == 1 else text


def _same(one: object, other: str) -> bool:
    return str(one).casefold() == other.casefold()


def _rows(name: str, content: bytes) -> list[tuple[int, dict[str, str]]]:
    try:
        rows = read_table(name, content)[0].rows
    except Unreadable as refusal:
        raise WrongTable([str(refusal)]) from refusal
    heading = [cell.strip().casefold() for cell in rows[0]] if rows else []
    places = {label: heading.index(label.casefold()) for label in COLUMNS if label.casefold() in heading}
    for label in NEEDED:
        if label not in places:
            raise WrongTable([f"The first row has no column “{label}”. Use the table that is offered here."])
    found = [
        (number, {label: row[at].strip() if at < len(row) else "" for label, at in places.items()})
        for number, row in enumerate(rows[1:], start=2)
        if any(map(str.strip, row))
    ]
    if not found or len(found) > MOST:
        raise WrongTable([f"Give between one and {MOST} people, one in a row."])
    return found

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
from trust.tables import xlsx_bytes
from trust.tables.heads import WrongTable, read_by_heads

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


def people_workbook() -> bytes:
    """The table to fill in."""
    return xlsx_bytes("People", tuple(COLUMNS), [])


def bring_people(name: str, content: bytes, *, by: User) -> int:
    """Invite everybody in the table; how many. Raises WrongTable, naming row and column."""
    require(by, Permission.KEEP_PEOPLE)
    rows = read_by_heads(name, content, COLUMNS, needed=NEEDED, most=MOST, what="people")
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

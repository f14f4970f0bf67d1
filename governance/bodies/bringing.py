"""Brings in people and their seats from a table: tried out first, then all of it or nothing.

Each row passes through the form of the page and the action behind it. The look beforehand does it all in a
transaction that is taken back, so that it promises nothing that the taking over would refuse.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction

from governance.bodies.filling import categories_of, fill_with
from governance.bodies.forms import FillForm
from governance.bodies.imports import HEADINGS, Reading, SeatRow
from governance.bodies.sight import TRUST
from governance.models import Office, Seat
from kpis.imports.columns import Fault, Place
from schools.access import Permission, require
from schools.models import Body
from trust import history
from trust.lifecycle import Refused
from trust.models import User
from trust.tables.writing import OPENS_A_FORMULA

# What an office may be called in a table besides its own label.
ALSO: Final = {"": Office.MEMBER, "member": Office.MEMBER, "vice chair": Office.VICE_CHAIR}
OFFICES: Final = {str(label).casefold(): value for value, label in Office.choices} | ALSO
DAYS: Final = ("starts", "last_day")
MOST_SAID: Final = 60  # characters of a cell
# A day whose year has two figures: of which century, nobody can say.
SHORT_YEAR: Final = re.compile(r"\d{1,2}\D+\w+\D+\d{2}")
FOUR_FIGURES: Final = "Write all four figures of the year, as in 16 November 2026."
FROM_A_LIST: Final = ", or choose a colleague of the list"


@dataclass(frozen=True, slots=True)
class Brought:
    """One row as it would be or was taken over; `is_new` is False for a seat that stands already."""

    row: SeatRow
    seat: Seat
    is_new: bool
    is_new_person: bool

    @property
    def named_otherwise(self) -> str:
        """The name in the file, where the portal knows the person of that address by another one."""
        said = " ".join(self.row.texts.get("name", "").split())
        return "" if said.casefold() == self.seat.person.name.casefold() else said


@dataclass
class Review:
    """What a table would do: its seats, and what is to be put right before any is taken over."""

    brought: list[Brought] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    rows: list[SeatRow] = field(default_factory=list)

    @property
    def new(self) -> int:
        return sum(each.is_new for each in self.brought)

    @property
    def new_people(self) -> int:
        return len({each.seat.person.email for each in self.brought if each.is_new_person})

    @property
    def may_apply(self) -> bool:
        return bool(self.new) and not self.faults

    @property
    def carried(self) -> str:
        """The rows as the page carries them from the look to the confirmation."""
        return json.dumps([[each.place.sheet, each.place.row, each.texts] for each in self.rows])


def carried_rows(text: str) -> list[SeatRow]:
    """What `Review.carried` held; Refused for anything else, which no page of ours sends."""
    try:
        found = json.loads(text)
        return [
            SeatRow(
                {each: str(said) for each, said in texts.items() if each in HEADINGS},
                Place(str(sheet), int(row)),
            )
            for sheet, row, texts in found
        ]
    except (ValueError, TypeError, AttributeError) as error:
        raise Refused("The table has to be sent in again.") from error


def look_at(reading: Reading, *, by: User) -> Review:
    """Try every row and take it all back."""
    require(by, Permission.KEEP_BODIES, TRUST)
    with transaction.atomic():
        review = _bring(reading.rows, by)
        transaction.set_rollback(True)
    review.faults = [*reading.faults, *review.faults]
    return review


def bring_in(rows: Sequence[SeatRow], *, by: User) -> Review:
    """Take every row over, or none: what has faults by now is taken back and told. Again changes nothing."""
    require(by, Permission.KEEP_BODIES, TRUST)
    with transaction.atomic():
        review = _bring(rows, by)
        if review.faults:
            transaction.set_rollback(True)
        elif review.new:
            first = next(each.seat for each in review.brought if each.is_new)
            history.record(by, "seats.brought-in", first, seats=review.new)
    return review


def _bring(rows: Sequence[SeatRow], by: User) -> Review:
    review = Review(rows=list(rows))
    bodies = {body.name.casefold(): body for body in Body.objects.all()}
    choices: dict[int, Any] = {}
    for row in rows:
        body = bodies.get(row.texts.get("body", "").casefold())
        if body is None:
            said = row.texts.get("body") or "nothing"
            review.faults.append(_fault(row, f"Body: no body is called {said}."))
            continue
        if body.pk not in choices:
            categories, years = categories_of(body)
            choices[body.pk] = [(category, category.name) for category, _ in categories], years
        _bring_one(row, body, choices[body.pk], by, review)
    return review


def _bring_one(row: SeatRow, body: Body, choices: Any, by: User, review: Review) -> None:
    form = _form(row, body, choices)
    if OPENS_A_FORMULA.match(row.texts.get("name", "")):
        form.add_error("name", "This is a formula and no name.")
    if not form.is_valid():
        wrong = ((each, str(words)) for each, said in form.errors.items() for words in said)
        review.faults += [_fault(row, _words(row, each, words)) for each, words in wrong]
        return
    known = User.objects.filter(email=form.cleaned_data["email"].lower()).exists()
    last = Seat.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    try:
        with transaction.atomic():
            seat = fill_with(form, body, by=by)
    except ValidationError as wrong_now:
        review.faults += [_fault(row, f"{body}: {words}") for words in wrong_now.messages]
    except Refused as refusal:
        review.faults.append(_fault(row, f"{body}: {refusal}"))
    else:
        review.brought.append(Brought(row, seat, seat.pk > last, not known))


def _form(row: SeatRow, body: Body, choices: Any) -> FillForm:
    texts = dict(row.texts)
    names = {category.name.casefold(): str(category.pk) for category, _ in choices[0]}
    texts["category"] = names.get(texts.get("category", "").casefold(), texts.get("category", ""))
    office = texts.get("office", "").casefold()
    texts["office"] = str(OFFICES.get(office, office))
    form = FillForm(texts, colleagues=User.objects.none())
    form.set_categories(*choices)
    return form


def _words(row: SeatRow, field_name: str, words: str) -> str:
    """The column, what stands in it, and what is wrong with that."""
    if field_name not in HEADINGS:
        return words
    said = row.texts.get(field_name, "")
    words = words.replace(FROM_A_LIST, "")
    if field_name in DAYS and SHORT_YEAR.fullmatch(said):
        words = FOUR_FIGURES
    return f"{HEADINGS[field_name][0]}{f', “{said[:MOST_SAID]}”' if said else ''}: {words}"


def _fault(row: SeatRow, words: str) -> Fault:
    """A fault with its row, and whose row it is: a file that was sorted since is told by its names."""
    name = row.texts.get("name", "")[:MOST_SAID].rstrip(".")
    return Fault(f"{name}. {words}" if name else words, row.place)

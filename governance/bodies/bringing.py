"""Brings in people and their seats from a table: tried out first, then all of it or nothing.

Each row passes through the form of the page and the action behind it. The look beforehand does it all in a
transaction that is taken back, so that it promises nothing that the taking over would refuse.
"""

from __future__ import annotations

import json
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

# What an office may be called in a table besides its own label.
ALSO: Final = {"": Office.MEMBER, "member": Office.MEMBER, "vice chair": Office.VICE_CHAIR}
OFFICES: Final = {str(label).casefold(): value for value, label in Office.choices} | ALSO
FROM_A_LIST: Final = ", or choose a colleague of the list"


@dataclass(frozen=True, slots=True)
class Brought:
    """One row as it would be or was taken over; `is_new` is False for a seat that stands already."""

    row: SeatRow
    seat: Seat
    is_new: bool
    is_new_person: bool


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
            review.faults.append(Fault(f"Body: no body is called {said}.", row.place))
            continue
        if body.pk not in choices:
            categories, years = categories_of(body)
            choices[body.pk] = [(category, category.name) for category, _ in categories], years
        _bring_one(row, body, choices[body.pk], by, review)
    return review


def _bring_one(row: SeatRow, body: Body, choices: Any, by: User, review: Review) -> None:
    form = _form(row, body, choices)
    if not form.is_valid():
        wrong = ((each, str(words)) for each, said in form.errors.items() for words in said)
        review.faults += [Fault(_words(each, words), row.place) for each, words in wrong]
        return
    known = User.objects.filter(email=form.cleaned_data["email"].lower()).exists()
    last = Seat.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    try:
        with transaction.atomic():
            seat = fill_with(form, body, by=by)
    except ValidationError as wrong_now:
        review.faults += [Fault(words, row.place) for words in wrong_now.messages]
    except Refused as refusal:
        review.faults.append(Fault(str(refusal), row.place))
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


def _words(field_name: str, words: str) -> str:
    words = words.replace(FROM_A_LIST, "")
    return f"{HEADINGS[field_name][0]}: {words}" if field_name in HEADINGS else words

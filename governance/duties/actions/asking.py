"""Opening a year: by which day, and which edition of each text is confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from governance.duties import sight
from governance.models import DutyText, DutyYear
from trust import history
from trust.dates import short_date
from trust.models import User
from trust.terms import year_name


class TextAsked(NamedTuple):
    """A text to be confirmed, with its edition and where it can be read."""

    kind: str
    edition: str = ""
    url: str = ""


class YearConflict(Exception):
    """Somebody else has changed what the year asks; `standing` is how it is now."""

    def __init__(self, standing: DutyYear) -> None:
        super().__init__("Somebody else has changed what this year asks since you opened it.")
        self.standing = standing


def open_year(*, by: User, year: int, due_on: date, texts: Sequence[TextAsked], seen: int = 0) -> DutyYear:
    """Ask everyone who governs for that year's confirmations, or change what is asked.

    Another edition asks again those who confirmed the one before. `seen` is the version on the page, 0 for a
    year that was not open. Raises ValidationError for a day outside the year.
    """
    sight.require_keeper(by)
    if not date(year, 9, 1) <= due_on <= date(year + 1, 8, 31):
        raise ValidationError(
            {"due_on": f"Choose a day in {year_name(year)}, from 1 September to 31 August."}
        )
    with transaction.atomic():
        DutyYear.objects.get_or_create(year=year, defaults={"due_on": due_on, "version": 0})
        held = DutyYear.objects.select_for_update().get(year=year)
        if _asks(held, due_on, texts):
            return held  # sent twice, it is kept once
        if held.version != seen:
            raise YearConflict(held)
        held.due_on, held.version = due_on, held.version + 1
        held.save()
        held.texts.all().delete()
        DutyText.objects.bulk_create([DutyText(asked=held, **each._asdict()) for each in texts])
        editions = {each.kind: each.edition for each in texts}
        history.record(by, "duties.asked", held, year=year, due_on=due_on, editions=editions)
    return held


def _asks(held: DutyYear, due_on: date, texts: Sequence[TextAsked]) -> bool:
    kept = {TextAsked(each.kind, each.edition, each.url) for each in held.texts.all()}
    return bool(held.version) and held.due_on == due_on and kept == set(texts)


def standing_words(asked: DutyYear) -> list[str]:
    """What a year asks, in words, for who changed it at the same time."""
    said = [f"{each.get_kind_display()}: {each.edition or 'no edition'}" for each in asked.texts.all()]
    return [f"By {short_date(asked.due_on)}", *said]

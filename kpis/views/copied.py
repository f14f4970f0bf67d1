"""A return as it stands on paper: blank to fill in by hand, as typed so far, or as it was submitted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django import forms

from kpis.answers import Answer, Asked, read_answer, reading_of, say_reading
from kpis.deadlines import deadline_of
from kpis.forms.entry import NOT_YET, EntryForm
from kpis.models import Return
from kpis.queries.copies import submitted_sections
from kpis.queries.returns import AreaSection, ReadSection, Reported, sections_of
from kpis.rag import Mark, Rag
from kpis.views.rows import Beside, beside_of
from schools.access import Person
from trust.clock import LONDON
from trust.dates import full_date
from trust.models import Area
from trust.numbers import show_exact
from trust.terms import TermRef

SAID: Final = (
    ("text", ""), ("comment", ""), ("note", "Note"), ("judged_reason", "Why the rating differs"),
    ("evidence", "Evidence"), ("evidence_link", "Evidence"),
)  # fmt: skip


FORECASTS: Final = ("forecast_low", "forecast_high")
FIELDS: Final = ("numerator", "denominator", "eligible", *FORECASTS, "judged", *dict(SAID))


@dataclass(frozen=True)
class Space:
    """One thing to fill in by hand: a line to write on, or boxes to tick."""

    label: str
    choices: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True)
class CopyLine:
    """One KPI on paper; `spaces` only where it is blank."""

    asked: Asked
    beside: list[Beside]
    answer: str = ""
    detail: str = ""
    rag: Rag | None = None
    judged: str = ""
    said: tuple[tuple[str, str], ...] = ()
    spaces: tuple[Space, ...] = ()


@dataclass(frozen=True)
class CopySection:
    area: Area
    number: int
    lines: tuple[CopyLine, ...]


@dataclass(frozen=True)
class Copy:
    """One return on paper: what it is, in which state, and its sections."""

    returned: Return
    is_blank: bool
    state: str
    sections: tuple[CopySection, ...]

    @property
    def title(self) -> str:
        returned = self.returned
        kind = "Blank return" if self.is_blank else "Return"
        return f"{kind}, {returned.owner_name}, {returned.term.name}"

    @property
    def foot(self) -> str:
        """What stands at the foot of each page."""
        returned = self.returned
        name = returned.school.short_name if returned.school else "The trust"
        return f"{name}, {returned.term.name} · {self.mark}"

    @property
    def mark(self) -> str:
        if self.is_blank:
            return "Blank form"
        return "Not submitted" if self.returned.is_open else f"Reference {self.returned.reference}"

    @property
    def file_name(self) -> str:
        returned = self.returned
        kind = "blank" if self.is_blank else "draft" if returned.is_open else str(returned.attempt)
        return f"return-{returned.slug}-{returned.term.slug}-{kind}.pdf"

    @property
    def due(self) -> str:
        day = deadline_of(self.returned).due
        return full_date(day) if day else ""

    @property
    def shows_governors(self) -> bool:
        return bool(self.returned.governors_comment) and not self.is_blank


def copy_of(returned: Return, user: Person, today: date, *, is_blank: bool) -> Copy:
    """The return on paper as this person may read it; at most eight queries."""
    if returned.is_open:
        return _from_typed(returned, sections_of(returned, user), today, is_blank=is_blank)
    return _from_figures(returned, submitted_sections(returned, user), today, is_blank=is_blank)


def _from_typed(returned: Return, sections: Iterable[AreaSection], today: date, *, is_blank: bool) -> Copy:
    sections, term = list(sections), returned.term.ref
    entries = [answer.asked.entry for section in sections for answer in section.answers]
    saved = max((entry.saved_at for entry in entries if entry), default=None)
    told = (
        CopySection(
            section.area,
            section.number,
            tuple(
                _blank(one.asked, term, today) if is_blank else _typed(one, term) for one in section.answers
            ),
        )
        for section in sections
    )
    return Copy(returned, is_blank, _draft_words(returned, saved), tuple(told))


def _from_figures(returned: Return, sections: Iterable[ReadSection], today: date, *, is_blank: bool) -> Copy:
    term = returned.term.ref
    told = (
        CopySection(
            section.area,
            section.number,
            tuple(
                _blank(one.asked, term, today) if is_blank else _reported(one, term)
                for one in section.reported
            ),
        )
        for section in sections
    )
    return Copy(returned, is_blank, _submitted_words(returned), tuple(told))


def _draft_words(returned: Return, saved: datetime | None) -> str:
    sent_back = "Sent back, and not submitted again." if returned.attempt else "Not submitted."
    if saved is None:
        return f"{sent_back} Nothing has been typed yet."
    return f"{sent_back} As it was saved on {_moment(saved)}."


def _submitted_words(returned: Return) -> str:
    assert returned.submitted_at is not None  # a constraint holds it
    which = f", submission {returned.attempt}" if returned.attempt > 1 else ""
    return f"Submitted on {_moment(returned.submitted_at)}{which}."


def _moment(at: datetime) -> str:
    at = at.astimezone(LONDON)
    return f"{full_date(at.date())} at {at:%H:%M}"


def _typed(answer: Answer, term: TermRef) -> CopyLine:
    asked = answer.asked
    beside = beside_of(asked, term)
    if answer.errors:
        typed = " · ".join(asked.typed.get(name, "") for name in answer.form.figure_fields)
        return CopyLine(asked, beside, typed.strip(" ·"), "Needs correcting before it can be submitted")
    if answer.is_blank:
        return CopyLine(asked, beside)
    return _told(asked, beside, answer.said, answer.given, answer.rag)


def _reported(told: Reported, term: TermRef) -> CopyLine:
    asked, figure = told.asked, told.figure
    given = {name: getattr(figure, name) for name in FIELDS}
    said = say_reading(reading_of(figure, asked), asked.rule, told.rag.mark)
    return _told(asked, beside_of(asked, term), said, given, told.rag)


def _told(asked: Asked, beside: list[Beside], answer: str, given: Mapping[str, Any], rag: Rag) -> CopyLine:
    if rag.mark is Mark.SMALL_GROUP:
        return CopyLine(asked, beside, answer, rag=rag)
    judged = str(given.get("judged") or "")
    return CopyLine(
        asked,
        beside,
        answer,
        detail=_detail(given, answer),
        rag=rag,
        judged=judged if judged != rag.mark else "",
        said=tuple((label, str(given[name])) for name, label in SAID if given.get(name)),
    )


def _detail(given: Mapping[str, Any], answer: str) -> str:
    """The counts that the value was worked out from, where it is not said in them, and the forecast."""
    told = []
    is_counted = given.get("numerator") is not None and given.get("denominator") is not None
    if is_counted and "/" not in answer:
        told.append(f"{show_exact(given['numerator'])} of {show_exact(given['denominator'])}")
    if given.get("eligible") is not None:
        told.append(f"{show_exact(given['eligible'])} asked")
    ends = [given.get(name) for name in FORECASTS]
    if shown := [show_exact(end) for end in ends if end is not None]:
        told.append(f"forecast {' to '.join(dict.fromkeys(shown))}")
    return ", ".join(told)


def _blank(asked: Asked, term: TermRef, today: date) -> CopyLine:
    form = read_answer(asked, {}, today).form
    return CopyLine(asked, beside_of(asked, term), spaces=tuple(_spaces(form)))


def _spaces(form: EntryForm) -> Iterable[Space]:
    """What the form asks, field by field, as lines to write on and boxes to tick."""
    names = [*form.figure_fields, *(name for name in FORECASTS if name in form.fields)]
    for name in names:
        field = form.fields[name]
        if isinstance(field, forms.ChoiceField):
            options = tuple(str(label) for key, label in _plain(field) if key not in ("", NOT_YET))
            if options:
                yield Space("", options)
            continue
        is_only = len(form.figure_fields) == 1 and name not in FORECASTS and name != "done_on"
        unit = form.rule.unit if name in ("value", *FORECASTS) else ""
        yield Space("" if is_only else str(field.label), unit=unit)


def _plain(field: forms.ChoiceField) -> list[tuple[str, str]]:
    return [(str(key), str(label)) for key, label in field.widget.choices]

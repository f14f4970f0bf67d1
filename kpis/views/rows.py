"""One KPI as a page of a return shows it: its fields, what stands beside them, its rating, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.forms import BoundField
from django.utils.safestring import SafeString

from kpis.actions import Conflict, print_of_words
from kpis.answers import (
    Answer,
    Asked,
    read_answer,
    reading_of,
    say_reading,
    typed_of_last,
    typed_of_prefill,
)
from kpis.models import Figure, Prefill
from kpis.rag import Kind, mark_of
from kpis.views.sent import SURE, seen_of
from kpis.words import DASH, direction_words, show_reading, show_target, show_value
from trust.dates import short_date
from trust.numbers import show_exact
from trust.terms import TermRef, year_name

LABELS_BY_NAME = {
    "numerator": "First number",
    "denominator": "Second number",
    "eligible": "Asked",
    "value": "Figure",
    "choice": "Choice",
    "done_on": "Done on",
    "text": "Why",
    "absent": "No figure",
    "comment": "Comment",
    "note": "Why it is right",
    "evidence": "Evidence",
    "evidence_link": "Link to evidence",
    "judged": "Own rating",
    "judged_reason": "Why it differs",
    "forecast_low": "Forecast, at least",
    "forecast_high": "Forecast, at most",
}


@dataclass(frozen=True)
class Beside:
    """One number that stands beside an input, under its label; `note` says where it comes from."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class FieldShown:
    """A field with its error, ready to print."""

    bound: BoundField
    error: str = ""
    unit: str = ""

    @property
    def name(self) -> str:
        return self.bound.name

    @property
    def error_id(self) -> str:
        return f"{self.bound.id_for_label or self.bound.auto_id}-error"

    @property
    def is_number(self) -> bool:
        return self.bound.field.widget.attrs.get("inputmode") == "decimal"

    @property
    def is_radio(self) -> bool:
        return self.bound.widget_type == "radioselect"

    @property
    def widget(self) -> SafeString:
        names = {"select": "form-select", "radioselect": "form-check-input"}
        look = names.get(self.bound.widget_type, "form-control")
        attrs: dict[str, str | bool] = {"class": look + (" control-number" if self.is_number else "")}
        if self.error:
            attrs |= {"class": f"{attrs['class']} is-invalid", "aria-invalid": "true"}
            attrs |= {"aria-describedby": self.error_id}
        return self.bound.as_widget(attrs=attrs)


@dataclass(frozen=True)
class Difference:
    """One field that two people filled in differently."""

    label: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class EntryRow:
    """A KPI in the form of a section. Errors always show; what is missing shows once it is asked for."""

    answer: Answer
    shows_gaps: bool = False
    prefill: Prefill | None = None
    conflict: Conflict | None = None
    term: TermRef | None = None
    known: Prefill | None = None
    is_held: bool = False

    @property
    def asked(self) -> Asked:
        return self.answer.asked

    @property
    def code(self) -> str:
        return self.asked.code

    @property
    def problems(self) -> Mapping[str, str]:
        return self.answer.problems if self.shows_gaps else self.answer.errors

    @property
    def links(self) -> list[tuple[str, str]]:
        """For the summary at the top: the id of the field, and what is wrong with it."""
        return [(self._id_of(name), f"{self.asked.title}: {words}") for name, words in self.problems.items()]

    @cached_property
    def figure_fields(self) -> list[FieldShown]:
        return [self._field(name) for name in self.answer.form.figure_fields]

    @cached_property
    def field(self) -> dict[str, FieldShown]:
        """Every field by its name."""
        return {name: self._field(name) for name in self.answer.form.fields}

    @property
    def forecasts(self) -> list[FieldShown]:
        return [self.field[name] for name in ("forecast_low", "forecast_high") if name in self.field]

    @property
    def is_single(self) -> bool:
        """Whether the KPI's own title is label enough for its one field."""
        return len(self.figure_fields) == 1

    @property
    def is_counted(self) -> bool:
        return "denominator" in self.answer.form.figure_fields

    @property
    def direction(self) -> str:
        return direction_words(self.asked.rule)

    @property
    def value_words(self) -> str:
        """The value worked out from counts, which nobody typed."""
        if self.answer.value is None or not self.is_counted:
            return ""
        return show_value(self.answer.value, self.asked.rule)

    @property
    def needs_comment(self) -> bool:
        return self.answer.comment_needed

    @property
    def why(self) -> str:
        """The question above the comment, naming the KPI and its colour."""
        title = self.asked.title
        plain = title[0].lower() + title[1:] if title[1:2].islower() else title
        word = self.answer.rag.word.lower()
        return f"Why is {plain} {word}, and what are you doing about it?" if self.needs_comment else "Comment"

    @property
    def has_more(self) -> bool:
        """Whether the folded part has something in it, so that it stands open."""
        folded = {"absent", "judged", "judged_reason", "evidence", "evidence_link"} - set(self.shown_evidence)
        typed = self.answer.form.data
        return any(typed.get(f"{self.code}-{name}") or name in self.problems for name in folded)

    @property
    def shown_evidence(self) -> dict[str, FieldShown]:
        """The evidence, where the rating asks for it: an assurance without evidence is amber at best."""
        asks = self.asked.kpi.kind == Kind.ASSURANCE
        return {name: self.field[name] for name in ("evidence", "evidence_link")} if asks else {}

    @property
    def documents_words(self) -> str:
        number = self.asked.documents
        if not number:
            return "Add a document"
        return f"{number} document{'' if number == 1 else 's'}: see, add or take away"

    @property
    def beside(self) -> list[Beside]:
        return beside_of(self.asked, self.term)

    @property
    def seen(self) -> str:
        """What this page has been shown, so that a second person's save can be told."""
        return seen_of(self.conflict.entry if self.conflict else self.asked.entry)

    @property
    def prefill_words(self) -> str:
        if self.prefill is None:
            return ""
        source, as_at = self.prefill.source, short_date(self.prefill.as_at)
        return f"Filled in from {source}, {as_at}. Change it if it is wrong."

    @property
    def known_words(self) -> str:
        """What another part of the portal knows, where something else was typed."""
        if self.known is None or self.prefill is not None or self._says(typed_of_prefill(self.known)):
            return ""
        source, as_at = self.known.source, short_date(self.known.as_at)
        return f"{source[0].upper()}{source[1:]} says {_said_by(self.known)} ({as_at})."

    @property
    def same_words(self) -> str:
        """The last answer, where it can be given again with one click."""
        last = self._unchanged
        if last is None or not self.answer.is_blank or self.prefill is not None:
            return ""
        mark = mark_of(reading_of(last, self.asked), self.asked.rule)
        said = say_reading(reading_of(last, self.asked), self.asked.rule, mark)
        return f"No change since {_when(last.term.ref)}: {said}"

    @property
    def repeated_words(self) -> str:
        """Where the answer comes from, when it is the last one again."""
        last = self._unchanged
        if last is None or self.answer.is_blank or not self._says(typed_of_last(last)):
            return ""
        return f"As in {_when(last.term.ref)}. Change it if it is different now."

    @property
    def sure_value(self) -> str:
        return print_of_words(self.answer.words)

    @property
    def is_sure(self) -> bool:
        return self.answer.form.data.get(f"{self.code}-{SURE}") == self.sure_value

    @property
    def _unchanged(self) -> Figure | None:
        return self.asked.last if self.asked.definition.offers_no_change else None

    def _says(self, typed: Mapping[str, str]) -> bool:
        """Whether the figure in the form is that one."""
        again = read_answer(self.asked, typed, self.answer.form.today)
        names = (*again.form.figure_fields, "absent")
        return all(again.given.get(name) == self.answer.given.get(name) for name in names)

    @property
    def differences(self) -> list[Difference]:
        if self.conflict is None:
            return []
        theirs, mine = self.conflict.entry.typed, self.conflict.typed
        names = [name for name in self.answer.form.fields if theirs.get(name, "") != mine.get(name, "")]
        return [Difference(self._label_of(name), theirs.get(name, ""), mine.get(name, "")) for name in names]

    def _field(self, name: str) -> FieldShown:
        unit = ""
        if name in ("value", "forecast_low", "forecast_high"):
            unit = self.asked.rule.unit
        return FieldShown(self.answer.form[name], self.problems.get(name, ""), unit)

    def _id_of(self, name: str) -> str:
        bound = self.answer.form[name]
        return bound.id_for_label or f"{bound.auto_id}_0"

    def _label_of(self, name: str) -> str:
        return str(self.answer.form[name].label or LABELS_BY_NAME[name])


def row_of(
    asked: Asked,
    today: date,
    term: TermRef,
    *,
    prefill: Prefill | None = None,
    shows_gaps: bool = False,
    conflict: Conflict | None = None,
    answer: Answer | None = None,
    held: Mapping[str, str] | None = None,
) -> EntryRow:
    """The row for what was typed, for what was not saved, or for what the portal knows already.

    Not saved is what was in conflict, and what was `held` back. `answer` is what stands, read already.
    """
    typed = conflict.typed if conflict else held
    offered = prefill if prefill is not None and asked.entry is None and typed is None else None
    if offered is not None:
        typed = typed_of_prefill(offered)
    if typed is not None or answer is None:
        answer = read_answer(asked, asked.typed if typed is None else typed, today)
    return EntryRow(answer, shows_gaps, offered, conflict, term, prefill, held is not None)


def beside_of(asked: Asked, now: TermRef | None) -> list[Beside]:
    """Last term, the same term a year ago, the target and the national figure."""
    shown = []
    if asked.last and asked.last is not asked.year_ago:
        shown.append(_reported(asked.last, asked, now))
    if asked.year_ago:
        shown.append(_reported(asked.year_ago, asked, now))
    if asked.kpi.kind != Kind.NATIONAL:
        shown.append(Beside("Target", show_target(asked.rule)))
    if asked.kpi.kind in (Kind.MEASURE, Kind.RATIO, Kind.NATIONAL, Kind.PENETRATION):
        shown.append(_national(asked))
    return shown


def term_label(term: TermRef, now: TermRef | None = None) -> str:
    """'Autumn', with the calendar year ('Spring ’26') where it lies in another academic year than `now`."""
    season = term.season.capitalize()
    if now is not None and term.year == now.year:
        return season
    calendar_year = term.year if term.number == 1 else term.year + 1
    return f"{season} ’{calendar_year % 100:02d}"


def _when(ref: TermRef) -> str:
    return f"{ref.season} {ref.academic_year}"


def _said_by(known: Prefill) -> str:
    """The day, the counts or the value that are offered, as a person writes them."""
    if known.done_on is not None:
        return short_date(known.done_on)
    amounts = (known.numerator, known.denominator) if known.denominator is not None else (known.value,)
    return " of ".join(show_exact(amount) for amount in amounts if amount is not None)


def _reported(figure: Figure, asked: Asked, now: TermRef | None) -> Beside:
    reading = reading_of(figure, asked)
    mark = mark_of(reading, asked.rule)
    return Beside(term_label(figure.term.ref, now), show_reading(reading, asked.rule, mark, unit=False))


def _national(asked: Asked) -> Beside:
    national = asked.national
    if national is None:
        return Beside("National", DASH, "No national figure is known.")
    source = f"{year_name(national.year)}, {national.release}"
    return Beside("National", show_value(national.value, asked.rule, unit=False), source)

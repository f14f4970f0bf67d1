"""One KPI of a return: what stands beside it, what was typed for it, how that rates, what it still needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from kpis.forms import ABSENCES, EntryForm
from kpis.models import Band, Comparator, Definition, Entry, Figure, Kpi, Prefill, Strength
from kpis.plausible import Agreement, Before, Limits, disagreements, findings
from kpis.pupil_data import warning
from kpis.rag import (
    Kind,
    Mark,
    Rag,
    Reading,
    Rule,
    is_worsening,
    mark_of,
    needs_comment,
    rate,
    value_of,
)
from kpis.words import show_reading
from trust.clock import LONDON

NOTHING_YET = Rag.of(Mark.NOT_REPORTED, "nothing has been entered yet")
UNREADABLE = Rag.of(Mark.NOT_REPORTED, "what was typed needs correcting first")
NOTHING = Reading()
# The fields of `Figure` that a person gives; two versions that agree in all of them say the same.
GIVEN = (
    "numerator",
    "denominator",
    "eligible",
    "value",
    "choice",
    "done_on",
    "text",
    "absent",
    "comment",
    "judged",
    "judged_reason",
    "forecast_low",
    "forecast_high",
    "evidence",
    "evidence_link",
    "note",
)
# What is said anew each term, so that "no change" leaves it out.
# The fields in which a person writes words of their own.
WORDS = ("comment", "note", "evidence", "text", "judged_reason")
OF_ITS_TERM = ("comment", "note", "forecast_low", "forecast_high", "judged", "judged_reason")


@dataclass(frozen=True)
class Asked:
    """A KPI that a return asks, with all that stands beside its input.

    `previous` is the figure to compare with: last term's or, where a figure counts since September, the one a
    year ago. `last` and `year_ago` are what they say; `standing` is the latest version on this return.
    """

    kpi: Kpi
    definition: Definition
    band: Band | None
    rule: Rule
    national: Comparator | None = None
    last: Figure | None = None
    year_ago: Figure | None = None
    standing: Figure | None = None
    entry: Entry | None = None
    documents: int = 0

    @property
    def code(self) -> str:
        return self.kpi.code

    @property
    def title(self) -> str:
        return self.definition.title

    @property
    def previous(self) -> Figure | None:
        return self.year_ago if self.definition.is_cumulative else self.last

    @property
    def typed(self) -> dict[str, str]:
        return dict(self.entry.typed) if self.entry else {}

    @cached_property
    def previous_reading(self) -> Reading | None:
        return reading_of(self.previous, self) if self.previous else None


@dataclass(frozen=True)
class Answer:
    """What was typed for a KPI, read and rated: `errors` cannot be read or be right, `gaps` are missing."""

    asked: Asked
    form: EntryForm
    rag: Rag
    value: Decimal | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    gaps: Mapping[str, str] = field(default_factory=dict)
    unusual: tuple[str, ...] = ()
    comment_needed: bool = False
    reading: Reading = NOTHING

    @property
    def said(self) -> str:
        """What was answered, in a few words; empty for no answer, or one that cannot be read."""
        return (
            "" if self.errors or self.is_blank else say_reading(self.reading, self.asked.rule, self.rag.mark)
        )

    @property
    def is_blank(self) -> bool:
        return self.form.is_untouched and not self.given.get("absent")

    @property
    def problems(self) -> dict[str, str]:
        """Field → what to put right or to add before the return can be submitted."""
        return {**self.gaps, **self.errors}

    @property
    def is_complete(self) -> bool:
        return not self.errors and not self.gaps

    @property
    def judged(self) -> str:
        return str(self.given.get("judged") or "")

    @property
    def words(self) -> str:
        """What was written in words, whether or not it can stand."""
        return words_of({name: str(self.form.data.get(self.form.add_prefix(name), "")) for name in WORDS})

    @cached_property
    def worry(self) -> str:
        """What in the words looks like pupil data; empty where nothing does."""
        return warning(self.words)

    @property
    def strength(self) -> Strength:
        """How strong the evidence is as it stands now."""
        return strength_of(self.given, has_document=self.asked.documents > 0)


def read_answer(asked: Asked, typed: Mapping[str, str], today: date) -> Answer:
    """Read and rate what was typed; never raises, whatever was typed."""
    form = EntryForm(asked.kpi.kind, asked.definition, asked.rule, typed, code=asked.code, today=today)
    errors = {name: str(messages[0]) for name, messages in form.errors.items()}
    if errors:
        return Answer(asked, form, UNREADABLE, given=form.cleaned_data, errors=errors)
    given = _only_what_was_given(form.cleaned_data)
    evident = bool(strength_of(given, has_document=asked.documents > 0))
    reading = _reading(given, asked, today, has_evidence=evident)
    blank = form.is_untouched and not given["absent"]
    rag, value = NOTHING_YET if blank else rate(reading, asked.rule), value_of(reading, asked.rule)
    found = findings(value, _limits(asked.definition), asked.rule, _before(asked))
    if found.refused:
        return Answer(asked, form, UNREADABLE, given=given, errors={form.figure_fields[0]: found.refused})
    wanted = not blank and comment_wanted(asked, rag, value)
    answer = Answer(asked, form, rag, value, given, comment_needed=wanted, reading=reading)
    return _with_gaps(replace(answer, unusual=found.unusual))


def read_together(
    asked: Iterable[Asked],
    agreements: Iterable[Agreement],
    today: date,
    *,
    instead: Mapping[str, Mapping[str, str]] | None = None,
) -> list[Answer]:
    """Every answer of one return, read and held against each other.

    `instead` maps codes of KPIs to text that is read in place of what was saved for them.
    """
    typed = instead or {}
    answers = [read_answer(one, typed.get(one.code, one.typed), today) for one in asked]
    amounts = {one.asked.kpi.pk: _amounts(one) for one in answers if not one.errors}
    broken: dict[int, list[Agreement]] = {}
    for agreement in disagreements(agreements, amounts):
        broken.setdefault(agreement.kpi, []).append(agreement)
    return [_disagreeing(one, broken.get(one.asked.kpi.pk, [])) for one in answers]


def strength_of(given: Mapping[str, Any], *, has_document: bool) -> Strength:
    """How strong the evidence for an answer is: a document, a statement or a link, or none."""
    if has_document:
        return Strength.DOCUMENT
    is_stated = bool(given["evidence"].strip() or given["evidence_link"])
    return Strength.STATED if is_stated else Strength.NONE


def reading_of(figure: Figure, asked: Asked) -> Reading:
    """What the rule needs of a reported figure. An undone deadline is rated as on the day it was reported."""
    given = {name: getattr(figure, name) for name in GIVEN}
    evident = bool(figure.strength) or bool(strength_of(given, has_document=False))
    return _reading(given, asked, figure.entered_at.astimezone(LONDON).date(), has_evidence=evident)


def say_reading(reading: Reading, rule: Rule, mark: Mark) -> str:
    """What was reported with its unit; what is missing is said in words."""
    if reading.absent:
        return dict(ABSENCES).get(reading.absent, reading.absent.word)
    if rule.kind is Kind.JUDGEMENT and reading.choice:
        return reading.choice.capitalize()
    if rule.kind in (Kind.ASSURANCE, Kind.ORDINAL) and reading.choice:
        return reading.choice[0].upper() + reading.choice[1:]
    return show_reading(reading, rule, mark)


def comment_wanted(asked: Asked, rag: Rag, value: Decimal | None) -> bool:
    """Whether the rating must be explained: red, or amber and worsening since the figure before.

    A judgement carries its reason already.
    """
    if asked.kpi.kind == Kind.JUDGEMENT:
        return False
    before = asked.previous_reading
    previous = mark_of(before, asked.rule) if before else None
    worsening = bool(asked.previous) and is_worsening(value, value_of_previous(asked), asked.rule)
    return needs_comment(rag, previous, worsening)


def value_of_previous(asked: Asked) -> Decimal | None:
    return asked.previous.value if asked.previous else None


def typed_of(figure: Figure) -> dict[str, str]:
    """A reported figure as it would be typed into its form again."""
    given = {name: getattr(figure, name) for name in GIVEN}
    kept = {name: _as_typed(value) for name, value in given.items() if value not in (None, "")}
    if "numerator" in kept:
        # The value was worked out from the counts.
        kept.pop("value", None)
    return kept


def words_of(typed: Mapping[str, str]) -> str:
    """All that was written in words in these fields."""
    return "\n\n".join(typed[name] for name in WORDS if typed.get(name, "").strip())


def typed_of_last(figure: Figure) -> dict[str, str]:
    """The same answer given again in another term, without what was said of its own term."""
    return {name: text for name, text in typed_of(figure).items() if name not in OF_ITS_TERM}


def typed_of_prefill(prefill: Prefill) -> dict[str, str]:
    known = {name: getattr(prefill, name) for name in ("numerator", "denominator", "value", "done_on")}
    return {name: _as_typed(value) for name, value in known.items() if value is not None}


def _as_typed(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    return value.isoformat() if isinstance(value, date) else str(value)


def _only_what_was_given(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """Every field of a figure, those that the form does not ask left empty."""
    numbers = {"numerator", "denominator", "eligible", "value", "done_on", "forecast_low", "forecast_high"}
    return {name: cleaned.get(name) if name in numbers else cleaned.get(name) or "" for name in GIVEN}


def _reading(given: Mapping[str, Any], asked: Asked, today: date, *, has_evidence: bool) -> Reading:
    # A figure keeps its counts beside the value worked out from them; it is the counts that are rated.
    value = given["value"] if given["denominator"] is None else None
    return Reading(
        numerator=given["numerator"],
        denominator=given["denominator"],
        value=value,
        eligible=given["eligible"],
        choice=given["choice"] or None,
        done_on=given["done_on"],
        text=given["text"],
        has_evidence=has_evidence,
        absent=Mark(given["absent"]) if given["absent"] else None,
        national=asked.national.value if asked.national else None,
        previous_choice=asked.previous.choice if asked.previous else None,
        today=today,
    )


def _limits(definition: Definition) -> Limits:
    return Limits(
        definition.least,
        definition.most,
        definition.usual_low,
        definition.usual_high,
        definition.usual_move,
    )


def _before(asked: Asked) -> Before | None:
    value = value_of_previous(asked)
    if asked.previous is None or value is None or asked.definition.usual_move is None:
        return None
    ref = asked.previous.term.ref
    return Before(value, f"{ref.season} {ref.academic_year}")


def _amounts(answer: Answer) -> dict[str, Decimal | None]:
    """The parts of an answer that can be held against another's, the value as it is displayed."""
    counts = {name: answer.given.get(name) for name in ("numerator", "denominator")}
    return counts | {"value": answer.value}


def _disagreeing(answer: Answer, broken: list[Agreement]) -> Answer:
    """The answer with what it does not agree with: an error where that is refused, else a note is wanted."""
    fields = answer.form.figure_fields
    refused = {one.part if one.part in fields else fields[0]: one.words for one in broken if one.is_refused}
    if refused:
        return replace(answer, rag=UNREADABLE, errors={**answer.errors, **refused}, gaps={}, unusual=())
    odd = tuple(one.words for one in broken)
    return _with_gaps(replace(answer, unusual=(*answer.unusual, *odd))) if odd else answer


def _with_gaps(answer: Answer) -> Answer:
    return replace(answer, gaps=dict(_gaps(answer)))


def _gaps(answer: Answer) -> list[tuple[str, str]]:
    """What a return still needs before it can be submitted, field by field."""
    asked, given = answer.asked, answer.given
    first = answer.form.figure_fields[0]
    gaps = []
    if answer.is_blank:
        return [(first, f"{_wanted(asked)}, or say why there is no figure")]
    if asked.kpi.kind == Kind.SURVEY and not given["absent"] and given["eligible"] is None:
        gaps.append(("eligible", "Enter how many were asked"))
    if asked.kpi.kind == Kind.JUDGEMENT and not given["absent"]:
        gaps += [(name, words) for name, words in JUDGEMENT_NEEDS if not given[name]]
    if answer.unusual and not given["note"].strip():
        gaps.append(("note", " ".join(_sentence(words) for words in answer.unusual)))
    if answer.comment_needed and not given["comment"]:
        gaps.append(("comment", f"Say why it is {answer.rag.word.lower()}, and what you are doing about it"))
    if given["judged"] and not given["judged_reason"]:
        gaps.append(("judged_reason", "Say why your rating differs from the calculated one"))
    return gaps


JUDGEMENT_NEEDS = (("choice", "Choose red, amber or green"), ("text", "Give the reason for your judgement"))


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?")) else f"{words}."


def _wanted(asked: Asked) -> str:
    match asked.kpi.kind:
        case Kind.DEADLINE:
            return "Enter the day it was done, or choose “Not done yet”"
        case Kind.ORDINAL:
            return "Choose a grade"
        case Kind.ASSURANCE:
            return "Choose yes, partly or no"
        case Kind.JUDGEMENT:
            return "Choose red, amber or green"
        case Kind.RATIO | Kind.PENETRATION | Kind.SURVEY:
            return "Enter the numbers"
    return "Enter a number"

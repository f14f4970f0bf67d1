"""A submitted return as its moderator sees it: which waits first, and each figure beside its past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from kpis.answers import reading_of, say_reading
from kpis.forms import JudgeForm
from kpis.models import Document, Judgement, Strength
from kpis.queries.moderation import Look, SoFar
from kpis.queries.returns import Reported
from kpis.rag import Mark, Rag, is_worsening, mark_of
from kpis.rag.groups import worth
from kpis.risk import Concern
from kpis.views.rows import Beside, beside_of
from kpis.views.standing import Standing
from kpis.words import show_value
from trust.models import Area
from trust.numbers import show_exact
from trust.terms import TermRef

SHOWN = (Mark.RED, Mark.AMBER, Mark.GREEN, Mark.NOT_REPORTED)


@dataclass(frozen=True)
class QueueRow:
    """A submitted return in the queue: its ratings counted, and why it deserves a look."""

    standing: Standing
    marks: Counter[Mark]
    look: Look

    @property
    def counts(self) -> list[tuple[Mark, int]]:
        return [(mark, self.marks[mark]) for mark in SHOWN if self.marks[mark]]

    @property
    def reasons(self) -> list[str]:
        return self.look.reasons


@dataclass(frozen=True)
class FigureShown:
    """One figure of a return under moderation."""

    reported: Reported
    term: TermRef
    judgements: tuple[Judgement, ...] = ()
    form: JudgeForm | None = None
    concerns: tuple[Concern, ...] = ()
    so_far: SoFar | None = None
    documents: tuple[Document, ...] = ()

    @property
    def rag(self) -> Rag:
        return self.reported.rag

    @property
    def value(self) -> str:
        """The figure as displayed, with its unit."""
        asked, figure = self.reported.asked, self.reported.figure
        return say_reading(reading_of(figure, asked), asked.rule, self.rag.mark)

    @property
    def counts(self) -> str:
        """The counts that the figure was worked out from."""
        figure = self.reported.figure
        if figure.numerator is None or figure.denominator is None or self.rag.mark is Mark.SMALL_GROUP:
            return ""
        asked = f", {show_exact(figure.eligible)} asked" if figure.eligible is not None else ""
        return f"{show_exact(figure.numerator)} of {show_exact(figure.denominator)}{asked}"

    @property
    def small(self) -> str:
        """What one person is worth, where the group is small and this reader is told so."""
        asked = self.reported.asked
        return worth(reading_of(self.reported.figure, asked), asked.rule)

    @property
    def forecast(self) -> str:
        low, high = self.reported.figure.forecast_low, self.reported.figure.forecast_high
        shown = [show_exact(end) for end in (low, high) if end is not None]
        return " to ".join(dict.fromkeys(shown))

    @property
    def beside(self) -> list[Beside]:
        """What it was, what is hoped for, England's figure, and the trust's from the returns that are in."""
        shown = beside_of(self.reported.asked, self.term)
        if self.so_far is None or self.so_far.value is None:
            return shown
        value = show_value(self.so_far.value, self.reported.asked.rule, unit=False)
        schools = f"{self.so_far.schools} school{'' if self.so_far.schools == 1 else 's'}"
        note = f"From the returns of {schools} that are in, by their counts"
        return [*shown, Beside("Trust so far", value, note)]

    @property
    def moved(self) -> str:
        """ "worse" or "better" than the figure before, where the rating moved."""
        asked = self.reported.asked
        if asked.previous is None:
            return ""
        before = mark_of(reading_of(asked.previous, asked), asked.rule)
        if is_worsening(self.reported.figure.value, asked.previous.value, asked.rule):
            return "worse" if before is not self.rag.mark else ""
        return "better" if before.severity > self.rag.severity else ""

    @property
    def head_mark(self) -> str:
        """The head's own rating, where it differs from the calculated one."""
        judged = self.reported.figure.judged
        return judged if judged and judged != self.rag.mark else ""

    @property
    def evidence_words(self) -> str:
        """How strong the evidence is, where there is any."""
        figure = self.reported.figure
        if figure.strength == Strength.DOCUMENT:
            return "Evidence, with a document"
        return "Evidence" if figure.evidence or figure.evidence_link else ""

    @property
    def document_url(self) -> str:
        """The figure's own page, where its documents are listed, if they are not listed here."""
        figure = self.reported.figure
        is_elsewhere = figure.strength == Strength.DOCUMENT and not self.documents
        return reverse("kpis:figure", args=[figure.pk]) if is_elsewhere else ""

    @property
    def has_words(self) -> bool:
        """Whether anything was said beside the figure."""
        figure = self.reported.figure
        said = (figure.comment, figure.text, figure.note, self.evidence_words, self.head_mark)
        return any(said)


@dataclass(frozen=True)
class AreaShown:
    """The figures of one area, in the order in which they are asked."""

    area: Area
    figures: tuple[FigureShown, ...]


def queue_row(standing: Standing, look: Look) -> QueueRow:
    return QueueRow(standing, Counter(one.rag.mark for one in look.reported), look)


def show_areas(
    look: Look,
    judgements: Mapping[int, list[Judgement]],
    so_far: Mapping[int, SoFar],
    forms: Mapping[int, JudgeForm],
) -> list[AreaShown]:
    """The figures by area, each with the judgements on it (by the figure's key) and a form for another."""

    def shown_of(one: Reported) -> FigureShown:
        key = one.figure.pk
        return FigureShown(
            one,
            look.returned.term.ref,
            tuple(judgements.get(key, ())),
            forms.get(key) or JudgeForm(),
            tuple(look.concerns.get(key, ())),
            so_far.get(one.figure.kpi_id),
        )

    groups = groupby(map(shown_of, look.reported), key=lambda one: one.reported.asked.kpi.area)
    return [AreaShown(area, tuple(figures)) for area, figures in groups]

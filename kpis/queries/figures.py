"""One figure and where it came from: its versions, its rating, what it was compared with, who gave it out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.http import Http404

from kpis.models import Band, BandState, Figure, Judgement, Kpi, ReleasedFigure
from kpis.models.band import rule_of
from kpis.queries.bands import closest
from kpis.queries.board_rows import BoardRows, Owner, owner_of, read_for
from kpis.queries.exact import Numbers
from kpis.queries.facts import Point, figure_of, points_of
from kpis.queries.guarded import blank_figure, is_hidden
from kpis.queries.rated import CHOICE, VALUE, Rated
from kpis.queries.visible import figures_seen, reader_for
from kpis.queries.yardsticks import National, Standard
from kpis.rag import Kind, Mark, Rag, Reading, Rule, rate
from kpis.rag.groups import worth
from kpis.words import reference, show_reading
from schools import access
from schools.models import School
from trust import clock
from trust.clock import LONDON
from trust.models import Term

SHOWN_TERMS = 7


class Version(NamedTuple):
    """One version of a figure: what it says, how it rates, and the judgements that stand beside it."""

    figure: Figure
    shown: str
    rag: Rag
    judgements: tuple[Judgement, ...]
    small: str = ""


@dataclass(frozen=True)
class Provenance:
    """Everything the figure's page tells; `latest` is the version that stands for this reader.

    `previous` is the number that the figure is compared with.
    """

    figure: Figure
    version: Version
    versions: tuple[Version, ...]
    latest: Figure
    rule: Rule
    band: Band | None
    national: National | None
    stamps: tuple[ReleasedFigure, ...]
    points: tuple[Point, ...]
    standard: Standard | None
    previous: Decimal | None = None

    @property
    def reference(self) -> str:
        school = self.figure.school.slug if self.figure.school else None
        return reference(school, self.figure.kpi.code, self.figure.term.slug, self.figure.version)


def figure_for(user: access.Person, pk: int) -> Figure:
    """The version with that key, with all that its page names; 404 outside the person's sight."""
    named = (
        "returned__submitted_by", "returned__decided_by", "returned__school", "returned__term", "kpi__area",
        "definition__from_term", "school", "term", "period", "entered_by",
    )  # fmt: skip
    figure = figures_seen(user).select_related(*named).filter(pk=pk).first()
    if figure is None:
        raise Http404
    return figure


def history_of(figure: Figure, user: access.Person) -> list[Figure]:
    """The versions of the same figure that the person may see, the first one first."""
    same = figures_seen(user).filter(returned=figure.returned_id, kpi=figure.kpi_id)
    return list(same.select_related("entered_by", "kpi").order_by("version"))


def provenance(figure: Figure, user: access.Person) -> Provenance:
    """The whole chain behind a figure, in a constant number of queries."""
    owner = owner_of(figure.school)
    rows = _rows(owner, figure.term, figure.kpi, user)
    standard = rows.standards(owner).get(figure.kpi_id)
    rule = standard.rule if standard else rule_of(figure.definition, None, figure.kpi.kind)
    earlier = _earlier_of(rows, owner, standard)
    history = history_of(figure, user)
    judged = _judgements(history)
    versions = tuple(_version(each, rule, standard, earlier, judged) for each in history)
    if _hides(rows, owner, figure, standard, versions, user):
        versions = tuple(_version(blank_figure(each), rule, standard, None, {}) for each in history)
    version = next(each for each in versions if each.figure.pk == figure.pk)
    return Provenance(
        figure=_shown(figure, version),
        version=version,
        versions=versions,
        latest=versions[-1].figure,
        rule=rule,
        band=band_behind(figure),
        national=standard.national if standard else None,
        stamps=_stamps(figure, user),
        points=tuple(points_of(rows, owner, standard.ask, SHOWN_TERMS)) if standard else (),
        standard=standard,
        previous=Numbers().maybe(earlier[1][VALUE]) if earlier else None,
    )


def series(kpi: Kpi, school: School | None, user: access.Person, upto: Term) -> list[Point]:
    """The KPI's figures at a school (of the trust without one) over the terms that end with `upto`."""
    owner = owner_of(school)
    rows = _rows(owner, upto, kpi, user)
    standard = rows.standards(owner).get(kpi.pk)
    return points_of(rows, owner, standard.ask, SHOWN_TERMS) if standard else []


def band_behind(figure: Figure) -> Band | None:
    """The agreed band that held in the figure's term, with who agreed it."""
    term = figure.term
    begun = Q(from_term__year__lt=term.year) | Q(
        from_term__year=term.year, from_term__number__lte=term.number
    )
    agreed = Band.objects.filter(begun, kpi=figure.kpi_id, state=BandState.AGREED)
    ordered = agreed.select_related("from_term", "target_by", "agreed_by", "school").order_by(
        "from_term__year", "from_term__number"
    )
    return closest(
        {(band.kpi_id, band.school_id, band.phase): band for band in ordered}, figure.kpi_id, figure.school
    )


def reading_from(figure: Figure, standard: Standard | None, previous: Rated | None) -> Reading:
    """What the rule needs of a version that was read as a whole; see `kpis.queries.rated.reading_of`."""
    return Reading(
        numerator=figure.numerator,
        denominator=figure.denominator,
        value=figure.value if figure.denominator is None else None,
        eligible=figure.eligible,
        choice=figure.choice or None,
        done_on=figure.done_on,
        text=figure.text,
        has_evidence=bool(figure.strength or figure.evidence.strip() or figure.evidence_link),
        absent=Mark(figure.absent) if figure.absent else None,
        national=standard.national.value if standard and standard.national else None,
        previous_choice=previous[1][CHOICE] if previous else None,
        today=figure.entered_at.astimezone(LONDON).date() if figure.kpi.kind == Kind.DEADLINE else None,
    )


def _rows(owner: Owner, term: Term, kpi: Kpi, user: access.Person) -> BoardRows:
    reader = reader_for(user)
    return read_for([owner], term, reader=reader, today=clock.today(), depth=SHOWN_TERMS, kpi=kpi.pk)


def _earlier_of(rows: BoardRows, owner: Owner, standard: Standard | None) -> Rated | None:
    refs = standard.ask.earlier(rows.term.ref) if standard else ()
    return figure_of(rows, owner, refs[0], standard.ask) if refs and standard else None


def _version(
    figure: Figure,
    rule: Rule,
    standard: Standard | None,
    earlier: Rated | None,
    judged: dict[int, list[Judgement]],
) -> Version:
    reading = reading_from(figure, standard, earlier)
    rag = rate(reading, rule)
    given = tuple(judged.get(figure.pk, ()))
    return Version(figure, show_reading(reading, rule, rag.mark), rag, given, worth(reading, rule))


def _hides(
    rows: BoardRows,
    owner: Owner,
    figure: Figure,
    standard: Standard | None,
    versions: Iterable[Version],
    user: access.Person,
) -> bool:
    """Whether the reader is kept from it: what one version hides, the difference from another would show.

    A figure of a term in which the KPI is not asked stands beside no others, so that it cannot be told what
    they give away: any group of a KPI whose small groups are hidden is hidden then.
    """
    if standard is None:
        policy = reader_for(user).groups
        treatment = policy.treatment_of(owner.pk)
        return policy.guard(figure.definition, figure.kpi.kind, treatment).hide_below is not None
    if rows.yardsticks.hidden_below(standard.ask.kpi_id, owner.pk) is None:
        return False
    latest = figure_of(rows, owner, rows.term.ref, standard.ask)
    return is_hidden(latest) or any(version.rag.mark is Mark.SMALL_GROUP for version in versions)


def _shown(figure: Figure, version: Version) -> Figure:
    """The figure with all that its page names, or what is left of it where it is hidden."""
    is_blank = version.figure.absent == Mark.SMALL_GROUP and figure.absent != Mark.SMALL_GROUP
    return blank_figure(figure) if is_blank else figure


def _judgements(figures: Sequence[Figure]) -> dict[int, list[Judgement]]:
    found: dict[int, list[Judgement]] = {}
    for judgement in Judgement.objects.filter(figure__in=figures).select_related("by").order_by("at"):
        found.setdefault(judgement.figure_id, []).append(judgement)
    return found


def _stamps(figure: Figure, user: access.Person) -> tuple[ReleasedFigure, ...]:
    """The releases to which this version was given; of those, the ones the person belongs to."""
    sees = access.sight(user)
    stamps: QuerySet[ReleasedFigure] = ReleasedFigure.objects.filter(figure=figure).select_related(
        "release__term"
    )
    told: Iterable[ReleasedFigure] = stamps.order_by("release__at")
    return tuple(stamp for stamp in told if stamp.release.audience in sees.audiences)

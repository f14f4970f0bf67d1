"""What was corrected: values changed since a return was accepted, and restatements that readers wait for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, F, OuterRef, Q

from kpis.models import Figure, ReleasedFigure
from kpis.models.band import rule_of
from kpis.queries.figures import reading_from
from kpis.queries.visible import ACCEPTED, pack_reader
from kpis.rag import mark_of
from kpis.rag.groups import GroupPolicy
from kpis.words import show_reading
from schools.models import School


@dataclass(frozen=True)
class Restatement:
    """A figure that an audience has been given, and the newer version that it has not."""

    given: Figure
    now: Figure
    is_hidden: bool = False

    @property
    def school(self) -> School | None:
        return self.now.school

    @cached_property
    def words(self) -> str:
        """What it was and what it is: "92.4%, was 93.1%"."""
        if self.is_hidden:
            return "corrected; not shown here, because its groups can be small"
        shown, before = say(self.now), say(self.given)
        return f"{shown}, was {before}" if shown != before else f"{shown}, as before"


def say(figure: Figure) -> str:
    """What a version reports, in a few characters; its KPI and definition were read with it."""
    rule = rule_of(figure.definition, None, figure.kpi.kind)
    reading = reading_from(figure, None, None)
    return show_reading(reading, rule, mark_of(reading, rule))


def changed_since_accepted(returns: Collection[int]) -> dict[int, int]:
    """Return → how many of its values were changed after it was accepted; those without any left out."""
    later = Figure.objects.filter(_corrections(), returned__in=returns)
    counted = later.order_by().values("returned").annotate(changed=Count("kpi", distinct=True))
    return {row["returned"]: row["changed"] for row in counted}


def restatements_for(audience: str) -> list[Restatement]:
    """What the audience was given and has been corrected since; two queries.

    The newest version of each figure, set against the newest that a release to that audience has stamped.
    """
    stamped = Exists(ReleasedFigure.objects.filter(release__audience=audience, figure=OuterRef("pk")))
    newer = Figure.objects.filter(
        returned=OuterRef("returned"), kpi=OuterRef("kpi"), version__gt=OuterRef("version")
    )
    now = Figure.objects.filter(_corrections(), ~stamped, ~Exists(newer))
    read = now.select_related("kpi__area", "definition", "school", "term", "entered_by")
    corrected = list(read.order_by("kpi__area__position", "kpi__position", "kpi__code", "school__name", "pk"))
    same = Q(pk__in=())
    for figure in corrected:
        same |= Q(returned=figure.returned_id, kpi=figure.kpi_id, version__lt=figure.version)
    given = Figure.objects.filter(same, stamped).select_related("kpi", "definition").order_by("version")
    by_figure = {(figure.returned_id, figure.kpi_id): figure for figure in given}
    keys = ((figure.returned_id, figure.kpi_id) for figure in corrected)
    policy = pack_reader(audience).groups
    return [
        Restatement(by_figure[key], figure, _is_hidden(figure, policy))
        for key, figure in zip(keys, corrected, strict=True)
        if key in by_figure
    ]


def _is_hidden(figure: Figure, policy: GroupPolicy) -> bool:
    """Of a KPI whose small groups the audience is not shown, no correction is: two versions say too much."""
    treatment = policy.treatment_of(figure.school_id)
    return policy.guard(figure.definition, figure.kpi.kind, treatment).hide_below is not None


def _corrections() -> Q:
    """Versions that replaced another after their return had been accepted."""
    later = Q(entered_at__gt=F("returned__decided_at"))
    return later & Q(version__gt=1, returned__state__in=ACCEPTED)

"""The figures of a return as they were submitted, whatever was corrected since."""

from __future__ import annotations

from dataclasses import replace

from kpis.answers import reading_of
from kpis.models import Figure, Return
from kpis.queries.returns import ReadSection, Reported, read_sections
from kpis.rag import rate
from schools import access
from schools.access import Person


def submitted_sections(returned: Return, user: Person) -> list[ReadSection]:
    """The sections of a submitted return that the person may read, each figure in its submitted version.

    Who does not see drafts is given what was released, as on the return's page. Six queries.
    """
    sections = read_sections(returned, user)
    if not access.sight(user).drafts_of(returned.school_id):
        return sections
    submitted = _as_submitted(returned)
    return [
        replace(section, reported=tuple(_in_version(one, submitted) for one in section.reported))
        for section in sections
    ]


def _as_submitted(returned: Return) -> dict[int, Figure]:
    """KPI → the version that was submitted last."""
    rows = Figure.objects.filter(returned=returned, entered_at__lte=returned.submitted_at)
    return {figure.kpi_id: figure for figure in rows.select_related("term").order_by("version")}


def _in_version(reported: Reported, submitted: dict[int, Figure]) -> Reported:
    figure = submitted.get(reported.asked.kpi.pk, reported.figure)
    if figure.pk == reported.figure.pk:
        return reported
    return replace(reported, figure=figure, rag=rate(reading_of(figure, reported.asked), reported.asked.rule))

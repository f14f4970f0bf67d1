"""What stands behind figures in the demonstration: a document given by a head, and an auditor's word."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from kpis.actions.evidence import add_document, validate_figure
from kpis.models import Figure, Kpi, Return
from trust import clock
from trust.clock import LONDON
from trust.document.single import render_pdf
from trust.models import Term, User

CHECK = (
    "<h1>Single central record: termly check</h1><p>Oakmerrow School, 9 November 2026</p><p>142 entries looked at by "
    "the safeguarding lead and the headteacher. Nothing is missing.</p>"
)
SEEN = "The payroll of the term was added up and compared with the management accounts; the two agree to the pound."


def give_evidence(term: Term, people: dict[str, User]) -> None:
    """Oakmerrow's head adds the report of a check; the auditor has compared a figure of last term with its
    source."""
    returned = Return.objects.get(term=term, school__slug="oak")
    assert term.returns_due is not None  # the demonstration's calendar has every date
    moment = datetime.combine(term.returns_due - timedelta(days=3), time(15, 20), tzinfo=LONDON)
    with clock.standing_at(moment):
        report = render_pdf(CHECK, title="Single central record: termly check")
        kpi = Kpi.objects.select_related("area").get(code="SAF-SCR")
        add_document(returned, kpi, by=people["head.oak"], name="Record check November.pdf", content=report)
    before = term.ref.previous
    figures = Figure.objects.filter(kpi__code="FIN-STF", school__slug="alder", term__year=before.year)
    figure = figures.filter(term__number=before.number).select_related("kpi__area", "returned").last()
    if figure is not None:
        with clock.standing_at(moment - timedelta(days=14)):
            validate_figure(figure, by=people["auditor"], words=SEEN)

"""What the forms of a programme sheet offer to choose from."""

from __future__ import annotations

from kpis.models import Definition
from milestones.models import Objective, Plan, Priority, StrategicQuestion
from milestones.money import academic_year
from milestones.queries.sheets import people_who_may_lead, sheet_of
from milestones.sheet_forms import Offered
from milestones.sheet_parts import SheetPart
from schools.models import Body, School

EARLIER_YEARS = 1


def offered_for(part: SheetPart, priority: Priority, plan: Plan) -> Offered:
    """What the form of that part offers; of an edition's questions those of the one it is read in."""
    if part is SheetPart.AIM:
        return _purposes(priority, plan)
    if part is SheetPart.PEOPLE:
        people = people_who_may_lead(priority.owner_id, priority.sponsor_id)
        return Offered(
            people=[(each.pk, ", ".join(filter(None, (each.name, each.post)))) for each in people],
            bodies=list(Body.objects.values_list("pk", "name")),
            schools=list(School.objects.order_by("name").values_list("pk", "name")),
        )
    if part is SheetPart.MEASURES:
        return Offered(kpis=_kpis())
    if part is SheetPart.MONEY:
        years = range(plan.first_term.year - EARLIER_YEARS, plan.last_term.year + 2)
        return Offered(years=[(year, academic_year(year)) for year in years])
    return Offered()


def _purposes(priority: Priority, plan: Plan) -> Offered:
    questions = {each.pk: each for each in StrategicQuestion.objects.filter(plan=plan)}
    objectives = {each.pk: each for each in Objective.objects.filter(plan=plan)}
    sheet = sheet_of(priority)
    if sheet and sheet.question:
        questions.setdefault(sheet.question.pk, sheet.question)
    if sheet and sheet.objective:
        objectives.setdefault(sheet.objective.pk, sheet.objective)
    return Offered(
        questions=[(pk, each.text) for pk, each in questions.items()],
        objectives=[(pk, each.text) for pk, each in objectives.items()],
    )


def _kpis() -> list[tuple[int, str]]:
    """Every KPI that is not retired, by what it is called last."""
    rows = Definition.objects.filter(kpi__retired_from__isnull=True).order_by("version")
    titles = {kpi: f"{title} ({code})" for kpi, title, code in rows.values_list("kpi", "title", "kpi__code")}
    return sorted(titles.items(), key=lambda each: each[1])

"""What is asked of plans on their way in: the imports there are, and the lines that are known already."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from milestones.imports import PlanRead
from milestones.models import Plan, PlanImport, PlanState, Priority, PriorityState
from milestones.queries.plans import current_plan
from schools import access
from schools.access import Permission, Person


def imports_for(user: Person) -> QuerySet[PlanImport]:
    """Every import, the newest first, without what was read."""
    access.require(user, Permission.KEEP_PLAN)
    found = PlanImport.objects.defer("reading", "answers").select_related("by", "plan", "settled_by")
    return found.order_by("-requested_at", "-pk")


def sent_before(found: PlanImport) -> PlanImport | None:
    """The latest import of the very same bytes before this one."""
    same = PlanImport.objects.filter(sent_id=found.sent_id, pk__lt=found.pk).defer("reading", "answers")
    return same.select_related("by").order_by("-pk").first()


def import_or_404(user: Person, pk: int) -> PlanImport:
    """The import; 404 where there is none, PermissionDenied for who does not keep the plan."""
    access.require(user, Permission.KEEP_PLAN)
    found = PlanImport.objects.select_related("by", "plan", "settled_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def lines_known(settled: PlanRead) -> dict[str, Priority]:
    """The priority of the edition in force that has a line's title, by the line's code; each once at most.

    A priority that was merged into another is carried on by nothing.
    """
    plan = current_plan()
    if plan is None:
        return {}
    rows = plan.lines.exclude(priority__state=PriorityState.MERGED).select_related("priority")
    by_title: dict[str, Priority] = {}
    for line in rows:
        by_title.setdefault(_plain(line.title), line.priority)
    known = {}
    for each in settled.lines:
        priority = by_title.pop(_plain(each.title), None)
        if priority is not None:
            known[each.code] = priority
    return known


def may_be_followed() -> QuerySet[Plan]:
    """The adopted editions that no other edition follows yet, the latest first."""
    open_ended = Plan.objects.filter(state=PlanState.ADOPTED, superseded_by=None)
    return open_ended.order_by("-first_term__year", "-first_term__number", "-pk")


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())

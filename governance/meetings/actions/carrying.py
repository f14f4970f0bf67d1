"""What a decision brings about on the floors below: an edition of the plan, a set of targets, a rung.

Each function calls the lower floor's own action, which asks for its own permission and keeps the minute as
text. Another thing that is agreed by a decision has its function here.
"""

from __future__ import annotations

from django.db import transaction

from governance.meetings.wording import minute_of
from governance.models import Decision, DecisionKind
from kpis.actions.consultation import agree_proposal
from kpis.models import Proposal
from milestones.actions.editions import adopt_edition
from milestones.models import Plan
from schools.categories.actions import agree_category
from schools.models import Categorisation
from trust import history
from trust.lifecycle import Refused
from trust.models import User


def adopt_by(decision: Decision, plan: Plan, *, by: User) -> Plan:
    """Put an edition of the plan in force by a decision; Refused where the body did not resolve it."""
    with transaction.atomic():
        held = _resolved(decision)
        if held.plan_id is not None and held.plan_id != plan.pk:
            raise Refused("This decision has adopted another edition already.")
        if held.plan_id == plan.pk:
            return plan
        meeting = held.item.meeting
        adopted = adopt_edition(
            plan,
            by=by,
            adopted_on=meeting.on.isoformat(),
            minute=minute_of(held),
            approved_by=meeting.body.name,
        )
        held.plan = adopted
        held.save(update_fields=["plan"])
        history.record(by, "decision.carried_out", held, plan=adopted.pk)
    return adopted


def agree_targets_by(decision: Decision, proposal: Proposal, *, by: User) -> Proposal:
    """Agree a set of targets by a decision; heads and governors must have been asked before."""
    with transaction.atomic():
        held = _resolved(decision)
        agreed = agree_proposal(proposal, by=by, agreed_on=held.item.meeting.on, minute=minute_of(held))
        history.record(by, "decision.carried_out", held, targets=agreed.pk)
    return agreed


def agree_category_by(decision: Decision, held: Categorisation, *, by: User) -> Categorisation:
    """Agree by a decision where a school stands: on the rung to which it was moderated."""
    with transaction.atomic():
        resolved = _resolved(decision)
        if held.moderated_rung is None:
            raise Refused("It has not been moderated yet.")
        agreed = agree_category(
            held,
            by=by,
            rung=held.moderated_rung,
            agreed_on=resolved.item.meeting.on,
            minute=minute_of(resolved),
        )
        history.record(by, "decision.carried_out", resolved, category=agreed.pk)
    return agreed


def _resolved(decision: Decision) -> Decision:
    held = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("item__meeting__body")
        .get(pk=decision.pk)
    )
    if held.kind != DecisionKind.RESOLVED:
        raise Refused("Only what the body resolved can be carried out.")
    return held

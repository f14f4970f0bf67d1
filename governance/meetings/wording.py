"""What is written into minutes: how a minute is named, and each item's text as it could stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from governance.minutes import Kind, Step
from governance.models import Action, AgendaItem, Decision, DecisionKind, Meeting, Remit
from trust.dates import full_date

BEGINS = {
    DecisionKind.RESOLVED: "resolved",
    DecisionKind.NOTED: "noted",
    DecisionKind.DEFERRED: "deferred the matter",
    DecisionKind.REJECTED: "did not agree",
}


def minute_of(decision: Decision) -> str:
    """'Minute 7.2 of 9 December 2026': how the floors below name what was decided."""
    item = decision.item
    return f"Minute {item.number}.{decision.number} of {full_date(item.meeting.on)}"


def minute_of_item(item: AgendaItem) -> str:
    """'Trust board, 9 December 2026, minute 7'."""
    return f"{item.meeting.body.name}, {full_date(item.meeting.on)}, minute {item.number}"


def title_of(meeting: Meeting) -> str:
    """'Trust board: away day', or the body alone."""
    return f"{meeting.body.name}: {meeting.title}" if meeting.title else meeting.body.name


def text_of(
    steps: Iterable[Step], decisions: Sequence[Decision], actions: Sequence[Action], closed: Sequence[Remit]
) -> str:
    """An item's minute from what was recorded under it, a paragraph each; offices rather than names."""
    lines = [_said(step) for step in steps if step.kind is not Kind.CLOSED]
    lines += [f"The remit “{_flat(each.text)}” was closed. {each.closing_words}".strip() for each in closed]
    lines += [_decided(each) for each in decisions]
    lines += [_to_do(each) for each in actions]
    return "\n\n".join(lines)


def _said(step: Step) -> str:
    words = _flat(step.words)
    if step.kind is Kind.QUESTION:
        return f"Trustees asked: “{words}”"
    if step.kind is Kind.ANSWER:
        return f"Leaders answered: “{words}”"
    if step.kind is Kind.REMIT:
        return f"The board set a remit: “{words}” {step.more}".strip()
    return f"Leaders replied to the remit: “{words}”"


def _decided(decision: Decision) -> str:
    verb = BEGINS[DecisionKind(decision.kind)]
    joint = ":" if decision.kind != DecisionKind.RESOLVED else " that"
    return f"The board {verb}{joint} {_flat(decision.text)}"


def _to_do(action: Action) -> str:
    # The office rather than the name, where it is known.
    who = action.owner_post or (action.owner.post or action.owner.name if action.owner else "")
    return f"Action for {who}, by {full_date(action.due_on)}: {_flat(action.text)}"


def _flat(text: str) -> str:
    return " ".join(text.split())

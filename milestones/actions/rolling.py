"""Rolling the plan forward: the next edition as a draft, and what is carried into it."""

from __future__ import annotations

from django.db import transaction

from milestones.actions.copies import keep_copy
from milestones.actions.draft import MilestoneWords, check_free, delete_lines, locked_draft, remove_milestones
from milestones.actions.edition_copy import copied_to, copy_edition, copy_links
from milestones.actions.reasons import LONGEST_REASON, reason_given
from milestones.evaluation import ENDS
from milestones.models import LeftOut, Line, Milestone, Plan, PlanState, SpanKind
from milestones.queries.plans import current_plan
from milestones.queries.rolling import AGAIN
from schools.access import Permission, require
from trust import clock, history
from trust.calendar import ensure_terms
from trust.lifecycle import Refused
from trust.models import User
from trust.terms import TERMS_IN_A_YEAR, TermRef, terms_between


def roll_forward(plan: Plan, *, by: User, title: str, firm_to: TermRef | None = None) -> Plan:
    """Draft the edition after this one: a year later, with one year more at its end.

    What goes on is copied with its milestones; priorities whose evaluation says achieved or close are not.
    Who comes second is given the draft that is there. Raises Refused for an edition that is not in force, or
    a title that is taken.
    """
    require(by, Permission.KEEP_PLAN)
    with transaction.atomic():
        plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        standing = Plan.objects.filter(supersedes=plan).first()
        if standing and standing.state == PlanState.DRAFT:
            return standing
        if standing or plan != current_plan():
            raise Refused(f"{plan.title} is not in force, so the next edition does not follow from it.")
        draft = _new_draft(plan, by, title, firm_to)
        ending = plan.evaluations.filter(verdict__in=ENDS).values_list("priority", flat=True)
        copy_edition(plan, draft, without=ending)
        history.record(by, "plan.rolled-forward", draft, supersedes=plan.pk, first=draft.first_term.ref,
                       last=draft.last_term.ref)  # fmt: skip
        keep_copy(draft, f"Drafted from {plan.title}"[:200])
    return draft


def _new_draft(plan: Plan, by: User, title: str, firm_to: TermRef | None) -> Plan:
    title = " ".join(title.split())
    if not title or len(title) > 160:
        raise Refused("Give the next edition a title of at most 160 characters.")
    if Plan.objects.filter(title=title).exists():
        raise Refused(f"An edition called “{title}” is already here. Give this one another title.")
    first, last = (term.ref.shift(TERMS_IN_A_YEAR) for term in (plan.first_term, plan.last_term))
    terms = ensure_terms(terms_between(first, last))
    if firm_to and not first <= firm_to <= last:
        raise Refused("The firm years end within the edition's own terms.")
    return Plan.objects.create(
        title=title,
        state=PlanState.DRAFT,
        first_term=terms[first],
        last_term=terms[last],
        firm_to=terms[firm_to] if firm_to else None,
        drafted_by=by.name[:120],
        drafted_on=clock.today().isoformat(),
        supersedes=plan,
    )


def carry_milestone(
    draft: Plan, milestone: Milestone, *, by: User, words: MilestoneWords, reason: str
) -> Milestone:
    """Put an unfinished milestone of the edition before into the draft, and say why it is not reached yet."""
    reason = reason_given(reason, "Say why it is carried on, so that the board can read it.")
    return _take_in(draft, milestone, by=by, words=words, reason=reason, is_repeat=False)


def repeat_milestone(draft: Plan, milestone: Milestone, *, by: User, words: MilestoneWords) -> Milestone:
    """Put what comes again each year into the draft's new year."""
    return _take_in(draft, milestone, by=by, words=words, reason=AGAIN, is_repeat=True)


def leave_milestone(
    draft: Plan, milestone: Milestone, *, by: User, reason: str = "", is_repeat: bool
) -> LeftOut:
    """Do not carry a milestone on (with a reason), or do not repeat it."""
    require(by, Permission.KEEP_PLAN)
    if not is_repeat:
        reason = reason_given(reason, "Say why it is left, so that the board can read it.")
    with transaction.atomic():
        draft, old = _both(draft, milestone)
        remove_milestones(_taken_in(draft, old, is_repeat))
        left, _ = LeftOut.objects.update_or_create(
            plan=draft, milestone=old, is_repeat=is_repeat, defaults={"reason": reason[:LONGEST_REASON]}
        )
        history.record(by, "plan.milestone-left", draft, milestone=old.pk, is_repeat=is_repeat,
                       reason=history.salted(reason))  # fmt: skip
        keep_copy(draft, "A milestone was left out")
    return left


def decide_again(draft: Plan, milestone: Milestone, *, by: User, is_repeat: bool) -> None:
    """Take back what was decided of a milestone: it is neither carried or repeated, nor left."""
    require(by, Permission.KEEP_PLAN)
    with transaction.atomic():
        draft, old = _both(draft, milestone)
        remove_milestones(_taken_in(draft, old, is_repeat))
        LeftOut.objects.filter(plan=draft, milestone=old, is_repeat=is_repeat).delete()
        history.record(by, "plan.decision-taken-back", draft, milestone=old.pk, is_repeat=is_repeat)
        keep_copy(draft, "What was decided of a milestone was taken back")


def drop_draft(draft: Plan, *, by: User) -> None:
    """Delete a draft with everything in it; evaluations stay, as they belong to the edition in force."""
    require(by, Permission.KEEP_PLAN)
    with transaction.atomic():
        draft = locked_draft(draft.pk)
        history.record(by, "plan.draft-dropped", draft, title=history.salted(draft.title))
        delete_lines(list(Line.objects.filter(plan=draft)))
        draft.strands.all().delete()
        draft.delete()


def _take_in(
    draft: Plan, milestone: Milestone, *, by: User, words: MilestoneWords, reason: str, is_repeat: bool
) -> Milestone:
    require(by, Permission.KEEP_PLAN)
    with transaction.atomic():
        draft, old = _both(draft, milestone)
        line = Line.objects.filter(plan=draft, priority=old.line.priority_id).first()
        if line is None:
            raise Refused(f"The draft does not print “{old.line.title}”, so nothing can be carried into it.")
        remove_milestones(_taken_in(draft, old, is_repeat))
        made = _placed(draft, line, old, words, reason)
        made.save()
        copy_links({old.pk: made})
        LeftOut.objects.filter(plan=draft, milestone=old, is_repeat=is_repeat).delete()
        verb = "repeated" if is_repeat else "carried"
        history.record(by, f"plan.milestone-{verb}", draft, milestone=made.pk, carried_from=old.pk,
                       first=words.first.ref, last=words.last.ref, reason=history.salted(reason))  # fmt: skip
        keep_copy(draft, f"{line.code}: a milestone was {verb}")
    return made


def _placed(draft: Plan, line: Line, old: Milestone, words: MilestoneWords, reason: str) -> Milestone:
    text = words.text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused("Say what is to be reached.")
    if not draft.first_term.ref <= words.first.ref <= words.last.ref <= draft.last_term.ref:
        raise Refused("It ends no earlier than it begins, and both within the draft's terms.")
    made = copied_to(old, line, reason=reason)
    check_free(made, words)
    made.text, made.track, made.from_term, made.to_term = text, words.track, words.first, words.last
    made.span = SpanKind.POINT if words.first == words.last else SpanKind.SPAN
    made.recurs = made.recurs or reason == AGAIN
    return made


def _taken_in(draft: Plan, old: Milestone, is_repeat: bool) -> list[int]:
    """What the draft holds of the milestone by an earlier decision."""
    held = Milestone.objects.filter(line__plan=draft, carried_from=old).exclude(carry_reason="")
    held = held.filter(carry_reason=AGAIN) if is_repeat else held.exclude(carry_reason=AGAIN)
    return list(held.values_list("pk", flat=True))


def _both(draft: Plan, milestone: Milestone) -> tuple[Plan, Milestone]:
    """The draft, locked, and the milestone of the edition that it follows."""
    draft = locked_draft(draft.pk)
    old = Milestone.objects.select_related("line").filter(pk=milestone.pk, line__plan=draft.supersedes_id)
    found = old.first()
    if found is None:
        raise Refused("That milestone is not of the edition that this draft follows.")
    return draft, found

"""What is decided of a milestone in the roll-forward: taken into the draft as typed, left, or reopened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.http import Http404

from milestones import actions
from milestones.actions.draft import MOST_TRACKS, MilestoneWords
from milestones.models import Milestone, Plan
from milestones.queries.rolling import Decision, Rolling, rolling_of
from milestones.rolling_forms import DecisionForm
from milestones.views import SignedIn
from trust import clock
from trust.lifecycle import Refused
from trust.models import Term
from trust.terms import TermRef


class Item(NamedTuple):
    """A milestone with what was decided, and its form."""

    decision: Decision
    form: DecisionForm

    @property
    def is_open(self) -> bool:
        return self.decision.is_open or self.form.is_bound


class Decided(NamedTuple):
    """What became of a form that was sent."""

    milestone: int
    form: DecisionForm | None = None
    status: int = 200
    words: str = ""

    @property
    def is_saved(self) -> bool:
        return self.status == 200


def decisions_of(
    rolled: Rolling, terms: Sequence[Term], *, is_repeat: bool, shown: Decided | None
) -> list[Item]:
    """Each decision with its form, those that are open first."""
    offered, items = _offered(rolled, terms), []
    for decision in rolled.repeats if is_repeat else rolled.carries:
        pk = decision.milestone.pk
        if shown and shown.form and shown.milestone == pk:
            items.append(Item(decision, shown.form))
            continue
        words = offered(decision)
        initial = {
            "text": words.text,
            "first": words.first.pk,
            "last": words.last.pk,
            "track": str(words.track),
        }
        items.append(Item(decision, _form(pk, None, terms, initial=initial, is_repeat=is_repeat)))
    return sorted(items, key=lambda item: not item.is_open)


def offered_repeats(rolled: Rolling, terms: Sequence[Term]) -> dict[int, MilestoneWords]:
    """Each yearly milestone as the page offers it, by its key, on a track that those before leave free."""
    offered = _offered(rolled, terms, is_taken=True)
    return {each.milestone.pk: offered(each) for each in rolled.open_repeats}


def _offered(
    rolled: Rolling, terms: Sequence[Term], *, is_taken: bool = False
) -> Callable[[Decision], MilestoneWords]:
    """What a decision's form begins with; with `is_taken` each one takes its place from those after it."""
    known, used = {term.ref: term for term in terms}, _used(rolled.draft)
    begun = max((term.ref for term in terms if term.starts <= clock.today()), default=terms[0].ref)

    def offered(decision: Decision) -> MilestoneWords:
        # What is late is not carried into a term that is over.
        first, last = (max(term, begun) for term in (decision.first, decision.last))
        taken = used.setdefault(decision.line.pk, [])
        track = _free_track(taken, decision.milestone.track, first, last)
        if is_taken:
            taken.append((track, first, last))
        return MilestoneWords(decision.text, known[first], known[last], track)

    return offered


Used = tuple[int, TermRef, TermRef]


def _used(draft: Plan) -> dict[int, list[Used]]:
    """By line of the draft, the tracks that its milestones take and from when to when."""
    found: dict[int, list[Used]] = {}
    taken = Milestone.objects.filter(line__plan=draft).select_related("from_term", "to_term")
    for each in taken:
        used = (each.track, each.from_term.ref, each.to_term.ref)
        found.setdefault(each.line_id, []).append(used)
    return found


def _free_track(used: Sequence[Used], own: int, first: TermRef, last: TermRef) -> int:
    """Its own track where that is free in these terms, else the first that is."""
    full = {track for track, start, end in used if start <= last and first <= end}
    free = (track for track in (own, *range(1, MOST_TRACKS + 1)) if track not in full)
    return next(free, own)


def decide(request: SignedIn, draft: Plan, terms: Sequence[Term], *, is_repeat: bool) -> Decided:
    """Do what the pressed button says: `what` is take, leave or reopen."""
    old = _milestone(request, draft)
    what, by = request.POST.get("what", "take"), request.user
    form = _form(old.pk, request.POST, terms, is_repeat=is_repeat)
    if what == "reopen":
        actions.decide_again(draft, old, by=by, is_repeat=is_repeat)
        return Decided(old.pk, words="It is to be decided again.")
    if what == "leave" and is_repeat:
        actions.leave_milestone(draft, old, by=by, is_repeat=True)
        return Decided(old.pk, words="It is not repeated.")
    if what == "leave":
        # Where it would have stood does not matter for what is left.
        form.is_valid()
        reason = form.cleaned_data.get("reason", "")
        if not reason:
            return Decided(old.pk, form, 422)
        actions.leave_milestone(draft, old, by=by, reason=reason, is_repeat=False)
        return Decided(old.pk, words="It is left, with its reason.")
    return _take(request, draft, old, form, is_repeat=is_repeat)


def decide_rest(request: SignedIn, draft: Plan, terms: Sequence[Term], *, is_repeat: bool) -> str:
    """Decide everything that is open as the pressed button says; what that came to, in words."""
    what, by = request.POST.get("rest", ""), request.user
    if not is_repeat:
        count = actions.leave_rest(draft, by=by, reason=request.POST.get("reason", ""))
        return f"{count} left, each with this reason."
    if what == "decline":
        return f"{actions.decline_rest(draft, by=by)} not repeated."
    words = offered_repeats(rolling_of(draft), terms)
    return f"{actions.repeat_rest(draft, words, by=by)} accepted as they were proposed."


def _take(request: SignedIn, draft: Plan, old: Milestone, form: DecisionForm, *, is_repeat: bool) -> Decided:
    if not form.is_valid():
        return Decided(old.pk, form, 422)
    try:
        if is_repeat:
            actions.repeat_milestone(draft, old, by=request.user, words=form.words())
        else:
            reason = form.cleaned_data["reason"]
            actions.carry_milestone(draft, old, by=request.user, words=form.words(), reason=reason)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return Decided(old.pk, form, 409)
    return Decided(old.pk, words="It is in the draft.")


def _milestone(request: SignedIn, draft: Plan) -> Milestone:
    typed = request.POST.get("milestone", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 18):
        raise Http404
    old = Milestone.objects.filter(pk=int(typed), line__plan=draft.supersedes).first()
    if old is None:
        raise Http404
    return old


def _form(
    pk: int,
    given: object,
    terms: Sequence[Term],
    *,
    is_repeat: bool,
    initial: dict[str, object] | None = None,
) -> DecisionForm:
    return DecisionForm(given, terms=terms, is_repeat=is_repeat, initial=initial, auto_id=f"m{pk}-%s")

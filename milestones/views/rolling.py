"""The roll-forward, step by step: the draft, what is carried, what comes again, the codes, the review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from milestones import actions, queries
from milestones.models import Plan, PlanState
from milestones.queries.rolling import Rolling, draft_after, reletter, rolling_of
from milestones.rolling_forms import RollForm
from milestones.views import SignedIn
from milestones.views.decisions import decide, decide_rest, decisions_of
from milestones.views.evaluate import rows_of
from milestones.views.nothing import no_plan
from schools import access
from schools.access import Permission
from trust.lifecycle import Refused
from trust.models import Term
from trust.terms import TERMS_IN_A_YEAR, TermRef, terms_between

STEPS = {"carry": "Carry on", "again": "Comes again", "codes": "Codes", "review": "Review"}


@require_http_methods(["GET", "HEAD", "POST"])
def rolling(request: SignedIn) -> HttpResponse:
    """Where the roll-forward begins: how far the evaluation is, and the next edition's title."""
    access.require(request.user, Permission.KEEP_PLAN)
    plan = queries.current_plan()
    if plan is None:
        return no_plan(request)
    draft = draft_after(plan)
    if draft:
        return redirect("milestones:roll_step", draft.pk, _next_step(rolling_of(draft)))
    return _begin(request, plan)


def _begin(request: SignedIn, plan: Plan) -> HttpResponse:
    refs = _refs_of_next(plan)
    ends = [ref for ref in refs if ref.number == TERMS_IN_A_YEAR or ref == refs[-1]]
    years = [(ref.slug, f"{ref.academic_year}, to the end of {ref.name}") for ref in ends]
    initial = {"title": _title_of_next(plan), "firm_to": ends[0].slug}
    form = RollForm(request.POST or None, years=years, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            draft = _roll(request, plan, form)
            if draft:
                messages.success(request, f"{draft.title} is drafted. {plan.title} stays in force.")
                return redirect("milestones:roll_step", draft.pk, "carry")
            status = 409
    page = rows_of(request, plan)
    context = {"plan": plan, "page": page, "form": form, "first": refs[0], "last": refs[-1]}
    return render(request, "milestones/roll_begin.html", context, status=status)


def _roll(request: SignedIn, plan: Plan, form: RollForm) -> Plan | None:
    given = form.cleaned_data
    try:
        firm_to = TermRef.from_slug(given["firm_to"])
        return actions.roll_forward(plan, by=request.user, title=given["title"], firm_to=firm_to)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def _refs_of_next(plan: Plan) -> list[TermRef]:
    ends = (term.ref.shift(TERMS_IN_A_YEAR) for term in (plan.first_term, plan.last_term))
    return terms_between(*ends)


def _title_of_next(plan: Plan) -> str:
    first, *_, last = _refs_of_next(plan)
    return f"Strategic plan {first.academic_year} to {last.academic_year}"


@require_http_methods(["GET", "HEAD", "POST"])
def roll_step(request: SignedIn, pk: int, step: str) -> HttpResponse:
    """One step of the roll-forward of a draft."""
    draft = draft_or_404(request, pk)
    if step not in STEPS or draft.supersedes is None:
        raise Http404
    if request.method == "POST":
        return POSTS[step](request, draft) if step in POSTS else HttpResponse(status=405)
    return show_step(request, draft, step)


def show_step(
    request: SignedIn, draft: Plan, step: str, *, status: int = 200, shown: Any = None, **more: Any
) -> HttpResponse:
    """The page of a step; `shown` is a form that was sent and is not saved."""
    rolled = rolling_of(draft)
    context: dict[str, Any] = {
        "draft": draft,
        "plan": draft.supersedes,
        "rolled": rolled,
        "step": step,
        "steps": _steps(rolled, step),
        "may_adopt": access.allows(request.user, Permission.ADOPT_PLAN),
        **more,
    }
    if step in ("carry", "again"):
        context["items"] = decisions_of(rolled, terms_of(draft), is_repeat=step == "again", shown=shown)
    if step == "codes" and "rows" not in context:
        context["rows"] = _code_rows(rolled, is_lettered="reletter" in request.GET)
    return render(request, f"milestones/roll_{step}.html", context, status=status)


def _steps(rolled: Rolling, now: str) -> list[tuple[str, str, str, bool, bool]]:
    """Each step's address, name, what is left of it, whether it is done, and whether it is shown."""
    evaluation = f"{rolled.evaluated} of {rolled.to_evaluate}"
    done = rolled.evaluated == rolled.to_evaluate
    found = [(reverse("milestones:evaluate"), "Evaluate", evaluation, done, False)]
    left = {"carry": len(rolled.open_carries), "again": len(rolled.open_repeats)}
    for slug, name in STEPS.items():
        words = f"{left[slug]} left" if left.get(slug) else ""
        done = slug in left and not left[slug]
        address = reverse("milestones:roll_step", args=[rolled.draft.pk, slug])
        found.append((address, name, words, done, slug == now))
    return found


def _next_step(rolled: Rolling) -> str:
    if rolled.open_carries:
        return "carry"
    return "again" if rolled.open_repeats else "review"


def _code_rows(rolled: Rolling, *, is_lettered: bool) -> list[tuple[Any, str, str]]:
    """Each line, the code it had in the edition before, and the one that the form offers."""
    lettered = reletter(rolled.lines) if is_lettered else {}
    before = {line.pk: was for was, line in rolled.recoded}
    return [(line, before.get(line.pk, line.code), lettered.get(line.pk, line.code)) for line in rolled.lines]


def _save_codes(request: SignedIn, draft: Plan) -> HttpResponse:
    typed = {line.pk: request.POST.get(f"code-{line.pk}", line.code) for line in draft.lines.all()}
    try:
        changed = actions.set_codes(draft, typed, by=request.user)
    except Refused as refusal:
        rows = [
            (line, was, typed[line.pk]) for line, was, _ in _code_rows(rolling_of(draft), is_lettered=False)
        ]
        return show_step(request, draft, "codes", status=409, refusal=str(refusal), rows=rows)
    messages.success(request, f"{changed} codes changed." if changed else "The codes stay as they are.")
    return redirect("milestones:roll_step", draft.pk, "review")


def _decide_carry(request: SignedIn, draft: Plan) -> HttpResponse:
    return _decide(request, draft, "carry")


def _decide_again(request: SignedIn, draft: Plan) -> HttpResponse:
    return _decide(request, draft, "again")


def _decide(request: SignedIn, draft: Plan, step: str) -> HttpResponse:
    if "rest" in request.POST:
        return _decide_rest(request, draft, step)
    result = decide(request, draft, terms_of(draft), is_repeat=step == "again")
    if result.is_saved:
        messages.success(request, result.words)
        rolled = rolling_of(draft)
        left = rolled.open_repeats if step == "again" else rolled.open_carries
        # On to the next one; the one just decided lies folded at the end of the list.
        after = left[0].milestone.pk if left else result.milestone
        return redirect(f"{reverse('milestones:roll_step', args=[draft.pk, step])}#milestone-{after}")
    return show_step(request, draft, step, status=result.status, shown=result)


def _decide_rest(request: SignedIn, draft: Plan, step: str) -> HttpResponse:
    try:
        words = decide_rest(request, draft, terms_of(draft), is_repeat=step == "again")
    except Refused as refusal:
        typed = request.POST.get("reason", "")
        return show_step(request, draft, step, status=409, rest_refused=str(refusal), rest_reason=typed)
    messages.success(request, f"{words} Any of them can be decided again.")
    return redirect("milestones:roll_step", draft.pk, step)


POSTS = {"carry": _decide_carry, "again": _decide_again, "codes": _save_codes}


@require_http_methods(["GET", "HEAD", "POST"])
def roll_drop(request: SignedIn, pk: int) -> HttpResponse:
    """Delete a draft, after asking."""
    draft = draft_or_404(request, pk)
    if request.method != "POST":
        return render(request, "milestones/roll_drop.html", {"draft": draft})
    actions.drop_draft(draft, by=request.user)
    messages.success(request, f"{draft.title} is deleted. The evaluation stays.")
    return redirect("milestones:rolling")


def draft_or_404(request: SignedIn, pk: int, permission: Permission = Permission.KEEP_PLAN) -> Plan:
    """The draft; 404 to whoever does not see the plan, 403 to whoever may not do this; an adopted edition is
    refused in words."""
    access.require_sight(request.user, Permission.SEE_PLAN)
    named = ("first_term", "last_term", "firm_to", "supersedes", "supersedes__first_term",
             "supersedes__last_term")  # fmt: skip
    plan = Plan.objects.select_related(*named).filter(pk=pk).first()
    if plan is None:
        raise Http404
    access.require(request.user, permission)
    if plan.state != PlanState.DRAFT:
        raise Refused(f"{plan.title} is adopted and stays as it is. Changes go into the next edition.")
    return plan


def terms_of(draft: Plan) -> Sequence[Term]:
    return queries.terms_of(draft)

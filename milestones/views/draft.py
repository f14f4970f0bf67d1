"""Editing a draft edition: its lines and milestones, each changed by itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from milestones import actions
from milestones.actions import DraftConflict
from milestones.actions.draft import seen_of
from milestones.models import Line, Milestone, Plan, Priority
from milestones.recurrence import number_in
from milestones.rolling_forms import LineForm, MilestoneForm, opened_with
from milestones.views import SignedIn
from milestones.views.rolling import draft_or_404, terms_of
from trust.lifecycle import Refused

METHODS = ["GET", "HEAD", "POST"]


@require_safe
def draft(request: SignedIn, pk: int) -> HttpResponse:
    """The draft as it stands, with a way to change each line and milestone."""
    plan = draft_or_404(request, pk)
    lines = plan.lines.select_related("strand", "priority").prefetch_related(
        "milestones__from_term", "milestones__to_term", "milestones__carried_from__from_term"
    )
    strands = [(strand, [line for line in lines if line.strand_id == strand.pk]) for strand in _strands(plan)]
    return render(request, "milestones/draft.html", {"plan": plan, "strands": strands})


@require_http_methods(METHODS)
def draft_milestone(request: SignedIn, pk: int, line: int, milestone: int | None = None) -> HttpResponse:
    """Add a milestone to a line, or change or remove one."""
    plan = draft_or_404(request, pk)
    chosen = plan.lines.filter(pk=line).first()
    known = Milestone.objects.select_related("line", "from_term", "to_term")
    changed = known.filter(pk=milestone, line=chosen).first() if milestone else None
    if chosen is None or (milestone and changed is None):
        raise Http404
    return _MilestonePage(request, plan, chosen, changed).answer()


@require_http_methods(METHODS)
def draft_line(request: SignedIn, pk: int, line: int | None = None) -> HttpResponse:
    """Add a line, or retitle, move or remove one."""
    plan = draft_or_404(request, pk)
    chosen = plan.lines.filter(pk=line).first() if line else None
    if line and chosen is None:
        raise Http404
    return _LinePage(request, plan, chosen).answer()


class _Page:
    """One visit to a form of the draft."""

    template = ""

    def __init__(self, request: SignedIn, plan: Plan, thing: Line | Milestone | None) -> None:
        self.request, self.plan, self.thing = request, plan, thing

    def answer(self) -> HttpResponse:
        given = self.request.POST
        if self.request.method != "POST":
            return self.page(self.opened(), seen_of(self.thing) if self.thing else "")
        if self.thing and "remove" in given:
            return self.removed()
        form = self.form(given)
        seen = given.get("seen", "")
        if not form.is_valid():
            return self.page(form, seen, status=422)
        try:
            words = self.save(form, seen)
        except DraftConflict as conflict:
            return self.page(form, seen_of(conflict.standing), conflict.standing, status=409)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.page(form, seen, status=409)
        return self.back(words)

    def opened(self) -> Any:
        raise NotImplementedError

    def form(self, given: Any) -> Any:
        raise NotImplementedError

    def save(self, form: Any, seen: str) -> str:
        raise NotImplementedError

    def removed(self) -> HttpResponse:
        raise NotImplementedError

    def page(self, form: Any, seen: str, standing: Any = None, status: int = 200) -> HttpResponse:
        context = {"plan": self.plan, "form": form, "seen": seen, "standing": standing, **self.more()}
        return render(self.request, self.template, context, status=status)

    def more(self) -> dict[str, Any]:
        return {}

    def back(self, words: str, line: int | None = None) -> HttpResponse:
        messages.success(self.request, words)
        anchor = f"#line-{line}" if line else ""
        return redirect(reverse("milestones:draft", args=[self.plan.pk]) + anchor)


class _MilestonePage(_Page):
    """The form of a milestone."""

    template = "milestones/draft_milestone.html"

    def __init__(self, request: SignedIn, plan: Plan, line: Line, milestone: Milestone | None) -> None:
        super().__init__(request, plan, milestone)
        self.line, self.milestone = line, milestone

    def opened(self) -> MilestoneForm:
        if self.milestone is None:
            return MilestoneForm(terms=terms_of(self.plan))
        initial = opened_with(self.milestone)
        if initial["target"] is None:
            # A number that the words name is offered; it counts once it is saved.
            initial["target"] = number_in(self.milestone.text)
        return MilestoneForm(terms=terms_of(self.plan), initial=initial)

    def form(self, given: Any) -> MilestoneForm:
        return MilestoneForm(given, terms=terms_of(self.plan))

    def save(self, form: MilestoneForm, seen: str) -> str:
        by, words = self.request.user, form.words()
        if self.milestone is None:
            actions.add_milestone(self.line, by=by, words=words)
            return f"{self.line.code}: the milestone is added."
        actions.change_milestone(self.milestone, by=by, words=words, seen=seen)
        return f"{self.line.code}: the milestone is changed."

    def removed(self) -> HttpResponse:
        if self.milestone:
            actions.remove_milestone(self.milestone, by=self.request.user)
        return self.back(f"{self.line.code}: the milestone is removed.", self.line.pk)

    def more(self) -> dict[str, Any]:
        return {"line": self.line, "milestone": self.milestone}

    def back(self, words: str, line: int | None = None) -> HttpResponse:
        return super().back(words, line or self.line.pk)


class _LinePage(_Page):
    """The form of a line."""

    template = "milestones/draft_line.html"

    def __init__(self, request: SignedIn, plan: Plan, line: Line | None) -> None:
        super().__init__(request, plan, line)
        self.line = line

    def answer(self) -> HttpResponse:
        where = self.request.POST.get("move", "")
        if self.line and where in ("up", "down"):
            actions.move_line(self.line, by=self.request.user, up=where == "up")
            return self.back(f"{self.line.code} is moved {where}.", self.line.pk)
        return super().answer()

    def opened(self) -> LineForm:
        line = self.line
        initial = {"strand": line.strand_id, "code": line.code, "title": line.title} if line else None
        return self.form(None, initial=initial)

    def form(self, given: Any, **options: Any) -> LineForm:
        others = None if self.line else _not_printed(self.plan)
        return LineForm(given, strands=_strands(self.plan), others=others, **options)

    def save(self, form: LineForm, seen: str) -> str:
        by, words = self.request.user, form.words()
        if self.line:
            actions.change_line(self.line, by=by, words=words, seen=seen)
            return f"{words.code} is changed."
        key = form.cleaned_data.get("priority")
        priority = Priority.objects.get(pk=key) if key else None
        actions.add_line(self.plan, by=by, words=words, priority=priority)
        return f"{words.code} is added."

    def removed(self) -> HttpResponse:
        if self.line is None:
            raise Http404
        actions.remove_line(self.line, by=self.request.user)
        return self.back(f"{self.line.code} is removed from the draft.")

    def more(self) -> dict[str, Any]:
        return {"line": self.line}


def _strands(plan: Plan) -> list[Any]:
    return list(plan.strands.all())


def _not_printed(plan: Plan) -> list[Line]:
    """Lines of the edition before whose priority goes on and is not in the draft."""
    if plan.supersedes is None:
        return []
    printed = plan.lines.values("priority")
    going_on = plan.supersedes.lines.filter(priority__state__in=("active", "paused"))
    return list(going_on.exclude(priority__in=printed))

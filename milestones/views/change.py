"""What can become of a priority: the choices in plain words, what follows from each, and the form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from milestones import actions, queries
from milestones.change_forms import CHANGES, FORMS, Change, ChangeForm, MergeForm, RecodeForm, SplitForm
from milestones.models import Line, Plan, Priority
from milestones.views import SignedIn
from milestones.views.splitting import milestones_from, parts_shown, staying
from schools import access
from schools.access import Permission
from trust.lifecycle import Refused
from trust.models import Term

PLAIN = {
    "pause": actions.pause_priority,
    "resume": actions.resume_priority,
    "close": actions.close_priority,
    "reopen": actions.reopen_priority,
}
DONE = {
    "pause": "“{title}” is paused.",
    "resume": "“{title}” goes on.",
    "close": "“{title}” is closed. You can reopen it.",
    "reopen": "“{title}” is open again.",
    "merge": "“{title}” is merged.",
    "split": "“{title}” is split. The new priorities have sheets of their own.",
    "recode": "“{title}” has another code.",
}


@require_safe
def choices(request: SignedIn, pk: int) -> HttpResponse:
    """What can be done with it now."""
    chosen = queries.priority_or_404(request.user, pk)
    access.require(request.user, Permission.KEEP_PLAN)
    plan, line = _printed(chosen)
    context = {
        "priority": chosen,
        "line": line,
        "plan": plan,
        "changes": [each for each in CHANGES if chosen.state in each.states],
    }
    return render(request, "milestones/change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedIn, pk: int, what: str) -> HttpResponse:
    """One of them: what follows, the term and the reason."""
    chosen = queries.priority_or_404(request.user, pk)
    access.require(request.user, Permission.KEEP_PLAN)
    wanted = next((each for each in CHANGES if each.slug == what), None)
    if wanted is None:
        raise Http404
    if chosen.state not in wanted.states:
        raise Refused(
            f"“{chosen.title}” is {chosen.get_state_display().lower()}, so that cannot be done now."
        )
    plan, line = _printed(chosen)
    return _Changing(request, chosen, plan, line, wanted).answer()


def _printed(chosen: Priority) -> tuple[Plan, Line]:
    """The edition in which the priority is read, and its line there."""
    plan = queries.edition_of(chosen)
    if plan is None:
        raise Http404
    return plan, Line.objects.select_related("strand").get(plan=plan, priority=chosen)


class _Changing:
    """One visit to the form of a change."""

    def __init__(self, request: SignedIn, priority: Priority, plan: Plan, line: Line, change: Change) -> None:
        self.request, self.priority, self.plan = request, priority, plan
        self.line, self.change = line, change
        self.terms = {term.pk: term for term in queries.terms_of(plan)}
        self.others = {
            each.priority_id: each
            for each in plan.lines.exclude(priority=priority).select_related("priority")
            if each.priority.state in ("active", "paused")
        }

    def answer(self) -> HttpResponse:
        form = self._form(self.request.POST if self.request.method == "POST" else None)
        if self.request.method != "POST":
            return self._page(form)
        if not form.is_valid():
            return self._page(form, status=422)
        if "again" in self.request.POST:
            return self._page(form)
        since = self.terms[form.cleaned_data["since"]]
        try:
            if isinstance(form, SplitForm) and "confirmed" not in self.request.POST:
                return self._confirmation(form, since)
            self._change(form, since)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self._page(form, status=409)
        messages.success(self.request, DONE[self.change.slug].format(title=self.priority.title))
        return redirect("milestones:priority", self.priority.pk)

    def _form(self, given: Any) -> ChangeForm:
        now = queries.term_to_show(self.plan, self.request.user, [*self.terms.values()])
        kind = FORMS.get(self.change.slug, ChangeForm)
        form = kind(given, terms=[*self.terms.values()], now=now, change=self.change)
        if isinstance(form, MergeForm):
            form.offer([(pk, str(line)) for pk, line in self.others.items()])
        if isinstance(form, SplitForm):
            form.offer(milestones_from(self.line, now), self.line.code)
        return form

    def _confirmation(self, form: SplitForm, since: Term) -> HttpResponse:
        """What the split comes to, before anything is changed."""
        closes = form.cleaned_data["stays"] == "closes"
        actions.check_split(self.priority, self.plan, form.parts, closes=closes)
        context = {
            "priority": self.priority,
            "line": self.line,
            "form": form,
            "since": since,
            "closes": closes,
        }
        context |= {
            "parts": parts_shown(form, since),
            "stays": staying(form),
            "reason": form.cleaned_data["reason"],
        }
        return render(self.request, "milestones/change_split.html", context)

    def _change(self, form: ChangeForm, since: Term) -> None:
        told: dict[str, Any] = {
            "by": self.request.user, "since": since, "reason": form.cleaned_data["reason"]
        }  # fmt: skip
        if isinstance(form, MergeForm):
            into = self.others[form.cleaned_data["into"]].priority
            actions.merge_priority(self.priority, into=into, **told)
        elif isinstance(form, RecodeForm):
            actions.recode_line(self.line, code=form.cleaned_data["code"], **told)
        elif isinstance(form, SplitForm):
            closes = form.cleaned_data["stays"] == "closes"
            actions.split_priority(self.priority, plan=self.plan, parts=form.parts, closes=closes, **told)
        else:
            PLAIN[self.change.slug](self.priority, **told)

    def _page(self, form: ChangeForm, status: int = 200) -> HttpResponse:
        context = {
            "priority": self.priority,
            "plan": self.plan,
            "line": self.line,
            "change": self.change,
            "form": form,
            "split": form if isinstance(form, SplitForm) else None,
        }
        return render(self.request, "milestones/change_to.html", context, status=status)

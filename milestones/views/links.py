"""Linking a priority to others by hand, and taking such a link away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from milestones import actions, queries
from milestones.models import LinkKind
from milestones.queries.sheets import linked_by
from milestones.sheet_forms import KeyOf
from milestones.views import SignedIn
from schools import access
from schools.access import Permission
from trust.forms import OneOf
from trust.lifecycle import Refused


class LinkForm(forms.Form):
    """A link from this priority to another."""

    to = KeyOf("Choose a priority", label="Priority", missing="Choose the priority to link to.")
    kind = OneOf(label="How do they belong together?", choices=LinkKind.choices)


@require_http_methods(["GET", "HEAD", "POST"])
def links(request: SignedIn, pk: int) -> HttpResponse:
    """The links that people made from this priority, and the form for another."""
    chosen = queries.priority_or_404(request.user, pk)
    access.require(request.user, Permission.KEEP_PLAN)
    plan = queries.edition_of(chosen)
    if plan is None:
        raise Http404
    lines = plan.lines.exclude(priority=chosen).select_related("priority")
    others = {line.priority_id: line for line in lines}
    form, status = _form(request.POST if "add" in request.POST else None, others), 200
    if request.method == "POST":
        try:
            if words := _change(request, chosen, form, others):
                messages.success(request, words)
                return redirect("milestones:sheet_links", pk)
            status = 422
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = 409
    context = {"priority": chosen, "form": form, "linked": linked_by(chosen, others)}
    return render(request, "milestones/sheet_links.html", context, status=status)


def _form(given: Any, others: dict[int, Any]) -> LinkForm:
    form = LinkForm(given)
    to: Any = form.fields["to"]
    to.offer([(pk, str(line)) for pk, line in others.items()])
    return form


def _change(request: SignedIn, chosen: Any, form: LinkForm, others: dict[int, Any]) -> str:
    """Add or take away what was asked; the words that say so, empty where the form is wrong."""
    removed = request.POST.get("remove", "")
    if removed.isascii() and removed.isdigit() and int(removed) in others:
        line = others[int(removed)]
        actions.unlink_priorities(chosen, by=request.user, to=line.priority)
        return f"The link to {line} is taken away."
    if not form.is_valid():
        return ""
    line = others[form.cleaned_data["to"]]
    actions.link_priorities(chosen, by=request.user, to=line.priority, kind=form.cleaned_data["kind"])
    return f"Linked to {line}. Each sheet now shows the other."

"""The page on which a leaver's details are replaced: what changes, what stays and why, then once more yes."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from schools import access
from schools.access import Permission
from schools.erasure import actions
from schools.erasure.parts import parts
from trust.models import User
from trust.requests import SignedIn


class EraseForm(forms.Form):
    """Why, and that it is understood."""

    reason = forms.CharField(
        label="Why", widget=forms.Textarea(attrs={"rows": 3}), max_length=500,
        help_text="Who asked for it, and when they left. Only its fingerprint goes into the history.",
        error_messages={"required": "Say why: who asked for it, and when they left."},
    )  # fmt: skip
    understood = forms.BooleanField(
        label="I understand that this cannot be undone",
        error_messages={"required": "Tick this if you are sure: it cannot be undone."},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: SignedIn, pk: int) -> HttpResponse:
    """Read what will change; then do it."""
    access.require(request.user, Permission.ERASE_PEOPLE)
    person = get_object_or_404(User, pk=pk)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = actions.pseudonymise(person, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"Done. They are now printed as “{done.name}”.")
        return redirect("schools:erase_person", pk)
    context = {
        "person": person,
        "form": form,
        "is_done": actions.is_pseudonymous(person),
        "in_the_way": actions.what_stands_in_the_way(person, request.user),
        "new_name": actions.name_after(person),
        "parts": [part.says for part in parts()],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "schools/erasure/erase.html", context, status=status)

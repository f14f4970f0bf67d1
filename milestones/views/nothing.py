"""What every page of the plan answers before there is a plan."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from milestones.views import SignedIn
from schools import access
from schools.access import Permission


def no_plan(request: SignedIn) -> HttpResponse:
    """That there is none yet, and for who may bring one in, where that is done."""
    may_keep = access.allows(request.user, Permission.KEEP_PLAN)
    return render(
        request,
        "milestones/matrix_none.html",
        {"bring_in": reverse("milestones:imports") if may_keep else ""},
    )

"""What the pages of questions and of remits share: who may enter, telling of a step, the way back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect

from governance.forms import LONGEST
from governance.models import Question, Remit
from governance.queries import threads
from schools.access import Permission
from trust.lifecycle import Refused
from trust.requests import SignedIn, back_to

UNFIT, CONFLICT = 422, 409


def require_follower(request: SignedIn) -> None:
    if not threads.may_follow(request.user):
        raise PermissionDenied(f"Your role does not let you {Permission.SEE_THREAD.value}.")


def told(request: SignedIn, row: Question | Remit, said: str, action: Callable[[], object]) -> HttpResponse:
    """Do it, and go back to where it was asked for; a refusal is told there."""
    try:
        action()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(back_to(request, request.POST.get("next", "")) or row)


def words_given(request: SignedIn) -> str:
    """Words that another page suggests in the address; whoever asks or sets changes them as they like."""
    return request.GET.get("words", "")[:LONGEST]

"""Pages of the register: send its files in, look at what they would change, and take that over."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from schools import access
from schools.access import Permission
from schools.gias.carrying import pack, unpack
from schools.gias.comparing import compare
from schools.gias.forms import ChoiceForm, SendForm
from schools.gias.reading import Group, Register, read_register
from schools.gias.taking import ChangedMeanwhile, fingerprint, known_schools, take_over
from trust.lifecycle import Refused
from trust.queries import require_trust
from trust.requests import SignedIn

UNFIT, CONFLICT = 422, 409


@require_http_methods(["GET", "HEAD", "POST"])
def bring_schools(request: SignedIn) -> HttpResponse:
    """Send files in, and look at what they would change; nothing is taken over here."""
    access.require(request.user, Permission.KEEP_SETTINGS)
    if request.method != "POST":
        trust = require_trust()
        return _send(request, SendForm(initial={"group": trust.group_uid or trust.name}))
    form = SendForm(request.POST, request.FILES)
    if not form.is_valid():
        return _send(request, form, status=UNFIT)
    group = Group(form.cleaned_data["group"])
    known = known_schools()
    register = read_register(form.files_sent(), group, [school.urn for school in known.schools])
    if register.faults:
        for fault in register.faults:
            form.add_error(None, fault)
        return _send(request, form, status=UNFIT)
    return _look(request, register)


@require_http_methods(["POST"])
def take_schools(request: SignedIn) -> HttpResponse:
    """Take over what was chosen; where something cannot be right it is told there, and nothing is."""
    access.require(request.user, Permission.KEEP_SETTINGS)
    try:
        register = unpack(request.POST.get("register", ""))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("schools:bring_schools")
    form = ChoiceForm(compare(register, known_schools()), request.POST)
    if not form.is_valid():
        return _look(request, register, form, status=UNFIT)
    try:
        taken = take_over(register, form.chosen(request.POST.get("seen", "")), by=request.user)
    except ChangedMeanwhile as refused:
        messages.warning(request, str(refused))
        return _look(request, register, status=CONFLICT)
    except ValidationError as wrong:
        form.add_error(None, wrong.messages)
        return _look(request, register, form, status=UNFIT)
    messages.success(request, taken.words)
    return redirect("schools:index")


def _send(request: SignedIn, form: SendForm, status: int = 200) -> HttpResponse:
    return render(request, "schools/gias/send.html", {"form": form}, status=status)


def _look(
    request: SignedIn, register: Register, form: ChoiceForm | None = None, status: int = 200
) -> HttpResponse:
    known = known_schools()
    found = compare(register, known)
    context = {
        "form": form or ChoiceForm(found),
        "found": found,
        "register": pack(register),
        "seen": fingerprint(known),
    }
    return render(request, "schools/gias/look.html", context, status=status)

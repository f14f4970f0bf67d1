"""The items of an agenda: adding, changing, moving and removing them, and the page of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.actions import post_that_owns
from governance.meetings import actions, queries, sight
from governance.meetings.forms import (
    ActionForm,
    AnswerHereForm,
    DecisionForm,
    ItemForm,
    MinuteForm,
    PaperForm,
    VersionedItemForm,
)
from governance.meetings.remit_forms import CloseRemitForm, ItemRemitForm
from governance.meetings.views import BOTH, CONFLICT, UNFIT, kept_item, kept_meeting, shell
from governance.models import AgendaItem, Question
from governance.queries.leaders import leaders_for
from governance.queries.updates import issued_updates
from kpis.models import BandState, Proposal
from milestones.models import Plan, PlanState
from schools import access
from schools.access import Permission
from schools.models import Categorisation, CategoryState
from trust import clock
from trust.lifecycle import Refused
from trust.models import Term, User
from trust.requests import SignedIn, posted

TERMS_AHEAD = 4
FIELDS = (
    "title", "kind", "lead", "minutes_planned", "section", "school", "kpi", "priority", "organisation",
    "is_confidential",
)  # fmt: skip


@require_http_methods(BOTH)
def add(request: SignedIn, pk: int) -> HttpResponse:
    """Add an item at the end of the agenda."""
    meeting = kept_meeting(request.user, pk)
    form = ItemForm(posted(request), initial={"kind": "discussion"})
    if form.is_bound and form.is_valid():
        item = actions.add_item(meeting, by=request.user, **form.cleaned_data)
        messages.success(request, f"Item {item.number} is on the agenda.")
        return redirect("governance:meeting", meeting.pk)
    back = reverse("governance:meeting", args=[meeting.pk])
    context = {"form": form, "title": "Add an item", "verb": "Add the item", "back": back, "meeting": meeting}
    return render(request, "governance/meetings/form.html", context, status=UNFIT if form.errors else 200)


@require_safe
def item(request: SignedIn, pk: int) -> HttpResponse:
    """An item: what was asked about it, and what was recorded under it."""
    return item_page(request, sight.item_or_404(request.user, pk))


@require_http_methods(BOTH)
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Change what an item is about; where somebody else has changed it meanwhile, both are shown."""
    found = kept_item(request.user, pk)
    initial = {name: getattr(found, name) for name in FIELDS} | {"seen_version": found.version}
    form = VersionedItemForm(posted(request), initial=initial)
    standing, status = None, 200
    if form.is_bound and form.is_valid():
        try:
            actions.change_item(found, by=request.user, **form.cleaned_data)
        except actions.AgendaConflict as conflict:
            standing, status = conflict.standing, CONFLICT
            form.data = {**request.POST.dict(), "seen_version": str(standing.version)}
        else:
            messages.success(request, "The item has been changed.")
            return redirect("governance:item", found.pk)
    context = {
        "form": form, "title": "Change the item", "verb": "Save", "meeting": found.meeting,
        "back": reverse("governance:item", args=[found.pk]), "standing": standing,
    }  # fmt: skip
    status = UNFIT if form.errors else status
    return render(request, "governance/meetings/form.html", context, status=status)


@require_POST
def move(request: SignedIn, pk: int) -> HttpResponse:
    """Let an item change places with its neighbour."""
    found = kept_item(request.user, pk)
    try:
        actions.move_item(found, by=request.user, up=request.POST.get("way") == "up")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("governance:meeting", found.meeting_id)


@require_POST
def remove(request: SignedIn, pk: int) -> HttpResponse:
    """Take an item off the agenda."""
    found = kept_item(request.user, pk)
    try:
        actions.remove_item(found, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("governance:item", found.pk)
    messages.success(request, f"“{found.title}” has been taken off the agenda.")
    return redirect("governance:meeting", found.meeting_id)


@require_POST
def paper(request: SignedIn, pk: int) -> HttpResponse:
    """Link a paper to an item."""
    found, form = kept_item(request.user, pk), PaperForm(request.POST)
    if not form.is_valid():
        return item_page(request, found, paper=form)
    actions.add_paper(found, by=request.user, **form.cleaned_data)
    messages.success(request, "The paper is linked.")
    return redirect("governance:item", found.pk)


def item_page(
    request: SignedIn, found: AgendaItem, status: int = UNFIT, standing: AgendaItem | None = None, **sent: Any
) -> HttpResponse:
    """The page of an item, with a form that was sent and could not be taken in the place of a fresh one."""
    page = queries.item_page(found, request.user)
    forms = _forms(request.user, found, page.suggested) | sent
    context = shell(request.user, found.meeting) | {
        "item": found,
        "page": page,
        "papers": found.papers.all(),
        "forms": forms,
        "form": next(iter(sent.values()), None),
        "standing": standing,
        "update": issued_updates(request.user).first() if found.section else None,
        "may_remit": access.allows(request.user, Permission.SET_REMIT),
        "open_remits": _open_remits(request.user, found),
        "can_carry": _can_carry(request.user),
        "put": [(each, _answer_form(each, forms)) for each in page.put],
    }
    return render(request, "governance/meetings/item.html", context, status=status if sent else 200)


def _answer_form(asked: Question, forms: dict[str, Any]) -> Any:
    """Where what was answered to it in the meeting is recorded; the form that was sent, if one was."""
    name = f"answer-{asked.pk}"
    return forms.get(name) or AnswerHereForm(
        leaders=leaders_for(asked), prefix=name, initial={"by": asked.assigned_to_id}
    )


def remit_form(user: User, found: AgendaItem, data: Any = None) -> ItemRemitForm:
    terms = list(Term.objects.filter(starts__gt=found.meeting.term.starts).order_by("starts")[:TERMS_AHEAD])
    return ItemRemitForm(
        data,
        schools=access.schools_for(user, Permission.SET_REMIT),
        terms=terms,
        initial={
            "school": found.school_id,
            "due_in": terms[0].slug if terms else "",
            "owner_post": post_that_owns(found.school),
        },
        prefix="remit",
    )


def action_form(data: Any = None) -> ActionForm:
    return ActionForm(data, people=User.objects.filter(is_active=True).order_by("name"), prefix="action")


def _forms(user: User, found: AgendaItem, suggested: str) -> dict[str, Any]:
    text = found.minute_text or suggested
    return {
        "minute": MinuteForm(initial={"text": text, "seen_version": found.version}, prefix="minute"),
        "decision": DecisionForm(prefix="decision"),
        "action": action_form(),
        "remit": remit_form(user, found),
        "close": CloseRemitForm(prefix="close"),
        "paper": PaperForm(),
    }


def _open_remits(user: User, found: AgendaItem) -> list[Any]:
    standing = queries.matters_arising(found.meeting, user, clock.today()).remits
    return [each for each in standing if each.remit.item_id != found.pk]


def _can_carry(user: User) -> list[tuple[str, str]]:
    """What this person may put into force by a decision: drafts of the plan, sets of targets, rungs."""
    found = []
    if access.allows(user, Permission.ADOPT_PLAN):
        drafts = Plan.objects.filter(state=PlanState.DRAFT).order_by("pk")
        found += [(f"plan-{plan.pk}", f"Adopt “{plan.title}”") for plan in drafts]
    if access.allows(user, Permission.KEEP_KPIS):
        sets = Proposal.objects.filter(state=BandState.CONSULTED).order_by("pk")
        found += [(f"targets-{each.pk}", f"Agree the targets “{each.title}”") for each in sets]
    if access.allows(user, Permission.AGREE_CATEGORY):
        found += [(f"category-{each.pk}", _agreeing(each)) for each in _moderated()]
    return found


def _moderated() -> QuerySet[Categorisation]:
    """What has been moderated and waits for the board."""
    waiting = Categorisation.objects.filter(state=CategoryState.MODERATED)
    return waiting.select_related("school", "term", "moderated_rung").order_by("school__name", "pk")


def _agreeing(held: Categorisation) -> str:
    name = held.school.short_name if held.school else "the trust"
    return f"Agree where {name} stands: {held.moderated_rung} ({held.term.name})"

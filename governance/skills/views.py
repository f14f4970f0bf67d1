"""Skills on the page: the gap matrix with the plan beside it, the list, rounds, and one's own scores."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.models import RoundState, Skill, SkillsAudit, SkillsReply
from governance.skills import actions, queries, sight
from governance.skills.actions import ReplyConflict
from governance.skills.filters import SkillFilter
from governance.skills.forms import AuditForm, ScoreForm, SkillForm
from governance.skills.gaps import headline
from governance.skills.places import places_filled
from governance.skills.tables import SkillTable, matrix_table, skill_row
from governance.training import queries as training
from schools import access
from schools.access import Permission, Subject
from schools.models import Body
from trust import clock
from trust.forms import refusals_in
from trust.lifecycle import Refused
from trust.listing import listed
from trust.requests import SignedIn

BOTH = ["GET", "HEAD", "POST"]
UNFIT, CONFLICT = 422, 409
TWO_WEEKS = timedelta(days=14)
NEW_SKILL = {"board_needs": 2, "local_needs": 1}


@require_safe
def overview(request: SignedIn) -> HttpResponse:
    """What the boards know and lack, and the plan that follows: the newest round of a body."""
    access.require(request.user, Permission.SEE_SKILLS, Subject("skills"))
    rounds = queries.latest_audits(request.user)
    wanted = request.GET.get("body", "")
    audit = next((each for each in rounds if each.body.slug == wanted), rounds[0] if rounds else None)
    shown = queries.matrix(audit, request.user) if audit else None
    if shown and request.GET.get("as") and (taken := _file(request, shown)):
        return taken
    plan = training.year_shown(request.user, clock.today())
    gaps = shown.gaps if shown else []
    acted = training.acted_on(gaps, shown.audit.body, clock.today()) if shown else []
    booked = sum(each.is_booked for each in acted)
    context = _shell(request) | {
        "headline": headline(gaps, booked, plan.overdue) if shown and not shown.hidden else plan.headline,
        "rounds": rounds,
        "shown": shown,
        "plan": plan,
        "acted": acted,
        "places": places_filled(request.user, clock.today()),
        "waiting": queries.open_replies(request.user),
        "has_list": Skill.objects.filter(retired_on__isnull=True).exists(),
        "by_name": bool(shown and sight.sees_scores(request.user, shown.audit.body)),
    }
    return render(request, "governance/skills/overview.html", context)


@require_safe
def skill_list(request: SignedIn) -> HttpResponse:
    """The trust's own list."""
    _require_keeper(request)
    every = Skill.objects.all()
    chosen = SkillFilter(request.GET, queryset=every, request=request)
    table = SkillTable([skill_row(skill) for skill in chosen.qs])
    if taken := listed(request, table, title="Skills"):
        return taken
    context = _shell(request) | {"table": table, "filter": chosen, "is_empty": not every.exists()}
    return render(request, "governance/skills/list.html", context)


@require_POST
def start_list(request: SignedIn) -> HttpResponse:
    """Begin with the starter list."""
    _require_keeper(request)
    added = actions.start_list(by=request.user)
    messages.success(
        request, f"{added} skill{'' if added == 1 else 's'} added. Change what does not fit the trust."
    )
    return redirect("governance:skill_list")


@require_http_methods(BOTH)
def add_skill(request: SignedIn) -> HttpResponse:
    _require_keeper(request)
    return _skill_page(request, None, NEW_SKILL)


@require_http_methods(BOTH)
def change_skill(request: SignedIn, pk: int) -> HttpResponse:
    _require_keeper(request)
    skill = get_object_or_404(Skill, pk=pk)
    return _skill_page(request, skill, {name: getattr(skill, name) for name in SkillForm.base_fields})


@require_POST
def retire_skill(request: SignedIn, pk: int) -> HttpResponse:
    """Off the list, or back on it."""
    _require_keeper(request)
    skill = get_object_or_404(Skill, pk=pk)
    back = request.POST.get("back") == "yes"
    actions.retire_skill(skill, by=request.user, back=back)
    messages.success(request, f"{skill.title} is {'on' if back else 'off'} the list.")
    return redirect("governance:skill_list")


@require_http_methods(BOTH)
def start_audit(request: SignedIn) -> HttpResponse:
    """Start a round of one body."""
    _require_keeper(request)
    bodies = Body.objects.filter(closed_on__isnull=True)
    initial = {"closes_on": clock.today() + TWO_WEEKS, "body": request.GET.get("body")}
    form = AuditForm(request.POST if request.method == "POST" else None, bodies=bodies, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            audit = actions.start_audit(by=request.user, **form.cleaned_data)
            messages.success(request, f"The round is open, and everyone on {audit.body.name} has been asked.")
            return redirect("governance:skills_audit", audit.pk)
    context = _shell(request) | {
        "form": form,
        "has_list": Skill.objects.filter(retired_on__isnull=True).exists(),
    }
    return render(request, "governance/skills/start.html", context, status=UNFIT if form.errors else 200)


@require_safe
def audit(request: SignedIn, pk: int) -> HttpResponse:
    """A round: who has handed in, and the matrix as far as the reader may see it."""
    found = sight.audit_or_404(request.user, pk)
    shown = queries.matrix(found, request.user)
    if request.GET.get("as") and (taken := _file(request, shown)):
        return taken
    by_name = sight.sees_scores(request.user, found.body)
    replies = found.replies.select_related("person").order_by("person__name")
    context = _shell(request) | {
        "audit": found,
        "shown": shown,
        "by_name": by_name,
        "replies": replies if by_name else [],
        "own": found.replies.filter(person=request.user).first(),
        "is_open": found.state == RoundState.OPEN,
        "is_late": found.state == RoundState.OPEN and found.closes_on < clock.today(),
        "rounds_of_body": sight.audits_for(request.user).filter(body=found.body).exclude(pk=found.pk),
    }
    return render(request, "governance/skills/audit.html", context)


@require_http_methods(BOTH)
def score(request: SignedIn, pk: int) -> HttpResponse:
    """A person's own scores: save and come back, or hand in."""
    reply = sight.own_reply_or_404(request.user, pk)
    sent = request.POST if request.method == "POST" else None
    form = ScoreForm(list(reply.audit.skills.all()), queries.own_scores(reply), sent)
    if sent is None:
        return _score_page(request, reply, form, reply.version, 200)
    if not form.is_valid():
        return _score_page(request, reply, form, sent.get("seen", ""), UNFIT)
    seen = int(sent["seen"]) if sent.get("seen", "").isdecimal() else reply.version
    handing_in = "hand-in" in sent
    try:
        kept = actions.save_scores(reply, by=request.user, scores=form.scores, seen=seen, hand_in=handing_in)
    except ValidationError as wrong:
        form.put_errors(wrong.message_dict)
        return _score_page(request, reply, form, seen, UNFIT)
    except ReplyConflict as conflict:
        return _score_page(request, conflict.standing, form, conflict.standing.version, CONFLICT)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("governance:skills_audit", pk)
    if not handing_in:
        messages.success(
            request, f"Saved: {form.scored} of {len(form.lines)} scored. Come back when you like."
        )
        return redirect("governance:score_skills", pk)
    messages.success(request, f"Handed in. Thank you. You can change it until {kept.audit.closes_on:%-d %B}.")
    return redirect("governance:skills_audit", pk)


@require_POST
def remind(request: SignedIn, pk: int) -> HttpResponse:
    """Write to those who have not handed in."""
    found = _kept_audit(request, pk)
    told = actions.remind(found, by=request.user)
    words = f"{told} {'person has' if told == 1 else 'people have'} been reminded."
    messages.success(
        request, words if told else "Everyone who is asked has handed in, or was reminded today."
    )
    return redirect("governance:skills_audit", pk)


@require_POST
def close(request: SignedIn, pk: int) -> HttpResponse:
    """Close the round, or open it again."""
    found = _kept_audit(request, pk)
    again = request.POST.get("again") == "yes"
    actions.close_audit(found, by=request.user, again=again)
    messages.success(request, "The round is open again." if again else "The round is closed.")
    return redirect("governance:skills_audit", pk)


def _shell(request: SignedIn) -> dict[str, Any]:
    return {
        "keeps": sight.keeps_skills(request.user),
        "keeps_training": training.keeps_training(request.user),
        "sees_skills": access.allows(request.user, Permission.SEE_SKILLS, Subject("skills")),
    }


def _require_keeper(request: SignedIn) -> None:
    access.require(request.user, Permission.KEEP_SKILLS, Subject("skills"))


def _kept_audit(request: SignedIn, pk: int) -> SkillsAudit:
    found = sight.audit_or_404(request.user, pk)
    access.require(request.user, Permission.KEEP_SKILLS, sight.subject_of(found.body))
    return found


def _file(request: SignedIn, shown: queries.Matrix) -> HttpResponse | None:
    table = matrix_table(shown, queries.matrix_rows(shown))
    return listed(request, table, title=f"Skills of {shown.audit.body.name} {shown.audit.title}")


def _skill_page(request: SignedIn, skill: Skill | None, initial: dict[str, Any]) -> HttpResponse:
    form = SkillForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            kept = actions.save_skill(skill, by=request.user, **form.cleaned_data)
            messages.success(request, f"{kept.title} has been saved.")
            return redirect("governance:skill_list")
    context = _shell(request) | {"form": form, "skill": skill}
    return render(request, "governance/skills/skill_form.html", context, status=UNFIT if form.errors else 200)


def _score_page(
    request: SignedIn, reply: SkillsReply, form: ScoreForm, seen: int | str, status: int
) -> HttpResponse:
    if reply.audit.state != RoundState.OPEN and status == 200:
        raise PermissionDenied("This round is closed, so its scores stay as they are.")
    context = _shell(request) | {
        "reply": reply,
        "audit": reply.audit,
        "form": form,
        "seen": seen,
        "is_conflict": status == CONFLICT,
        "standing": queries.own_scores(reply).values() if status == CONFLICT else [],
    }
    return render(request, "governance/skills/score.html", context, status=status)

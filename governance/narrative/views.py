"""The writing page of an Update: overview and notes, saved as they are typed, drafted, owned, left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from governance.actions.builds import begin_update
from governance.models import TrustUpdate, UpdateState
from governance.narrative import actions
from governance.narrative.actions import Typed
from governance.narrative.marks import to_html
from governance.narrative.queries import Passage, Words, words_of
from governance.packs.sections import SECTIONS
from governance.queries.updates import latest_update
from schools import access
from schools.access import Permission
from trust import clock
from trust.lifecycle import Refused
from trust.queries import term_for
from trust.requests import SignedIn
from trust.terms import TermRef

AUTOSAVE = "autosave"
ELSEWHERE = "Somebody else has changed this while you were typing. Save to see both."
# What a button does to one section's words, by its name.
DECISIONS = {"own": actions.own_note, "leave": actions.leave_out}
DECIDED = {
    "own": "The words on {} are yours, and are printed with your name.",
    "leave": "The words on {} are left out.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: SignedIn, term: TermRef) -> HttpResponse:
    """Every passage with its length, for who compiles; read only once the Update is no draft."""
    update = _update_or_404(request, term)
    if request.method != "POST":
        return _page(request, words_of(update))
    typed = _typed(request.POST, words_of(update))
    if request.POST.get("then") == AUTOSAVE:
        return _autosave(request, update, typed)
    try:
        conflicts = actions.keep_words(update, typed, by=request.user)
    except ValidationError as wrong:
        return _page(request, _with_errors(words_of(update), typed, wrong), status=422)
    except Refused as refusal:
        return _page(request, _as_typed(words_of(update), typed), refusal=str(refusal), status=409)
    if conflicts:
        return _page(request, _with_conflicts(words_of(update), typed, conflicts), status=409)
    return _kept(request, update)


@require_POST
def draft(request: SignedIn, term: TermRef) -> HttpResponse:
    """Have drafts written from the figures as they stand now."""
    access.require_sight(request.user, Permission.COMPILE_UPDATE)
    when = term_for(term)
    if when is None:
        raise Http404
    update = latest_update(when) or begin_update(when, by=request.user)
    try:
        written = actions.draft_notes(update, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _drafted(len(written)))
    return redirect("governance:update_words", term)


def _drafted(count: int) -> str:
    if not count:
        return "There is nothing new to write: the drafts stand as they are."
    sections = "one section" if count == 1 else f"{count} sections"
    return f"A draft is written for {sections}. Nothing of it is issued before somebody owns it."


def _kept(request: SignedIn, update: TrustUpdate) -> HttpResponse:
    """After saving: what a button decides of one section, and back to its place on the page."""
    address = reverse("governance:update_words", args=[update.term.ref])
    for name, decide in DECISIONS.items():
        if slug := request.POST.get(name):
            return _decided(request, update, name, slug, decide, f"{address}#{slug}")
    messages.success(request, "The words are kept. They go into the next draft.")
    return redirect(address)


def _decided(
    request: SignedIn, update: TrustUpdate, name: str, slug: str, decide: Any, address: str
) -> HttpResponse:
    if slug not in SECTIONS:
        raise Http404
    try:
        decide(update, slug, by=request.user)
        messages.success(request, DECIDED[name].format(SECTIONS[slug].lower()))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(address)


def _autosave(request: SignedIn, update: TrustUpdate, typed: Mapping[str, Typed]) -> HttpResponse:
    try:
        conflicts = actions.keep_words(update, typed, by=request.user, is_final=False)
    except ValidationError as wrong:
        said = "; ".join(wrong.messages)
        return JsonResponse({"words": f"Not saved: {said}"}, status=422)
    except Refused as refusal:
        return JsonResponse({"words": str(refusal)}, status=409)
    if conflicts:
        return JsonResponse({"words": ELSEWHERE}, status=409)
    update.refresh_from_db(fields=["overview"])
    return JsonResponse(_saved(words_of(update), typed))


def _saved(now: Words, typed: Mapping[str, Typed]) -> dict[str, Any]:
    """What the page is told after a save: the time, and each passage's length and print."""
    mine = [each for each in now.passages if each.slug in typed]
    lengths = {f"length-{each.slug}": each.length for each in mine}
    prints = {f"print-{each.slug}": to_html(each.text) for each in mine}
    return {
        "words": f"Saved {clock.now().astimezone(clock.LONDON):%H:%M}",
        "fields": {f"seen-{each.slug}": each.seen for each in mine},
        "parts": lengths | prints | {"budget": now.budget.words},
    }


def _typed(sent: QueryDict, known: Words) -> dict[str, Typed]:
    """What the form brought, of the passages that there are."""
    slugs = [each.slug for each in known.passages if f"text-{each.slug}" in sent]
    return {slug: Typed(str(sent[f"text-{slug}"]), sent.get(f"seen-{slug}", "")) for slug in slugs}


def _as_typed(now: Words, typed: Mapping[str, Typed]) -> Words:
    def shown(each: Passage) -> Passage:
        return each._replace(text=typed[each.slug].text) if each.slug in typed else each

    return now._replace(passages=[shown(each) for each in now.passages])


def _with_errors(now: Words, typed: Mapping[str, Typed], wrong: ValidationError) -> Words:
    errors = {slug: " ".join(said) for slug, said in wrong.message_dict.items()}
    told = _as_typed(now, typed)
    return told._replace(passages=[each._replace(error=errors.get(each.slug, "")) for each in told.passages])


def _with_conflicts(now: Words, typed: Mapping[str, Typed], conflicts: Mapping[str, str]) -> Words:
    """Both texts: the typed one in its field, the other beside it."""
    told = _as_typed(now, {slug: typed[slug] for slug in conflicts})
    return told._replace(
        passages=[each._replace(conflict=conflicts.get(each.slug)) for each in told.passages]
    )


def _update_or_404(request: SignedIn, ref: TermRef) -> TrustUpdate:
    access.require_sight(request.user, Permission.COMPILE_UPDATE)
    term = term_for(ref)
    update = latest_update(term) if term else None
    if update is None:
        raise Http404
    return update


def _page(request: SignedIn, now: Words, *, refusal: str = "", status: int = 200) -> HttpResponse:
    context = {
        "term": now.update.term,
        "words": now,
        "written": [each for each in now.passages if each.is_open or each is now.overview],
        "blank": [each for each in now.passages if not each.is_open and each is not now.overview],
        "is_open": now.update.state == UpdateState.DRAFT,
        "troubles": [each for each in now.passages if each.error or each.conflict is not None],
        "refusal": refusal,
    }
    return render(request, "governance/narrative/words.html", context, status=status)

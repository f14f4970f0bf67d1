"""A school's page as it will be issued, for its head: read two school days before, with room for a reply."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from governance import actions
from governance.forms import PageReplyForm
from governance.packs import compile as packs
from governance.queries.ahead import PageAhead, page_ahead_or_404
from schools import access
from schools.access import Permission
from trust.lifecycle import Refused
from trust.queries import term_for
from trust.requests import SignedIn
from trust.terms import TermRef


@require_safe
def page(request: SignedIn, term: TermRef, slug: str) -> HttpResponse:
    """The page and the reply on it; before it can be read, from when it can."""
    ahead = _ahead_or_404(request, term, slug)
    form = PageReplyForm(initial={"text": ahead.reply.text if ahead.reply else ""})
    return _shown(request, ahead, form)


@require_safe
def sheet(request: SignedIn, term: TermRef, slug: str) -> HttpResponse:
    """The page alone, in the very HTML of the PDF."""
    ahead = _ahead_or_404(request, term, slug)
    if ahead.contents is None or ahead.page is None or ahead.draft is None:
        raise Http404
    draft = f"Draft {ahead.draft.number}"
    body = packs.preview_page(ahead.contents, ahead.page)
    context = {"term": ahead.term, "ahead": ahead, "body": body, "title": f"{ahead.name}, {draft}"}
    return render(request, "governance/page_sheet.html", context)


@require_POST
def reply(request: SignedIn, term: TermRef, slug: str) -> HttpResponse:
    """Keep the reply; a blank one takes it away."""
    ahead = _ahead_or_404(request, term, slug)
    access.require(request.user, Permission.REPLY_ON_PAGE)
    form = PageReplyForm(request.POST)
    text = form.data.get("text", "")
    try:
        kept = actions.reply_on_page(ahead.term, ahead.school, by=request.user, text=text)
    except (ValidationError, Refused) as refusal:
        form.is_valid()
        form.add_error("text", refusal.messages if isinstance(refusal, ValidationError) else str(refusal))
        return _shown(request, ahead, form, status=422)
    words = (
        "Your reply is kept. It is printed from the next draft on." if kept.text else "There is no reply now."
    )
    messages.success(request, words)
    return redirect("governance:page_ahead", term, slug)


def _shown(request: SignedIn, ahead: PageAhead, form: PageReplyForm, status: int = 200) -> HttpResponse:
    context = {"ahead": ahead, "term": ahead.term, "form": form}
    return render(request, "governance/page_ahead.html", context, status=status)


def _ahead_or_404(request: SignedIn, ref: TermRef, slug: str) -> PageAhead:
    term = term_for(ref)
    if term is None:
        raise Http404
    return page_ahead_or_404(request.user, term, slug)

"""What can happen to a remit: it is set, replied to, and closed when the board is content."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from governance import notices
from governance.actions.threads import locked, place_of, plain_words, require_answerer, subject_of
from governance.models import AgendaItem, Remit, RemitReply, RemitState
from kpis.models import Return
from schools.access import Permission, require
from schools.models import School
from trust import clock, history
from trust.lifecycle import Refused, advance
from trust.models import Area, Term, User
from trust.queries import current_trust


@transaction.atomic
def set_remit(
    *,
    by: User,
    text: str,
    set_in: Term,
    due_in: Term,
    key: str,
    school: School | None = None,
    area: Area | None = None,
    **about: Any,
) -> Remit:
    """Set what the school, or the executive, is to do; it stands at the top of the return of `due_in`.

    `about` may name the `question` it came of, `kpi`, `priority`, `owner`, `owner_post`, the `minute`, and
    the agenda `item` under which it was set. Where neither a person nor a post is named, the head
    of the school or the executive director owns it.
    """
    require(by, Permission.SET_REMIT, place_of(school, area))
    if due_in.ref < set_in.ref:
        raise Refused("A remit is answered in the return of this term or a later one.")
    remit, is_new = Remit.objects.get_or_create(
        request_key=key,
        defaults={
            "text": plain_words(text, "Write what is to be done."),
            "set_in": set_in,
            "due_in": due_in,
            "school": school,
            "area": area,
            "set_by": by,
            "set_at": clock.now(),
            **about,
            **_owner_of(school, about),
        },
    )
    if is_new:
        history.record(by, "remit.set", remit, text=history.salted(remit.text), due_in=due_in.ref)
        notices.remit_set(remit)
    return remit


@transaction.atomic
def reply_to_remit(remit: Remit, *, by: User, text: str, returned: Return | None = None) -> RemitReply:
    """Say what has been done; the remit stays until the board closes it."""
    remit = locked(remit)
    require_answerer(by, remit)
    if remit.state == RemitState.CLOSED:
        raise Refused("The board has closed this remit; nothing more is needed.")
    text = plain_words(text, "Write what has been done.")
    if (last := remit.replies.last()) and (last.text, last.by_id) == (text, by.pk):
        return last
    reply = RemitReply.objects.create(remit=remit, returned=returned, text=text, by=by, at=clock.now())
    if remit.state == RemitState.OPEN:
        advance(remit, RemitState.REPLIED)
        remit.save()
    history.record(by, "remit.replied", remit, text=history.salted(text))
    notices.remit_replied(reply)
    return reply


@transaction.atomic
def close_remit(remit: Remit, *, by: User, item: AgendaItem | None = None, words: str = "") -> Remit:
    """Close it, because the board is content with what was done: under an agenda item, in its words."""
    remit = locked(remit)
    require(by, Permission.SET_REMIT, subject_of(remit))
    advance(remit, RemitState.CLOSED, refusal="This remit is closed already.")
    remit.closed_by, remit.closed_at = by, clock.now()
    remit.closed_in, remit.closing_words = item, " ".join(words.split())
    remit.save()
    history.record(by, "remit.closed", remit, words=history.salted(remit.closing_words))
    return remit


def post_that_owns(school: School | None) -> str:
    """Which post answers for a remit where nobody else is named."""
    if school is not None:
        return f"Headteacher, {school.name}"[:120]
    trust = current_trust()
    words = trust.word("executive director") if trust else "executive director"
    return words[:1].upper() + words[1:]


def _owner_of(school: School | None, about: dict[str, Any]) -> dict[str, str]:
    is_named = about.get("owner") is not None or about.get("owner_post", "").strip()
    return {} if is_named else {"owner_post": post_that_owns(school)}

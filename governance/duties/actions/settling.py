"""What becomes of a declaration that was sent: it is published, or goes back to be changed."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from governance.duties import sight
from governance.models import Declaration, DeclarationState
from governance.notices_duties import declaration_came_back, declaration_published, declaration_reopened
from trust import clock, history
from trust.lifecycle import advance
from trust.models import User


def publish(declaration: Declaration, *, by: User) -> Declaration:
    """Let everybody see it who sees who governs; published twice it is published once."""
    sight.require_keeper(by)
    with transaction.atomic():
        held = _held(declaration)
        if held.state == DeclarationState.PUBLISHED:
            return held
        advance(
            held, DeclarationState.PUBLISHED, refusal="It has not been sent yet, so it cannot be published."
        )
        held.published_at = clock.now()
        held.version += 1
        held.save()
        history.record(by, "declaration.published", held, year=held.year)
        declaration_published(held)
    return held


def may_take_back(user: User, declaration: Declaration) -> bool:
    """Whose it is, and the governance professional."""
    is_out = declaration.state != DeclarationState.DRAFT
    return is_out and (declaration.person_id == user.pk or sight.keeps_duties(user))


def take_back(declaration: Declaration, *, by: User, words: str = "") -> Declaration:
    """Open it to be changed; whoever did not do so is told. `words` say why, to the person whose it is."""
    if declaration.person_id != by.pk and not sight.keeps_duties(by):
        raise PermissionDenied("Interests are taken back by whose they are, or the governance professional.")
    with transaction.atomic():
        held = _held(declaration)
        if held.state == DeclarationState.DRAFT:
            return held
        advance(held, DeclarationState.DRAFT)
        held.sent_at = held.published_at = None
        held.version += 1
        held.save()
        history.record(by, "declaration.taken-back", held, text=history.salted(words))
        if held.person_id == by.pk:
            declaration_reopened(held)
        else:
            declaration_came_back(held, by, words)
    return held


def _held(declaration: Declaration) -> Declaration:
    locked = Declaration.objects.select_for_update(of=("self",)).select_related("person")
    return locked.get(pk=declaration.pk)

"""The chair of governors speaks to a school's return before it is submitted, once the head has shown it."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from kpis import notices_people as notices
from kpis.actions.held import held_return
from kpis.models import Return, ReturnState
from kpis.queries.returns import refuse_closed, subject_of
from schools.access import Permission, require
from schools.directory import holders
from schools.models import Role
from trust import clock, history
from trust.lifecycle import Refused
from trust.models import User

MOST_WORDS: Final = 100
NOT_SHOWN = "The head has not shown this return to you."


def show_to_governors(returned: Return, *, by: User) -> Return:
    """Show a school's return, as it stands, to the chair of its governors, who is told by e-mail.

    Showing it twice is once. Raises Refused where there is nobody to show it to, or nothing to show.
    """
    require(by, Permission.SUBMIT_RETURN, subject_of(returned))
    with transaction.atomic():
        held = held_return(returned.pk)
        if held.shown_to_governors_at is not None:
            return held
        refuse_closed(held, clock.today())
        chairs = _chairs_who_can_be_told(held)
        held.shown_to_governors_at = clock.now()
        held.save(update_fields=["shown_to_governors_at"])
        history.record(by, "return.shown_to_governors", held)
        notices.tell_chair_of_governors(held, chairs, by)
    return held


def comment_as_governor(returned: Return, *, by: User, text: str) -> Return:
    """Keep what the chair of governors says of the return; it can be changed until the return is submitted.

    Raises ValidationError for nothing or for more than `MOST_WORDS` words; Refused where the return has not
    been shown or has been submitted.
    """
    require(by, Permission.COMMENT_RETURN, subject_of(returned))
    text = text.replace("\r\n", "\n").strip()
    _check_length(text)
    with transaction.atomic():
        held = held_return(returned.pk)
        if held.shown_to_governors_at is None:
            raise Refused(NOT_SHOWN)
        if not held.is_open:
            raise Refused("The return has been submitted, so the comment on it stands as it is.")
        if held.governors_comment == text and held.governors_comment_by_id == by.pk:
            return held
        held.governors_comment, held.governors_comment_by = text, by
        held.governors_comment_at = clock.now()
        fields = ["governors_comment", "governors_comment_by", "governors_comment_at"]
        held.save(update_fields=fields)
        history.record(by, "return.governors_commented", held, text=history.salted(text))
        notices.tell_governors_have_commented(held, by)
    return held


def _chairs_who_can_be_told(returned: Return) -> list[User]:
    if returned.school is None:
        raise Refused("The trust's own return has no local governors to show it to.")
    if not returned.is_open:
        raise Refused("This return has been submitted already, so there is nothing to comment on.")
    if returned.state == ReturnState.NOT_STARTED:
        raise Refused("Nothing has been typed into this return yet, so there is nothing to show.")
    chairs = list(holders(Role.GOVERNOR_CHAIR, school=returned.school))
    if not chairs:
        raise Refused(
            f"Nobody is appointed as chair of the governors of {returned.school.name}. "
            "Ask the governance professional; the return can be submitted without the comment."
        )
    return chairs


def _check_length(text: str) -> None:
    if not text:
        raise ValidationError({"text": "Say what you think of the return."})
    words = len(text.split())
    if words > MOST_WORDS:
        raise ValidationError({"text": f"Use at most {MOST_WORDS} words; these are {words}."})

"""What can happen to a highlight: noted, taken back while it is not chosen, chosen, and left out again."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from governance.highlights.queries import highlight_or_404, schools_to_note
from governance.models import Highlight
from schools.access import Permission, Subject, allows, require
from schools.models import School
from trust import clock, history
from trust.lifecycle import Refused
from trust.models import User

NOT_YET = "That day has not come yet: note it when it has happened."


def note_highlight(*, by: User, school: School | None, on: date, text: str, key: str) -> Highlight:
    """Note what went well; the same key is the same highlight. ValidationError by field."""
    require(by, Permission.SEE_SCHOOL, Subject("school", school.pk if school else None))
    if school is not None and not schools_to_note(by).filter(pk=school.pk).exists():
        raise ValidationError({"school": "Choose one of your schools."})
    if on > clock.today():
        raise ValidationError({"on": NOT_YET})
    with transaction.atomic():
        wanted = {"school": school, "on": on, "text": " ".join(text.split()), "by": by, "at": clock.now()}
        noted, is_new = Highlight.objects.get_or_create(request_key=key, defaults=wanted)
        if is_new:
            noted.full_clean()
            said = history.salted(noted.text)
            history.record(
                by, "highlight.noted", noted, on=on, school=school.slug if school else None, text=said
            )
    return noted


def take_back(pk: int, *, by: User) -> Highlight:
    """Leave it out of the list; refused to others than who noted it and who compiles, and once chosen."""
    highlight_or_404(by, pk)
    with transaction.atomic():
        held = Highlight.objects.select_for_update(of=("self",)).get(pk=pk)
        if held.by_id != by.pk:
            require(by, Permission.COMPILE_UPDATE)
        if held.chosen_at:
            raise Refused("It is in the Trust Update: it has to be left out there first.")
        if held.taken_back_at is None:
            held.taken_back_at = clock.now()
            held.save(update_fields=["taken_back_at"])
            history.record(by, "highlight.taken-back", held)
    return held


def choose(pk: int, *, by: User, goes_in: bool) -> Highlight:
    """Put it into the next draft of its term's Trust Update, or leave it out."""
    highlight_or_404(by, pk)
    require(by, Permission.COMPILE_UPDATE)
    with transaction.atomic():
        held = Highlight.objects.select_for_update(of=("self",)).get(pk=pk)
        if held.taken_back_at:
            raise Refused("It has been taken back, so it cannot go in.")
        if bool(held.chosen_at) != goes_in:
            held.chosen_at, held.chosen_by = (clock.now(), by) if goes_in else (None, None)
            held.save(update_fields=["chosen_at", "chosen_by"])
            history.record(by, "highlight.chosen" if goes_in else "highlight.left-out", held)
    return held


def may_take_back(highlight: Highlight, user: User) -> bool:
    """Whether the page offers it."""
    is_own = highlight.by_id == user.pk or allows(user, Permission.COMPILE_UPDATE)
    return is_own and highlight.chosen_at is None

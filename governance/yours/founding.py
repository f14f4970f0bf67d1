"""What whoever keeps the settings owes on a trust's first day: the steps of setting up that wait."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.urls import reverse

from governance.founding.standing import founding
from governance.models import SetUpStep, StepSettled
from schools import access
from schools.access import Permission
from schools.yours import Duty, Source, in_words
from trust.models import User


def set_up(user: User, _today: date) -> Iterable[Duty]:
    """Going on with it, or closing it. One query for who keeps the settings, a second while it lasts."""
    if not access.allows(user, Permission.KEEP_SETTINGS):
        return
    known = founding()
    if known is None or not known.is_open:
        return
    left = len(SetUpStep) - StepSettled.objects.count()
    about = f"{in_words(left, 'step', 'steps')} left" if left else "Every step is settled"
    words = "Go on setting the trust up" if left else "Finish setting up"
    yield Duty(words, reverse("governance:set_up"), about=about)


SOURCES: Final[tuple[Source, ...]] = (set_up,)

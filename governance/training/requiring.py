"""What can happen to the list of required training: begun with starters, added to, changed, retired."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from governance.models import Requirement
from governance.training.actions import TRUST, TrainingConflict
from governance.training.library import REQUIRED
from schools.access import Permission, require
from trust import clock, history
from trust.models import User
from trust.stamps import stamp_of

STAMPED = ("title", "source", "body_kinds", "within_days", "valid_months", "retired_on")


def stamp(requirement: Requirement) -> str:
    """What is said of it, so that a change by another is noticed."""
    return stamp_of(**{name: getattr(requirement, name) for name in STAMPED})


def start_requirements(*, by: User) -> int:
    """Begin the list of required training with the starters that are not on it; how many were added."""
    require(by, Permission.KEEP_TRAINING, TRUST)
    added = 0
    with transaction.atomic():
        for position, each in enumerate(REQUIRED):
            wanted = {
                "source": each.source, "body_kinds": list(each.kinds), "within_days": each.within_days,
                "valid_months": each.months, "position": position,
            }  # fmt: skip
            kept, is_new = Requirement.objects.get_or_create(title=each.title, defaults=wanted)
            if is_new:
                history.record(by, "requirement.added", kept, title=kept.title)
                added += 1
    return added


def save_requirement(
    requirement: Requirement | None,
    *,
    by: User,
    title: str,
    source: str,
    body_kinds: Sequence[str],
    within_days: int,
    valid_months: int | None,
    seen: str = "",
) -> Requirement:
    """Add required training, or change it; what people owe follows at once, and what they did stays.

    `seen` is the stamp of what is changed. Raises ValidationError for a title that is on the list, and
    TrainingConflict.
    """
    require(by, Permission.KEEP_TRAINING, TRUST)
    with transaction.atomic():
        same = Requirement.objects.select_for_update().filter(title__iexact=title)
        if (same.exclude(pk=requirement.pk) if requirement else same).exists():
            raise ValidationError({"title": "This training is on the list."})
        held = _held(requirement)
        if requirement and stamp(held) != seen:
            raise TrainingConflict(held)
        held.title, held.source, held.body_kinds = title, source, list(body_kinds)
        held.within_days, held.valid_months = within_days, valid_months
        held.save()
        verb = "requirement.changed" if requirement else "requirement.added"
        history.record(by, verb, held, title=title, days=within_days, months=valid_months)
    return held


def retire_requirement(requirement: Requirement, *, by: User, back: bool = False) -> Requirement:
    """Require it of nobody from today on, or of everyone again; what was completed stays."""
    require(by, Permission.KEEP_TRAINING, TRUST)
    with transaction.atomic():
        held = _held(requirement)
        if (held.retired_on is None) == back:
            return held
        held.retired_on = None if back else clock.today()
        held.save(update_fields=["retired_on"])
        history.record(by, "requirement.put-back" if back else "requirement.retired", held)
    return held


def _held(requirement: Requirement | None) -> Requirement:
    if requirement is None:
        return Requirement(position=Requirement.objects.count())
    return Requirement.objects.select_for_update().get(pk=requirement.pk)

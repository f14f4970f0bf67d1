"""What can happen to the list of obligations: one is added, changed, kept no more, and taken up again."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from governance.models import Obligation
from governance.rules.actions import RuleConflict
from schools.access import Permission, require
from trust import clock, history
from trust.models import User
from trust.stamps import stamp_of

STAMPED = ("title", "kind", "is_per_school", "owner_post", "source", "guidance", "kpi_id", "retired_on")


def stamp(obligation: Obligation) -> str:
    """What is said of it, so that a change by another is noticed."""
    return stamp_of(**{name: getattr(obligation, name) for name in STAMPED})


def add_obligation(*, by: User, title: str, **facts: Any) -> Obligation:
    """Put it at the end of the list; ValidationError at `title` where it is there already."""
    require(by, Permission.KEEP_RULES)
    with transaction.atomic():
        _refuse_known(title)
        last = Obligation.objects.aggregate(at=Max("position"))["at"]
        position = 0 if last is None else last + 1
        made = Obligation.objects.create(title=title, position=position, **facts)
        history.record(by, "obligation.added", made, title=title)
    return made


def change_obligation(obligation: Obligation, *, by: User, seen: str, title: str, **facts: Any) -> Obligation:
    """Say it anew; dates of years that were opened stay. RuleConflict where somebody else did meanwhile."""
    require(by, Permission.KEEP_RULES)
    with transaction.atomic():
        held = _held(obligation, seen)
        _refuse_known(title, held)
        for name, value in (facts | {"title": title}).items():
            setattr(held, name, value)
        held.save()
        history.record(by, "obligation.changed", held, title=title)
    return held


def retire_obligation(obligation: Obligation, *, by: User, back: bool = False) -> Obligation:
    """Keep it no more from the next year on, or take it up again; done twice it is done once."""
    require(by, Permission.KEEP_RULES)
    with transaction.atomic():
        held = Obligation.objects.select_for_update(of=("self",)).get(pk=obligation.pk)
        if (held.retired_on is None) == back:
            return held
        held.retired_on = None if back else clock.today()
        held.save(update_fields=["retired_on"])
        history.record(by, "obligation.taken-up" if back else "obligation.retired", held)
    return held


def _held(obligation: Obligation, seen: str) -> Obligation:
    held = Obligation.objects.select_for_update(of=("self",)).get(pk=obligation.pk)
    if stamp(held) != seen:
        raise RuleConflict(held)
    return held


def _refuse_known(title: str, held: Obligation | None = None) -> None:
    known = Obligation.objects.filter(title__iexact=title)
    if (known.exclude(pk=held.pk) if held else known).exists():
        raise ValidationError({"title": "That is on the list already, or was; look under “Kept no more”."})

"""What can happen to what the trust says about personal data: whoever keeps the settings changes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction

from schools.access import Permission, require
from trust import history
from trust.models import Trust, User
from trust.queries import forget_trust, require_trust
from trust.retention import schedule

CONTACTS: Final = ("data_lead_name", "data_lead_email", "access_email", "ico_number")


def keep_privacy(*, by: User, contacts: Mapping[str, str], days: Mapping[str, int]) -> list[str]:
    """Set whom to turn to, and the days of the schedule's rows that a trust may choose; what has changed.

    `days` are by the row's slug. Raises ValidationError, by slug, for days outside the row's limits.
    """
    require(by, Permission.KEEP_SETTINGS)
    chosen = _chosen(days)
    with transaction.atomic():
        trust = Trust.objects.select_for_update().get(pk=require_trust().pk)
        changed = {name: contacts[name] for name in CONTACTS if contacts[name] != getattr(trust, name)}
        if chosen == trust.kept_for and not changed:
            return []
        facts: dict[str, Any] = {name: history.salted(value) for name, value in changed.items()}
        if chosen != trust.kept_for:
            facts |= {"kept_for": chosen, "kept_for_was": trust.kept_for}
        for name, value in changed.items():
            setattr(trust, name, value)
        trust.kept_for = chosen
        trust.save(update_fields=[*CONTACTS, "kept_for"])
        history.record(by, "settings.changed", trust, **facts)
    forget_trust()
    return list(facts)


def _chosen(days: Mapping[str, int]) -> dict[str, int]:
    """What differs from the schedule's own days."""
    rows = {row.slug: row for row in schedule() if row.is_settable}
    wrong = {
        slug: f"Give a number of days from {rows[slug].least} to {rows[slug].most}."
        for slug, number in days.items()
        if slug in rows and not rows[slug].least <= number <= rows[slug].most
    }
    if wrong:
        raise ValidationError(wrong)
    return {slug: number for slug, number in days.items() if slug in rows and number != rows[slug].days}

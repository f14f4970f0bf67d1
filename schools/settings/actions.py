"""What can happen to the trust's settings: whoever keeps them changes some, and history says which."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction

from schools.access import Permission, require
from trust import history
from trust.lifecycle import Refused
from trust.models import Trust, User
from trust.queries import forget_trust, require_trust
from trust.stamps import stamp_of

LIMITS: Final = ("small_group_below", "staff_group_below", "survey_group_below")
SIGHTS: Final = ("heads_see_each_other", "trustees_see_accepted")
FIELDS: Final = (*LIMITS, "mark_group_below", *SIGHTS, "everyone_has_second_step")
# The words of the portal that a trust may replace with its own.
WORDS: Final = ("executive director",)
LEAST, MOST = 3, 100
CHANGED_MEANWHILE = (
    "Somebody changed the settings while this page was open. They are shown here as they stand now; make "
    "your changes again if they are still needed."
)


class ChangedMeanwhile(Refused):
    """The settings are no longer those that the person was looking at."""


def settings_of(trust: Trust) -> dict[str, Any]:
    """The settings by name, and the trust's words under "words"."""
    known = {name: getattr(trust, name) for name in FIELDS}
    return known | {"words": {word: str(trust.vocabulary.get(word, "")) for word in WORDS}}


def fingerprint(trust: Trust) -> str:
    """What a page has shown, so that nobody undoes a change that they have not seen."""
    return stamp_of(**settings_of(trust))


def change_settings(*, by: User, seen: str, words: dict[str, str], **wanted: Any) -> list[str]:
    """Set the settings named in `FIELDS` and the trust's words; the names of those that changed.

    Updates that have been issued keep the figures that they printed. Raises ValidationError, by field, for
    sizes that make no sense together, and ChangedMeanwhile where `seen` is not the fingerprint of today's.
    """
    require(by, Permission.KEEP_SETTINGS)
    _check(wanted)
    with transaction.atomic():
        trust = Trust.objects.select_for_update().get(pk=require_trust().pk)
        if seen != fingerprint(trust):
            raise ChangedMeanwhile(CHANGED_MEANWHILE)
        known = settings_of(trust)
        changed = {name: value for name, value in wanted.items() if name in FIELDS and value != known[name]}
        new_words = {word: text for word, text in words.items() if known["words"].get(word, text) != text}
        if not changed and not new_words:
            return []
        for name, value in changed.items():
            setattr(trust, name, value)
        kept = trust.vocabulary | new_words
        trust.vocabulary = {word: text for word, text in kept.items() if text}
        trust.save(update_fields=[*FIELDS, "vocabulary"])
        was = {f"{name}_was": known[name] for name in changed}
        said = {word: history.salted(text) for word, text in new_words.items()}
        history.record(by, "settings.changed", trust, **changed, **was, words=said)
    forget_trust()
    return [*changed, *new_words]


def widened(trust: Trust, wanted: dict[str, Any]) -> list[str]:
    """The settings that would show more to somebody than today: those are asked about once more."""
    lower = [name for name in (*LIMITS, "mark_group_below") if wanted[name] < getattr(trust, name)]
    opened = [name for name in SIGHTS if wanted[name] and not getattr(trust, name)]
    return [*lower, *opened]


def _check(wanted: dict[str, Any]) -> None:
    problems = {
        name: f"Give a whole number from {LEAST} to {MOST}."
        for name in (*LIMITS, "mark_group_below")
        if not LEAST <= wanted[name] <= MOST
    }
    if not problems and wanted["mark_group_below"] < max(wanted[name] for name in LIMITS):
        problems["mark_group_below"] = (
            "Groups are marked up to a size that is at least as large as the one below which they are hidden."
        )
    if problems:
        raise ValidationError(problems)

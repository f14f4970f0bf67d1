"""The form of the trust's settings, each with what follows from it."""

from __future__ import annotations

from typing import Any

from django import forms

from schools.settings.actions import LEAST, MOST, WORDS, fingerprint, settings_of
from trust.models import Trust

SIZES = {
    "small_group_below": (
        "Pupils: hidden below",
        "Members, the public and copies for release are not shown figures of fewer pupils than this.",
    ),
    "staff_group_below": (
        "Staff: hidden below",
        "The same for figures that count members of staff.",
    ),
    "survey_group_below": (
        "Replies to a survey: hidden below",
        "With fewer replies, only the school that asked and the executive read the result; trustees and "
        "governors do not.",
    ),
    "mark_group_below": (
        "Marked as a small group below",
        "Trustees and local governors see what one pupil is worth beside such a figure: of 8 pupils, one is "
        "12.5 points.",
    ),
}
SIGHTS = {
    "heads_see_each_other": (
        "Heads see the other schools’ figures",
        "Those that have been issued to the board, with small groups hidden.",
    ),
    "trustees_see_accepted": (
        "Trustees see returns once they are accepted",
        "Without this, they see them when the Trust Update is issued.",
    ),
}
DOORS = {
    "everyone_has_second_step": (
        "Everybody signs in with a second step",
        "Without this, the executive, the governance professional and administrators do.",
    ),
}


class SettingsForm(forms.Form):
    """Sizes, sights and words; `confirmed` is asked for where something would be shown to more people."""

    seen = forms.CharField(widget=forms.HiddenInput)
    confirmed = forms.BooleanField(required=False, label="Yes, show more from now on")

    def __init__(self, trust: Trust, data: Any = None) -> None:
        known = settings_of(trust)
        super().__init__(data, initial=known | {"seen": fingerprint(trust)})
        for name, (label, hint) in SIZES.items():
            self.fields[name] = _size(label, hint)
        for name, (label, hint) in (SIGHTS | DOORS).items():
            self.fields[name] = forms.BooleanField(label=label, help_text=hint, required=False)
        for word in WORDS:
            self.fields[_named(word)] = _word(word, known["words"][word])

    @property
    def sizes(self) -> list[forms.BoundField]:
        return [self[name] for name in SIZES]

    @property
    def sights(self) -> list[forms.BoundField]:
        return [self[name] for name in SIGHTS]

    @property
    def doors(self) -> list[forms.BoundField]:
        return [self[name] for name in DOORS]

    @property
    def words(self) -> list[forms.BoundField]:
        return [self[_named(word)] for word in WORDS]

    def said(self, name: str) -> str:
        """What is to hold from now on, with what holds today: "Pupils: hidden below 5, today 10"."""
        label = str(self.fields[name].label)
        return f"{label} {self.cleaned_data[name]}, today {self.initial[name]}" if name in SIZES else label

    @property
    def wanted(self) -> dict[str, Any]:
        """The settings as they were filled in."""
        return {name: self.cleaned_data[name] for name in (*SIZES, *SIGHTS, *DOORS)}

    @property
    def wanted_words(self) -> dict[str, str]:
        return {word: self.cleaned_data[_named(word)] for word in WORDS}


def _size(label: str, hint: str) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "control-short"})
    words = f"Give a whole number from {LEAST} to {MOST}."
    return forms.IntegerField(
        label=label, help_text=hint, min_value=LEAST, max_value=MOST, widget=widget,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), words),
    )  # fmt: skip


def _word(word: str, initial: str) -> forms.CharField:
    hint = f"Printed where the portal and the Trust Update say “{word}”. Leave it empty to keep that."
    return forms.CharField(
        label=f"Your word for {word}", help_text=hint, required=False, max_length=40, initial=initial
    )


def _named(word: str) -> str:
    return f"word_{word.replace(' ', '_')}"

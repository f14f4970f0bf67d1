"""What the history is narrowed by: who, what, when, where, and a number or a hash."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet

from schools.access import Permission, Person, schools_for
from schools.records import subjects
from schools.records.queries import ISSUED
from schools.records.words import GROUPS
from trust.clock import LONDON
from trust.models import Event, User

PORTAL: Final = "portal"
ORDER: Final = ("who", "what", "about", "school", "since", "until", "find")
# Fewer letters of a hash than this are taken for a number, or for nothing.
SHORTEST_HASH: Final = 8


class HistoryFilter(forms.Form):
    """Every field narrows, none is needed; what cannot be read is told beside its field."""

    since = forms.DateField(required=False, label="From", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, label="To", widget=forms.DateInput(attrs={"type": "date"}))
    find = forms.CharField(required=False, label="Number or hash", max_length=64)

    def __init__(self, user: Person, asked: Any) -> None:
        super().__init__(asked)
        everybody = [("", "Everybody"), (PORTAL, "The portal itself"), *_people()]
        self.fields["who"] = forms.ChoiceField(required=False, label="Who", choices=everybody)
        verbs = [("", "Everything"), *_verbs()]
        self.fields["what"] = forms.ChoiceField(required=False, label="What happened", choices=verbs)
        things = [("", "Anything"), *subjects.kinds().items()]
        self.fields["about"] = forms.ChoiceField(required=False, label="About", choices=things)
        self.fields["school"] = forms.ModelChoiceField(
            schools_for(user, Permission.SEE_HISTORY), required=False, label="School",
            empty_label="Everywhere", to_field_name="slug",
        )  # fmt: skip
        self.order_fields(ORDER)

    def clean_find(self) -> str:
        """A whole number, or the beginning of a hash."""
        text = self.cleaned_data["find"].strip().lower().replace(",", "").removeprefix("#")
        if text.isdecimal() and len(text) < SHORTEST_HASH:
            return str(text)
        if text and (len(text) < SHORTEST_HASH or set(text) - set("0123456789abcdef")):
            raise forms.ValidationError(
                "Give an event’s number, or at least the first eight letters and digits of a hash."
            )
        return str(text)

    @property
    def is_narrowed(self) -> bool:
        return self.is_valid() and any(self.cleaned_data.values())

    def narrow(self, events: QuerySet[Event]) -> QuerySet[Event]:
        """Those of the events that are asked for; none where a field cannot be read."""
        if not self.is_valid():
            return events.none()
        said, tests = self.cleaned_data, Q()
        if said["who"]:
            tests &= Q(actor=None) if said["who"] == PORTAL else Q(actor=UUID(said["who"]))
        if said["what"]:
            tests &= Q(verb=said["what"])
        if said["about"]:
            tests &= Q(subject_kind=said["about"])
        if said["school"]:
            tests &= subjects.within([said["school"].pk])
        return events.filter(tests & _between(said["since"], said["until"]) & _found(said["find"]))


def _between(since: date | None, until: date | None) -> Q:
    """Both days are London days and included."""
    first = Q(at__gte=_midnight(since)) if since else Q()
    return first & Q(at__lt=_midnight(until + timedelta(days=1))) if until and until < date.max else first


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)


def _found(text: str) -> Q:
    if not text:
        return Q()
    if len(text) < SHORTEST_HASH:
        return Q(number=int(text))
    # An event's own hash, or one that an Update prints and the event of its issue holds.
    return Q(digest__startswith=text) | Q(verb=ISSUED, facts__contains=text)


def _people() -> list[tuple[str, str]]:
    known = User.objects.order_by("name").values_list("history_key", "name")
    return [(str(key), name) for key, name in known]


def _verbs() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (group, [(verb, _alone(words)) for verb, words in known.items()]) for group, known in GROUPS.items()
    ]


def _alone(words: str) -> str:
    """'Accepted …' of 'accepted {it}'."""
    plain = words.replace("{it}", "…")
    return plain[:1].upper() + plain[1:]

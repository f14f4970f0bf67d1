"""Forms of the boardroom: asking, answering, replying to a remit, and what its lists are narrowed by."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final
from uuid import uuid4

import django_filters
from django import forms
from django.db.models import QuerySet

from governance.models import Question, QuestionState, Remit, RemitState
from schools import access
from schools.access import Permission
from schools.models import Body, School
from trust import clock
from trust.fields import SELECT, line
from trust.forms import DayField
from trust.models import User

LONGEST: Final = 1200


class Words(forms.CharField):
    """A few sentences; the page tells how many characters are left."""

    def __init__(self, label: str, hint: str, missing: str) -> None:
        widget = forms.Textarea(attrs={"rows": 4, "data-count": LONGEST})
        super().__init__(label=label, help_text=hint, max_length=LONGEST, widget=widget)
        self.error_messages |= {
            "required": missing,
            "max_length": f"Use at most {LONGEST:,} characters; this has %(show_value)d.",
        }


def fresh_key() -> str:
    """Goes with a form, so that sending it twice is one question or remit."""
    return str(uuid4())


class OnceForm(forms.Form):
    """What is sent twice is taken once; other words sent from the same page are another thing."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput, initial=fresh_key)

    def clean(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        said = json.dumps(given, sort_keys=True, default=str)
        return given | {"key": hashlib.sha256(said.encode()).hexdigest()[:40]}


class RoundForm(forms.Form):
    """A round in which everyone on a body is asked something; `closing` says what its last day is for."""

    closing = "Answer by"

    body = forms.ModelChoiceField(
        label="Body",
        queryset=Body.objects.none(),
        empty_label=None,
        widget=forms.Select(attrs=SELECT),
        error_messages={"required": "Choose a body.", "invalid_choice": "Choose a body of the list."},
        help_text="Everyone who sits on it on the day it opens is asked, by e-mail.",
    )
    title = line("Name of the round", 120, missing="Name the round, such as Autumn 2026.")
    closes_on = DayField()

    def __init__(self, *args: Any, bodies: QuerySet[Body], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["closes_on"].label = self.closing
        chosen = self.fields["body"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = bodies


class QuestionForm(OnceForm):
    text = Words(
        "Your question",
        "In plain words, and without the name of any pupil.",
        "Write your question.",
    )


class DraftForm(forms.Form):
    """One's own draft, to be changed or sent."""

    text = Words(
        "Your question",
        "In plain words, and without the name of any pupil. Nobody else sees it before you send it.",
        "Write your question.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class FurtherForm(forms.Form):
    """What the asker asks after an answer."""

    text = Words(
        "Your further question", "The thread then waits for an answer again.", "Write your question."
    )


class AssignForm(forms.Form):
    """To whom a question is given; the leaders to choose from are handed in."""

    to = forms.ModelChoiceField(
        label="Give it to",
        queryset=User.objects.none(),
        empty_label="Choose a leader",
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"required": "Choose who answers.", "invalid_choice": "Choose one of the list."},
    )

    def __init__(self, *args: Any, leaders: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].queryset = leaders  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    text = Words(
        "Your answer",
        "Written for trustees, in plain words. Without the name of any pupil.",
        "Write your answer.",
    )


class ReplyForm(forms.Form):
    text = Words(
        "Your reply: what has been done",
        "The board reads it beside the remit. Without the name of any pupil.",
        "Write what has been done.",
    )


class PageReplyForm(forms.Form):
    """A head's words on the school's page; `reply_on_page` counts them."""

    text = forms.CharField(
        label="Your reply, in at most 60 words",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-words": 60}),
    )


def schools_followed(request: Any) -> QuerySet[School]:
    """The schools whose threads the reader may follow."""
    return access.schools_for(request.user, Permission.SEE_THREAD)


class QuestionFilter(django_filters.FilterSet):
    """Which questions are listed; the choices stand in the address."""

    state = django_filters.ChoiceFilter(
        choices=[choice for choice in QuestionState.choices if choice[0] != QuestionState.DRAFT],
        label="State",
        empty_label="Every question",
    )
    school = django_filters.ModelChoiceFilter(
        queryset=schools_followed, label="School", empty_label="Every school and the trust"
    )
    whose = django_filters.ChoiceFilter(
        choices=[("asked", "Asked by you"), ("given", "Given to you")],
        method="filter_whose",
        label="Whose",
        empty_label="Anybody’s",
    )

    class Meta:
        model = Question
        fields = ("state", "school", "whose")

    def filter_whose(self, rows: QuerySet[Question], _name: str, value: str) -> QuerySet[Question]:
        column = "asked_by" if value == "asked" else "assigned_to"
        return rows.filter(**{column: self.request.user})


class RemitFilter(django_filters.FilterSet):
    """Which remits are listed; the choices stand in the address."""

    state = django_filters.ChoiceFilter(choices=RemitState.choices, label="State", empty_label="Every remit")
    school = django_filters.ModelChoiceFilter(
        queryset=schools_followed, label="School", empty_label="Every school and the executive"
    )
    past = django_filters.ChoiceFilter(
        choices=[("yes", "Past its term")], method="filter_past", label="Due", empty_label="Whenever"
    )

    class Meta:
        model = Remit
        fields = ("state", "school", "past")

    def filter_past(self, rows: QuerySet[Remit], _name: str, _value: str) -> QuerySet[Remit]:
        return rows.exclude(state=RemitState.CLOSED).filter(due_in__ends__lte=clock.today())

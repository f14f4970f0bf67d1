"""Forms of the boardroom: asking, answering, setting a remit and replying to it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Final
from uuid import uuid4

import django_filters
from django import forms

from governance.models import Question, QuestionState, Remit, RemitState
from trust.models import Term

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
        given = self.cleaned_data
        said = json.dumps(given, sort_keys=True)
        return given | {"key": hashlib.sha256(said.encode()).hexdigest()[:40]}


class QuestionForm(OnceForm):
    text = Words(
        "Your question",
        "In plain words, and without the name of any pupil.",
        "Write your question.",
    )


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


class RemitForm(OnceForm):
    """A remit; the terms to choose from are handed in, the earliest first."""

    text = Words(
        "What is to be done",
        "It stands at the top of the return until the board closes it.",
        "Write what is to be done.",
    )
    due_in = forms.ChoiceField(label="To be answered in the return for")
    minute = forms.CharField(
        label="Minute",
        help_text="Where the board’s decision is minuted, such as Board, 9 July 2026, minute 5.1.",
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, terms: Sequence[Term], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = {term.slug: term for term in terms}
        field = self.fields["due_in"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(slug, term.name) for slug, term in self.terms.items()]

    @property
    def due_term(self) -> Term:
        """The term that was chosen; only after the form has been found valid."""
        return self.terms[self.cleaned_data["due_in"]]


class QuestionFilter(django_filters.FilterSet):
    """Which questions are listed; the choice stands in the address."""

    state = django_filters.ChoiceFilter(
        choices=QuestionState.choices, label="State", empty_label="Every question"
    )

    class Meta:
        model = Question
        fields = ("state",)


class RemitFilter(django_filters.FilterSet):
    """Which remits are listed; the choice stands in the address."""

    state = django_filters.ChoiceFilter(choices=RemitState.choices, label="State", empty_label="Every remit")

    class Meta:
        model = Remit
        fields = ("state",)

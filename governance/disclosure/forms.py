"""What is asked for: a person and why, or a term."""

from __future__ import annotations

from typing import Any

from django import forms

from trust import clock
from trust.models import Term, User


class PersonForm(forms.Form):
    """About whom, and who asked."""

    person = forms.ModelChoiceField(
        User.objects.order_by("name"), label="Person", empty_label="Choose a person"
    )
    reason = forms.CharField(label="Who asked, and when", max_length=300)


class TermForm(forms.Form):
    """Of which term, of those that have begun."""

    term = forms.ModelChoiceField(Term.objects.none(), label="Term", empty_label="Choose a term")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begun = Term.objects.filter(starts__lte=clock.today()).order_by("-year", "-number")
        self.fields["term"] = forms.ModelChoiceField(begun, label="Term", empty_label="Choose a term")

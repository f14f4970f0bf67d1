"""The forms of the room: somebody is invited, given a role, put right; a list is narrowed or brought in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django import forms

from schools.models import Role, School
from schools.people.queries import STATES, Account
from schools.people.roles import Wanted
from schools.people.words import OFFERED
from trust import clock
from trust.fields import CONTROL, SELECT, chosen, email_line, line, words
from trust.forms import DayField, OneOf
from trust.models import User

ONE_DAY: Final = timedelta(days=1)
ROLES: Final = [("", "Choose a role"), *((each.value, each.label) for each in OFFERED)]


class RoleForm(forms.Form):
    """A role, where it is held, and from when until when."""

    role = OneOf(
        label="Role",
        choices=ROLES,
        widget=forms.Select(attrs=SELECT),
        error_messages={"required": "Choose a role."},
    )
    school = chosen("School", School.objects.none(), empty="The whole trust")
    first = DayField(label="First day", required=False, help_text="Blank for today.")
    last = DayField(label="Last day", required=False, help_text="Blank where it has no end.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["school"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = School.objects.filter(left=None)
        field.help_text = "For heads, local governors, and an auditor of one school."

    @property
    def wanted(self) -> Wanted:
        given = self.cleaned_data
        ends = given["last"] + ONE_DAY if given["last"] else None
        return Wanted(given["role"], given["school"], given["first"] or clock.today(), ends)


class InviteForm(RoleForm):
    """Who is asked in, and to what."""

    name = line("Name", 120, missing="Give the name.")
    email = email_line("E-mail address", "They sign in with it, and get a link to choose a password.")
    post = line("Post", 120, help_text="As it is printed under the name, such as “Director of Education”.")

    field_order = ("name", "email", "post", "role", "school", "first", "last")

    @property
    def person(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("name", "email", "post")}


class DetailsForm(forms.Form):
    """What is known of a person."""

    name = line("Name", 120, missing="Give the name.")
    email = email_line("E-mail address", "A change is told to the old address and to the new one.")
    post = line("Post", 120)

    def __init__(self, person: User, sent: Any = None) -> None:
        super().__init__(sent, initial={"name": person.name, "email": person.email, "post": person.post})


class EndForm(forms.Form):
    """The last day of a role."""

    last = DayField(label="Last day", help_text="Yesterday ends it at once.")


class AnswerForm(forms.Form):
    """Yes or no to what a colleague asks for themselves, and why."""

    reason = words("Why", 500, rows=2, help_text="Needed for a no; both of you can read it.")


class PasswordForm(forms.Form):
    """A first password, typed twice."""

    password = forms.CharField(
        label="Password",
        max_length=200,
        strip=False,
        help_text="At least 12 characters. Three or four unconnected words are easy to remember.",
        widget=forms.PasswordInput(attrs={**CONTROL, "autocomplete": "new-password"}),
        error_messages={"required": "Choose a password."},
    )
    again = forms.CharField(
        label="The same once more",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={**CONTROL, "autocomplete": "new-password"}),
        error_messages={"required": "Type the password once more."},
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if {"password", "again"} <= set(given) and given["password"] != given["again"]:
            self.add_error("again", "This is not what you typed above. Type both once more.")
        return given


class BringForm(forms.Form):
    """A table of people."""

    file = forms.FileField(
        label="The table",
        help_text="A CSV file or an Excel workbook.",
        error_messages={"required": "Choose the file.", "empty": "This file is empty. Choose another."},
        widget=forms.FileInput(attrs={**CONTROL, "accept": ".csv,.xlsx"}),
    )

    def read(self) -> tuple[str, bytes]:
        sent = self.cleaned_data["file"]
        return sent.name, sent.read()


class PeopleFilter(forms.Form):
    """Which people the list shows; every field narrows, and none is needed."""

    find = forms.CharField(label="Name or e-mail", required=False, max_length=100)
    role = forms.ChoiceField(label="Role", required=False, choices=[("", "Every role"), *Role.choices])
    school = forms.ModelChoiceField(
        School.objects.all(), label="School", required=False, empty_label="Everywhere", to_field_name="slug"
    )
    state = forms.ChoiceField(label="State", required=False, choices=[("", "Everybody"), *STATES.items()])

    def keeps(self, account: Account) -> bool:
        """Whether that person is one of those asked for."""
        if not self.is_valid():
            return False
        said, person = self.cleaned_data, account.person
        wanted = said["find"].casefold().strip()
        places = [each.school_id for each in account.held]
        return (
            (not wanted or wanted in f"{person.name} {person.email}".casefold())
            and (not said["role"] or said["role"] in [each.role for each in account.held])
            and (not said["school"] or said["school"].pk in places)
            and (not said["state"] or said["state"] == account.state)
        )

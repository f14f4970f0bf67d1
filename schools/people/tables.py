"""The list of people as plain rows."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from schools.people.queries import INVITED, LEFT, NO_ROLE, NOT_ASKED, Account
from trust.listing import Listing, MomentColumn, PlainColumn

TONES = {INVITED: "amber", NO_ROLE: "amber"}
QUIET = (NOT_ASKED, LEFT)


class NameColumn(PlainColumn):
    """A name that leads to the person's page."""

    def render(self, value: str, record: dict[str, Any]) -> Any:
        return format_html('<a href="{}">{}</a>', record["url"], value)


class StateColumn(PlainColumn):
    """Whether they can sign in, in the colour that asks for attention."""

    def render(self, value: str, record: dict[str, Any]) -> Any:
        tone = TONES.get(record["state_key"])
        if tone:
            return format_html('<span class="words-{}">{}</span>', tone, value)
        return format_html('<span class="quiet">{}</span>', value) if record["state_key"] in QUIET else value


class PeopleTable(Listing):
    """One row a person."""

    name = NameColumn(verbose_name="Name")
    post = PlainColumn(verbose_name="Post")
    roles = PlainColumn(verbose_name="Roles")
    email = PlainColumn(verbose_name="E-mail")
    state = StateColumn(verbose_name="State")
    last_seen = MomentColumn(verbose_name="Last signed in")


def person_row(account: Account) -> dict[str, Any]:
    person = account.person
    return {
        "name": person.name,
        "url": reverse("schools:person", args=[person.pk]),
        "post": person.post or None,
        "roles": account.roles or None,
        "email": person.email,
        "state": account.state_words,
        "state_key": account.state,
        "last_seen": person.last_login,
    }

"""E-mails to those who help with a return: who was given a section, who is shown it, who waits for them.

They carry no figures and end with the address of the page they speak of.
"""

from __future__ import annotations

from collections.abc import Iterable

from kpis.deadlines import deadline_of
from kpis.models import Return, Section
from kpis.notices import signers
from trust import clock
from trust.dates import full_date
from trust.links import link_to
from trust.models import User
from trust.post import post

SIGNING_IN = (
    "Sign in with this e-mail address. If you have not set a password yet, or have forgotten it, ask for a "
    "link to set one here first:\n{address}\n"
)


def tell_section_is_handed_over(section: Section, to: User, by: User) -> None:
    """To the colleague: who asks for which section of which return, and by when; the same words whether
    they have an account already or not."""
    returned, area = section.returned, section.area
    address = link_to("kpis:section", returned.term.ref, returned.slug, area.slug)
    text = (
        f"{by.name} asks you to fill in a section of a return: {area.name}, {_named(returned)}."
        f"{_due(returned)}\n\n"
        "When everything in it has been answered, choose “This section is ready”. "
        f"{by.name} signs and submits the return as a whole.\n\n"
        f"The section:\n{address}\n\n{_how_to_sign_in()}"
    )
    key = f"section.delegated {section.pk} {clock.today()}"
    post(to, key, f"A section of the return for {returned.term.name}: {area.name}", text)


def tell_section_is_ready(section: Section, by: User) -> None:
    """To those who sign the return: a colleague has signed a section off."""
    returned, area = section.returned, section.area
    address = link_to("kpis:people", returned.term.ref, returned.slug)
    text = (
        f"{by.name} has signed off {area.name} in the return of {_named(returned)}.\n\n"
        f"Who fills in what, and what is still to come:\n{address}\n"
    )
    for person in signers(returned):
        if person.pk != by.pk:
            key = f"section.ready {section.pk} {clock.today()}"
            post(person, key, f"Section ready: {area.name}", text)


def tell_chair_of_governors(returned: Return, chairs: Iterable[User], by: User) -> None:
    """To the chair of governors: the return can be read and commented on until it is submitted."""
    address = link_to("kpis:governors", returned.term.ref, returned.slug)
    text = (
        f"{by.name} shows you the return of {_named(returned)}, before it is submitted.{_due(returned)}\n\n"
        "You can read it as the board will see it and add a comment of up to 100 words, which goes to the "
        "board with the return. You can change it until the return is submitted.\n\n"
        f"The return:\n{address}\n\n{_how_to_sign_in()}"
    )
    for chair in chairs:
        post(chair, f"return.shown {returned.pk}", f"The return for {returned.term.name}, to read", text)


def tell_governors_have_commented(returned: Return, by: User) -> None:
    """To those who sign the return: the chair of governors has said something, or changed it."""
    address = link_to("kpis:check", returned.term.ref, returned.slug)
    text = (
        f"{by.name} has commented on the return of {_named(returned)} for the local governors.\n\n"
        f"The comment stands beside the answers, before you sign:\n{address}\n"
    )
    for person in signers(returned):
        key = f"return.governors-commented {returned.pk} {clock.today()}"
        post(person, key, f"Governors' comment: {returned.term.name}", text)


def _named(returned: Return) -> str:
    owner = returned.school.name if returned.school else "the trust"
    return f"{owner} for {returned.term.name}"


def _due(returned: Return) -> str:
    due = deadline_of(returned).due
    return f" The return is due on {full_date(due)}." if due else ""


def _how_to_sign_in() -> str:
    return SIGNING_IN.format(address=link_to("account_reset_password"))

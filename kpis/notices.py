"""The e-mails of a return's own way; they carry no figures and end with the address of their page."""

from __future__ import annotations

from kpis.models import Return
from schools import access
from schools.access import Permission, Subject
from schools.directory import holders
from schools.models import Role
from trust.clock import LONDON
from trust.dates import full_date
from trust.links import link_to
from trust.models import User
from trust.post import post


def tell_return_is_open(returned: Return) -> None:
    """To those who will submit it: the term's return is open, and when it is due."""
    term = returned.term
    due = f" It is due on {full_date(term.returns_due)}." if term.returns_due else ""
    text = (
        f"The return for {term.name} is open: {returned.owner_name}.{due}\n\n"
        "What you type is saved as you go, and sections can be handed to colleagues.\n\n"
        f"{_address('kpis:return', returned)}\n"
    )
    _tell(returned, "opened", f"Return open: {term.name}", text)


def tell_return_is_submitted(returned: Return) -> None:
    """The receipt, to whoever signed and to the others who may: when, under which reference, and the copy."""
    assert returned.submitted_at is not None  # it has just been submitted
    at = returned.submitted_at.astimezone(LONDON)
    text = (
        f"The return for {returned.term.name} has been submitted: {returned.owner_name}.\n\n"
        f"Submitted: {full_date(at.date())} at {at:%H:%M}\n"
        f"Signed by: {returned.signed_as}\n"
        f"Reference: {returned.reference}\n\n"
        "The executive director reads it and accepts it, or sends it back with a reason; "
        "you are told either way.\n\n"
        f"A copy to keep (PDF, after signing in):\n{_address('kpis:copy', returned)}\n"
    )
    people = {person.pk: person for person in [*signers(returned), returned.submitted_by] if person}
    for person in people.values():
        key = f"return.submitted-{returned.attempt} {returned.pk}"
        post(person, key, f"Return submitted: {returned.reference}", text)


def tell_return_is_sent_back(returned: Return) -> None:
    """To those who will submit it again: the return has come back. The reason stands in the portal."""
    text = (
        f"The return for {returned.term.name} has been sent back: {returned.owner_name}.\n\n"
        "The reason stands at the top of the return:\n"
        f"{_address('kpis:return', returned)}\n"
    )
    _tell(returned, f"sent-back-{returned.attempt}", f"Return sent back: {returned.term.name}", text)


def tell_return_is_accepted(returned: Return) -> None:
    """To those who submitted it: the return has been accepted."""
    text = (
        f"The return for {returned.term.name} has been accepted: {returned.owner_name}.\n\n"
        "There is nothing more to do. Trustees see its figures once the Trust Update is issued.\n\n"
        f"{_address('kpis:return', returned)}\n"
    )
    _tell(returned, f"accepted-{returned.attempt}", f"Return accepted: {returned.term.name}", text)


def signers(returned: Return) -> list[User]:
    """Those who may sign the return today: the school's heads, acting ones among them, or central officers.

    An officer for some areas only fills in sections, and signs nothing.
    """
    subject = Subject("return", school=returned.school_id)
    held = holders(Role.HEAD if returned.school_id else Role.CENTRAL, school=returned.school)
    return [person for person in held if access.allows(person, Permission.SUBMIT_RETURN, subject)]


def _tell(returned: Return, event: str, subject: str, text: str) -> None:
    for person in signers(returned):
        post(person, f"return.{event} {returned.pk}", subject, text)


def _address(view: str, returned: Return) -> str:
    return link_to(view, returned.term.ref, returned.slug)

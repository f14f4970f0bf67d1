"""The e-mails of the counting house, one function for each; they tell of returns and carry no figures."""

from __future__ import annotations

from collections.abc import Iterable

from kpis.models import Return
from schools.directory import holders
from schools.models import Role
from trust.dates import full_date
from trust.models import User
from trust.post import post


def tell_return_is_open(returned: Return) -> None:
    """To those who will submit it: the term's return is open, and when it is due."""
    term = returned.term
    due = f" It is due on {full_date(term.returns_due)}." if term.returns_due else ""
    text = (
        f"The return for {term.name} is open: {returned.owner_name}.{due}\n\n"
        "Sign in to the portal and choose Returns. What you type is saved as you go.\n"
    )
    _tell(returned, "opened", f"Return open: {term.name}", text)


def tell_return_is_sent_back(returned: Return) -> None:
    """To those who will submit it again: the return has come back. The reason stands in the portal."""
    text = (
        f"The return for {returned.term.name} has been sent back: {returned.owner_name}.\n\n"
        "Sign in to the portal and choose Returns: the reason stands at the top of the return.\n"
    )
    _tell(returned, f"sent-back-{returned.attempt}", f"Return sent back: {returned.term.name}", text)


def tell_return_is_accepted(returned: Return) -> None:
    """To those who submitted it: the return has been accepted."""
    text = (
        f"The return for {returned.term.name} has been accepted: {returned.owner_name}.\n\n"
        "There is nothing more to do. Trustees see its figures once the Trust Update is issued.\n"
    )
    _tell(returned, f"accepted-{returned.attempt}", f"Return accepted: {returned.term.name}", text)


def _tell(returned: Return, event: str, subject: str, text: str) -> None:
    for person in _submitters(returned):
        post(person, f"return.{event} {returned.pk}", subject, text)


def _submitters(returned: Return) -> Iterable[User]:
    """The heads of the school or, for the trust's own return, its central officers."""
    return holders(Role.HEAD if returned.school_id else Role.CENTRAL, school=returned.school)

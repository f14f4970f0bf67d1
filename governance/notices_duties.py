"""What the boardroom writes about a person's year: what is owed, and what became of their declaration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from governance.duties.asking import NAMES
from governance.models import Declaration
from schools.directory import holders
from schools.models import Role
from trust.dates import full_date
from trust.links import link_to
from trust.models import Message, User
from trust.post import post
from trust.terms import year_name

OWED = "duties.owed"


def duties_owed(
    person: User, year: int, owed: Iterable[str], due_on: date | None, step: str, today: date
) -> bool:
    """Remind somebody of what they owe; whether it was written."""
    what = ", ".join(NAMES[kind].lower() if NAMES[kind].istitle() else NAMES[kind] for kind in owed)
    by_when = f", by {full_date(due_on)}" if due_on else ""
    text = (
        f"For {year_name(year)} you are still asked for: {what}{by_when}.\n\n"
        f"It is one page and takes a few minutes:\n{link_to('governance:your_year')}\n"
    )
    key = f"{OWED} {year} {step} {today}"
    return post(person, key, f"Your declarations for {year_name(year)}", text) is not None


def told_of_duties(year: int) -> dict[int, list[tuple[str, date]]]:
    """Person → the reminders of that year, each as (which, on which London date)."""
    found: dict[int, list[tuple[str, date]]] = defaultdict(list)
    kept = Message.objects.filter(key__contains=f":{OWED} {year} ").values_list("to", "key")
    for person, key in kept:
        step, day = key.rsplit(" ", 2)[1:]
        found[person].append((step, date.fromisoformat(day)))
    return found


def declaration_sent(declaration: Declaration) -> None:
    """Tell the governance professional that a declaration waits to be published; no interest is named."""
    text = (
        f"{declaration.person.name} has sent their declaration of interests for "
        f"{year_name(declaration.year)}.\n\n"
        f"Read it, then publish it or send it back:\n{link_to('governance:declaration', declaration.pk)}\n"
    )
    _tell_clerks(declaration, "sent", f"Interests: {declaration.person.name}", text)


def declaration_reopened(declaration: Declaration) -> None:
    """Tell the governance professional that somebody has taken their declaration back."""
    text = (
        f"{declaration.person.name} has taken back their declaration of interests for "
        f"{year_name(declaration.year)} to change it. Until it is sent and published again, what was "
        f"published for an earlier year stands.\n\n{link_to('governance:declaration', declaration.pk)}\n"
    )
    _tell_clerks(declaration, "reopened", f"Interests taken back: {declaration.person.name}", text)


def declaration_published(declaration: Declaration) -> None:
    """Tell whose it is that others see it from now on."""
    text = (
        f"Your declaration of interests for {year_name(declaration.year)} has been published. "
        "Should something change during the year, take it back, change it and send it again:\n"
        f"{link_to('governance:declaration', declaration.pk)}\n"
    )
    _post(declaration.person, declaration, "published", "Your interests have been published", text)


def declaration_came_back(declaration: Declaration, by: User, words: str) -> None:
    """Tell whose it is that it is open to be changed, and why."""
    why = f"\n\n{words}" if words else ""
    text = (
        f"{by.name} has sent back your declaration of interests for {year_name(declaration.year)}.{why}\n\n"
        f"Change it and send it again:\n{link_to('governance:declare')}\n"
    )
    _post(declaration.person, declaration, "back", "Your declaration of interests has come back", text)


def _tell_clerks(declaration: Declaration, event: str, subject: str, text: str) -> None:
    for person in holders(Role.CLERK).exclude(pk=declaration.person_id):
        _post(person, declaration, event, subject, text)


def _post(person: User, declaration: Declaration, event: str, subject: str, text: str) -> None:
    post(person, f"declaration.{event} {declaration.pk} {declaration.version}", subject, text)

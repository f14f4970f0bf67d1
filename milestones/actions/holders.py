"""Who leads and who sponsors a priority: a change of either is part of its story."""

from __future__ import annotations

from typing import Final, NamedTuple

from milestones.models import ChangeKind, Priority, PriorityChange
from milestones.queries.rows import held_by
from trust import clock, history
from trust.models import Term, User

FIELDS: Final = ((ChangeKind.OWNER, "owner"), (ChangeKind.SPONSOR, "sponsor"))


class Holder(NamedTuple):
    """A person (a primary key) or a post that answers for a priority, and how that is printed."""

    person: int | None
    words: str


Holders = dict[str, Holder]


def holders_of(priority: Priority) -> Holders:
    """Who leads and who sponsors it now, by the kind of change that would tell of another one."""
    found = {}
    for kind, field in FIELDS:
        person: User | None = getattr(priority, field)
        words = held_by(person.name if person else None, getattr(priority, f"{field}_post"))
        found[kind.value] = Holder(person.pk if person else None, words)
    return found


def tell_holders(priority: Priority, before: Holders, *, by: User) -> None:
    """Write down for the sheet, and in the history, who leads or sponsors it from this term on.

    Called inside the transaction that changed it; where nothing differs, nothing is written.
    """
    for kind, now in holders_of(priority).items():
        was = before[kind]
        if now == was:
            continue
        term = _this_term()
        PriorityChange.objects.create(
            priority=priority, kind=kind, term=term, by=by, at=clock.now(), from_name=was.words,
            to_name=now.words,
        )  # fmt: skip
        history.record(by, f"priority.{kind}", priority, since=term.ref, was=was.person, now=now.person)


def _this_term() -> Term:
    """The term that began last; in holidays the one that has ended."""
    begun = Term.objects.filter(starts__lte=clock.today()).order_by("-starts").first()
    return begun or Term.objects.earliest("starts")

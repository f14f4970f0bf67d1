"""What the room adds to meetings and remits: a declared interest in an organisation that they name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from governance.duties import sight
from governance.duties.conflicts import name_of, names
from governance.duties.queries import latest, standing_on
from governance.models import AgendaItem, DeclarationState, Interest, Remit
from schools.access import Person
from trust import clock
from trust.slots import Contribution, register


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody's interest that a text names; `is_hidden` until others than they and the clerk may see it."""

    interest: Interest
    is_own: bool
    is_hidden: bool
    item: AgendaItem | None = None

    @property
    def words(self) -> str:
        """'Helen Garrow has declared an interest in Fenwick Catering'."""
        who = "You have" if self.is_own else f"{self.interest.declaration.person.name} has"
        return f"{who} declared an interest in {self.interest.organisation}"


def fill_slots() -> None:
    """Register what the room adds; called once, when the app is ready."""
    register("meeting.main", on_agenda)
    register("item.main", on_item)
    register("remit.main", on_remit)


def on_agenda(context: Mapping[str, Any]) -> Contribution | None:
    """What the items that the reader may see name; one query for the whole agenda."""
    meeting, items = context["meeting"], context["items"]
    return _shown(context["request"].user, meeting.on, [(item, words_of(item)) for item in items], many=True)


def on_item(context: Mapping[str, Any]) -> Contribution | None:
    item = context["item"]
    assert isinstance(item, AgendaItem)
    return _shown(context["request"].user, item.meeting.on, [(item, words_of(item))])


def on_remit(context: Mapping[str, Any]) -> Contribution | None:
    remit = context["remit"]
    assert isinstance(remit, Remit)
    return _shown(context["request"].user, clock.today(), [(None, remit.text)])


def words_of(item: AgendaItem) -> str:
    """What an item says of whom it concerns: its title, the organisation, and its papers' titles."""
    return "\n".join([item.title, item.organisation, *(paper.title for paper in item.papers.all())])


def conflicts(user: Person, day: date, texts: Iterable[tuple[AgendaItem | None, str]]) -> list[Conflict]:
    """Each interest that holds on that day and the reader may see, with the text that names it; one query.

    Somebody's interest in one organisation is pointed out once a text, however it was spelt and kept.
    """
    known = list(_seen_by(user, day))
    found: dict[tuple[int, int, str], Conflict] = {}
    for number, (item, text) in enumerate(texts):
        for each in known:
            if names(each.organisation, text):
                key = (number, each.declaration.person_id, name_of(each.organisation))
                found.setdefault(key, _conflict(each, user, item))
    return list(found.values())


def _seen_by(user: Person, day: date) -> Iterable[Interest]:
    """Published interests, and the reader's own or, for the clerk, everyone's of their last declaration."""
    own = Q() if sight.sees_hidden(user) else Q(declaration__person=user.pk)
    seen = latest(day, published=True) | (latest(day) & own)
    ordered = standing_on(day).filter(seen).order_by("declaration__person__name", "organisation", "pk")
    # Of the same interest, published and not, the published one is the one that is shown.
    return sorted(ordered, key=lambda each: each.declaration.state != DeclarationState.PUBLISHED)


def _conflict(each: Interest, user: Person, item: AgendaItem | None) -> Conflict:
    declaration = each.declaration
    is_hidden = declaration.state != DeclarationState.PUBLISHED
    return Conflict(each, declaration.person_id == user.pk, is_hidden, item)


def _shown(
    user: Person, day: date, texts: list[tuple[AgendaItem | None, str]], *, many: bool = False
) -> Contribution | None:
    found = conflicts(user, day, texts)
    if not found:
        return None
    given = {"conflicts": found, "many": many}
    return Contribution("governance/duties/_conflicts.html", given)

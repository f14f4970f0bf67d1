"""The demonstration's scheme of delegation: two published versions, and what the second changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from governance.delegation.actions import (
    add_matter,
    begin_draft,
    change_matter,
    publish_scheme,
    stamp,
)
from governance.models import Part, Scheme
from trust import clock
from trust.demo import moment
from trust.models import User


def demonstrate_scheme(people: Mapping[str, User]) -> Scheme:
    """A first version of 2024; one of 2026 that gives term dates to the executive director."""
    clerk = people["clerk"]
    with clock.standing_at(moment(date(2024, 7, 11))):
        first = begin_draft(by=clerk)
        _rewrite(
            first,
            clerk,
            "Agree term dates",
            {"Trust board": Part.DECIDES, "Executive director": Part.PROPOSES},
        )
        publish_scheme(first, by=clerk, starts=date(2024, 9, 1), minute="Board, 10 July 2024, minute 9")
    with clock.standing_at(moment(date(2026, 7, 9))):
        second = begin_draft(by=clerk)
        decided = {
            "Executive director": Part.DECIDES,
            "Local governing body": Part.CONSULTED,
            "Headteacher": Part.CONSULTED,
        }
        _rewrite(second, clerk, "Agree term dates", decided)
        add_matter(
            second,
            by=clerk,
            group="Estates",
            text="Agree the cyber security plan",
            parts={second.parties.get(name="Committee").pk: Part.DECIDES.value},
        )
        return publish_scheme(
            second, by=clerk, starts=date(2026, 9, 1), minute="Board, 8 July 2026, minute 11"
        )


def _rewrite(scheme: Scheme, by: User, text: str, parts: Mapping[str, Part]) -> None:
    row = scheme.matters.get(text=text)
    keys = {party.name: party.pk for party in scheme.parties.all()}
    given = {keys[name]: part.value for name, part in parts.items()}
    change_matter(row, by=by, group=row.group, text=row.text, parts=given, seen=stamp(row))

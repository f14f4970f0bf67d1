"""A term's highlights of the demonstration: noted by heads, some of them chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from governance.highlights.actions import choose, note_highlight
from schools.models import School
from trust import clock
from trust.demo import moment
from trust.models import User

# Who noted it, where, when, what, and whether the director chose it.
NOTED: Final = (
    ("head.oak", "oak", date(2026, 10, 9), "Sixty families came to our open evening about attendance.", True),
    (
        "head.elm",
        "elm",
        date(2026, 10, 16),
        "The infants' choir sang to two hundred people in the hall.",
        True,
    ),
    (
        "head.hazel",
        "hazel",
        date(2026, 11, 5),
        "Four leavers began paid placements with the bus company.",
        True,
    ),
    (
        "head.rowan",
        "rowan",
        date(2026, 11, 12),
        "The new laboratory was opened by its first Year 7 class.",
        False,
    ),
    (
        "executive",
        "",
        date(2026, 11, 3),
        "Every school took part in the trust's first shared science day.",
        False,
    ),
)


def demonstrate_highlights(people: Mapping[str, User], schools: Mapping[str, School]) -> None:
    """Each noted on its day, and chosen in pack week."""
    for number, (who, slug, on, text, is_chosen) in enumerate(NOTED):
        with clock.standing_at(moment(on)):
            noted = note_highlight(
                by=people[who], school=schools.get(slug), on=on, text=text, key=f"demonstration-{number}"
            )
        if is_chosen:
            with clock.standing_at(moment(date(2026, 11, 16))):
                choose(noted.pk, by=people["executive"], goes_in=True)

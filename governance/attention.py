"""What needs the board, and how it is said: the one rule behind the dashboard and page one of a pack.

The rule, in this order:

1. Areas that are red and were not so when they were last asked about, then areas that stay red. Among equals
   a school's first area comes before any school's second, so that one school does not fill the page.
2. Priorities of the plan that are red or overdue.
3. Findings of audits, and filings, that were due by now and are not done.
4. Returns that are late.
5. Areas that are amber and got worse in each of the last two terms.
6. Forecasts that miss their targets.
7. Decisions that the next meeting of the board is asked for.

At most five are told. Each line from the second on shares a card and keeps its place, so that red areas do
not crowd it out, as long as there is room for two of these; what has no room is named beneath. A pack tells
the first, second and fourth. Pure: no database and no clock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final, Generic, NamedTuple, TypeVar

from kpis.rag import Direction, Kind, Reading, Rule, is_worsening
from kpis.words import show_value

MOST: Final = 5
MOST_MILESTONES: Final = 2
LEAST_REDS: Final = 2
IN_A_ROW: Final = 2
NUMBERS: Final = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")

T = TypeVar("T")


class Red(NamedTuple, Generic[T]):
    """An area that is red: whose it is, whether it has turned so since it was last asked, and itself."""

    school: str
    is_new: bool
    what: T


def worst_first(reds: Iterable[Red[T]]) -> list[T]:
    """The red areas in the order in which they are told."""
    turns: dict[tuple[bool, str], int] = defaultdict(int)
    placed = []
    for place, red in enumerate(reds):
        turn = turns[red.is_new, red.school]
        turns[red.is_new, red.school] += 1
        placed.append(((not red.is_new, turn, place), red.what))
    return [what for _, what in sorted(placed, key=lambda pair: pair[0])]


def room_for(reds: int, others: int) -> tuple[int, int]:
    """How many red areas are told, and how many of what stands beside them."""
    told = min(others, MOST - min(reds, LEAST_REDS))
    return min(reds, MOST - told), told


def headline(*, schools: int, milestones: int, trust: bool = False) -> str:
    """ "Two schools and two milestones need the board’s attention"; `trust`: the trust's own return."""
    counted = [count_of(number, noun) for number, noun in ((schools, "school"),) if number]
    counted += ["The trust itself"] if trust else []
    counted += [count_of(milestones, "milestone")] if milestones else []
    if not counted:
        return "Nothing is red or overdue"
    verb = "needs" if schools + milestones + trust == 1 else "need"
    return f"{listed([counted[0], *map(lower_first, counted[1:])])} {verb} the board’s attention"


def headline_of_school(name: str, *, reds: int, is_late: bool) -> str:
    """The same for people of one school: "Two areas are red at Oak"."""
    if is_late:
        return f"The return of {name} is late"
    if not reds:
        return f"Nothing is red at {name}"
    return f"{count_of(reds, 'area')} {'is' if reds == 1 else 'are'} red at {name}"


def finding(
    title: str, rule: Rule, reading: Reading, *, value: Decimal | None, steps: int, is_new: bool
) -> str:
    """What is red, as a heading: "Attendance down for five terms in a row", "Reserves below the limit of 3%".

    `value` is the figure as displayed, `steps` how often in a row it went the wrong way.
    """
    if steps >= IN_A_ROW:
        way = "up" if rule.direction is Direction.DOWN else "down"
        return f"{title} {way} for {say_number(steps).lower()} terms in a row"
    still = "" if is_new else "still "
    match rule.kind:
        case Kind.DEADLINE:
            return f"{title}: {'done late' if reading.done_on else 'not done in time'}"
        case Kind.ORDINAL:
            return f"{title}: down to {reading.choice}"
        case Kind.ASSURANCE:
            return f"{title}: {still}not in place"
        case Kind.JUDGEMENT:
            return f"{title}: {still}judged red"
        case Kind.NATIONAL:
            side = "above" if rule.direction is Direction.DOWN else "below"
            return f"{title} {still}well {side} the national figure"
    return f"{title} {still}{_beyond(rule, value)}"


def steps_against(values: Sequence[Decimal | None], rule: Rule) -> int:
    """How many times in a row, up to the last value, a figure went the wrong way; a gap ends the row."""
    steps = 0
    for now, before in pairwise(reversed(values)):
        if rule.direction is Direction.INSIDE or not is_worsening(now, before, rule):
            return steps
        steps += 1
    return steps


def _beyond(rule: Rule, value: Decimal | None) -> str:
    if value is not None and value > rule.amber_to:
        return f"past the limit of {show_value(rule.amber_to, rule)}"
    if value is not None and value < rule.amber_from:
        return f"below the limit of {show_value(rule.amber_from, rule)}"
    return "red"


def say_number(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def count_of(number: int, noun: str) -> str:
    """ "Two schools"."""
    return f"{say_number(number)} {noun}{'' if number == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """ "Oak, Elm and Ash"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def lower_first(text: str) -> str:
    """Less its capital, but for names written in capitals such as GCSE."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def sentence(text: str) -> str:
    """With its capital and its full stop; nothing stays nothing."""
    text = text.strip()
    if not text:
        return ""
    ended = text if text[-1] in ".?!…" else f"{text}."
    return ended[:1].upper() + ended[1:]

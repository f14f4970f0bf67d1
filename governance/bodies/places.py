"""How many places of a body are filled, end soon or are vacant, and whether one more person fits. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

SOON: Final = timedelta(days=90)
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Held:
    """A person's time in one category of a body: from `starts` up to, and not including, `until`."""

    person: int
    category: int
    starts: date
    until: date | None

    def holds_on(self, day: date) -> bool:
        return self.starts <= day and (self.until is None or day < self.until)

    def meets(self, starts: date, until: date | None) -> bool:
        """Whether it shares a day with that stretch."""
        if self.until is not None and self.until <= self.starts:
            return False
        begins_before = until is None or self.starts < until
        return begins_before and (self.until is None or starts < self.until)


@dataclass(frozen=True, slots=True)
class Count:
    """The places of one category on a day: how many there are, are held, and are held but not for long."""

    category: int
    name: str
    number: int
    filled: int
    ending: int

    @property
    def vacant(self) -> int:
        return max(self.number - self.filled, 0)

    @property
    def over(self) -> int:
        """How many sit there without a place."""
        return max(self.filled - self.number, 0)


@dataclass(frozen=True, slots=True)
class Complement:
    """A body's places on a day, over all its categories: a spare person in one fills no place of another."""

    counts: tuple[Count, ...] = ()

    @property
    def places(self) -> int:
        return sum(count.number for count in self.counts)

    @property
    def filled(self) -> int:
        """Places that are held; whoever sits there without one is not counted."""
        return self.places - self.vacant

    @property
    def ending(self) -> int:
        return sum(count.ending for count in self.counts)

    @property
    def vacant(self) -> int:
        return sum(count.vacant for count in self.counts)

    @property
    def over(self) -> int:
        return sum(count.over for count in self.counts)

    @property
    def is_full(self) -> bool:
        return bool(self.places) and not self.vacant

    @property
    def of(self) -> str:
        """'8 of 9'."""
        return f"{self.filled} of {self.places}"

    @property
    def words(self) -> str:
        """'Full complement', '2 places vacant: parent, co-opted', with what ends and who is too many."""
        if not self.places:
            return "No places have been set out"
        vacant = [_named(count) for count in self.counts if count.vacant]
        said = ["Full complement"]
        if vacant:
            said = [f"{plural(self.vacant, 'place')} vacant: {', '.join(vacant)}"]
        if self.over:
            said.append(f"{self.over} over the places that there are")
        if self.ending:
            said.append(f"{plural(self.ending, 'term')} of office {_verb(self.ending)} within 90 days")
        return "; ".join(said)


def complement(categories: Iterable[tuple[int, str, int]], held: Sequence[Held], day: date) -> Complement:
    """The places on that day. `categories` are key, name, number; one of no places counts if it is held."""
    now = [each for each in held if each.holds_on(day)]
    counts = []
    for key, name, number in categories:
        mine = [each for each in now if each.category == key]
        if number or mine:
            ending = sum(ends_soon(each, held, day) for each in mine)
            counts.append(Count(key, name, number, len(mine), ending))
    return Complement(tuple(counts))


def ends_soon(one: Held, held: Iterable[Held], day: date) -> bool:
    """Whether it ends within 90 days of that day and the same person does not go on."""
    if one.until is None or not day < one.until <= day + SOON:
        return False
    return not any(each.person == one.person and each.starts == one.until for each in held)


def first_day_over(wanted: Held, held: Iterable[Held], number_on: Callable[[date], int]) -> date | None:
    """The first day of `wanted` on which its category would have more people than places; None for never.

    `held` are the others of the same category. How full a category is changes only on a day when somebody
    begins, so these days and the first are all there is to look at.
    """
    others = [each for each in held if each.meets(wanted.starts, wanted.until)]
    days = {wanted.starts} | {each.starts for each in others if each.starts > wanted.starts}
    for day in sorted(days):
        if sum(each.holds_on(day) for each in others) + 1 > number_on(day):
            return day
    return None


def full_term(starts: date, years: int) -> date:
    """The first day after a term of that many years; one that begins on 29 February ends on 1 March."""
    try:
        return starts.replace(year=starts.year + years)
    except ValueError:
        return date(starts.year + years, 3, 1)


def plural(number: int, one: str, many: str = "") -> str:
    """'1 place', '2 places'."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _named(count: Count) -> str:
    name = count.name[:1].lower() + count.name[1:]
    return f"{name} ({count.vacant})" if count.vacant > 1 else name


def _verb(number: int) -> str:
    return "ends" if number == 1 else "end"

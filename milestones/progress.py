"""How a priority stands in a term: what was due, how it was judged and what is missing, with a reason.

The rules, in this order:

1. A line that is paused in the term is paused, whatever was rated: a paused line is suspended, never red.
   So are the terms of an earlier pause, after it was taken up again.
2. Where there is a rating, the rating is shown, and its reason says so if it came late (by the decision on
   the look of the portal, overdue stands for what is missing, not for what was slow).
3. A priority is rated as a whole; where only its tracks were rated, the worst of the tracks that are due or
   rated stands, a missing one counting as rules 7 and 8 say.
4. A priority merged into another or closed by then, and not rated, is not applicable; nor is one that was
   closed in that term and reopened since.
5. A line whose only milestone that is due says "as 2c" (or "as 2c, but …") and that has no rating of its own
   stands as 2c was rated, and its reason says so. A rating of its own goes before it (rule 2), and where 2c
   was not rated the line stands by the rules that follow.
6. Nothing due in the term: not due.
7. Due, unrated, and the day for ratings not yet past: not due, with the day.
8. Due, unrated, and the day past: overdue. A term without a day for ratings is overdue once it has ended.

Pure: no database and no clock; every date is a London date.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kpis.rag import Mark, Rag
from trust.terms import TermRef

WHOLE = 0  # the track number of a rating of the whole priority
LONGEST_REASON = 140  # characters of a comment shown as the reason


class Standing(StrEnum):
    """Whether work on a priority goes on."""

    ACTIVE = "active"
    PAUSED = "paused"
    MERGED = "merged"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Rest:
    """A time in which no work went on: from a term (None: always) until the one in which it did again, or in
    which it ended otherwise (None: it still holds)."""

    standing: Standing
    first: TermRef | None
    until: TermRef | None
    reason: str = ""

    def covers(self, term: TermRef) -> bool:
        return (self.first is None or self.first <= term) and (self.until is None or term < self.until)


@dataclass(frozen=True, slots=True)
class State:
    """A priority's standing, since which term (None: always), the reason in words, and the `rests` that are
    over, oldest first."""

    standing: Standing = Standing.ACTIVE
    since: TermRef | None = None
    reason: str = ""
    rests: tuple[Rest, ...] = ()

    def rest_in(self, term: TermRef) -> Rest | None:
        """The rest in which the priority is in that term, or None where work goes on in it."""
        if self.standing is not Standing.ACTIVE:
            held = Rest(self.standing, self.since, None, self.reason)
            if held.covers(term):
                return held
        return next((rest for rest in reversed(self.rests) if rest.covers(term)), None)

    def pause_in(self, term: TermRef) -> Rest | None:
        """The same, where it is a pause."""
        rest = self.rest_in(term)
        return rest if rest and rest.standing is Standing.PAUSED else None


@dataclass(frozen=True, slots=True)
class Due:
    """A milestone from its first term to its last; `to_term` None means to the end of the plan."""

    from_term: TermRef
    to_term: TermRef | None
    track: int = 1

    def covers(self, term: TermRef) -> bool:
        return self.from_term <= term and (self.to_term is None or term <= self.to_term)


@dataclass(frozen=True, slots=True)
class Rated:
    """The latest rating of a priority (track 0) or of one of its tracks, in the term that is looked at."""

    mark: Mark
    comment: str
    rated_on: date
    track: int = WHOLE


@dataclass(frozen=True, slots=True)
class Inherited:
    """How another line, by its code, was rated in the term: for a line that says "as 2c"."""

    code: str
    rag: Rag


@dataclass(frozen=True, slots=True)
class TermDates:
    """The term that is looked at: the day its ratings are due, and the first day after it."""

    term: TermRef
    ends: date
    ratings_due: date | None = None

    @property
    def last_day_for_ratings(self) -> date:
        return self.ratings_due or date.fromordinal(self.ends.toordinal() - 1)


def progress_of(
    *,
    dates: TermDates,
    milestones: Iterable[Due],
    ratings: Sequence[Rated],
    state: State,
    today: date,
    inherited: Inherited | None = None,
) -> Rag:
    """How a priority stands in a term, by the rules above; `inherited` is for rule 5 alone."""
    term = dates.term
    rest = state.rest_in(term)
    if rest and rest.standing is Standing.PAUSED:
        return Rag.of(Mark.PAUSED, _since(rest, "work was suspended" if rest.until else "work is suspended"))
    whole = next((each for each in ratings if each.track == WHOLE), None)
    if whole:
        return _as_rated(whole, dates)
    by_track = {each.track: each for each in ratings}
    tracks = sorted({each.track for each in milestones if each.covers(term)} | set(by_track))
    if by_track:
        return _worst_track([_of_track(track, by_track.get(track), dates, today) for track in tracks])
    if rest:
        return Rag.of(Mark.NOT_APPLICABLE, _since(rest, f"the priority was {rest.standing}"))
    if inherited:
        return _as_that(inherited)
    if not tracks:
        return Rag.of(Mark.NOT_DUE, f"nothing is due in {term.name}")
    return _unrated(dates, today)


def is_late(rating: Rated, dates: TermDates) -> bool:
    """Whether a rating came after the last day for ratings of its term."""
    return rating.rated_on > dates.last_day_for_ratings


def _as_rated(rating: Rated, dates: TermDates) -> Rag:
    said = first_words(rating.comment) or f"rated on {_day(rating.rated_on)}"
    late = f" (rated late, {_day(rating.rated_on)})" if is_late(rating, dates) else ""
    return Rag.of(rating.mark, said + late)


def _as_that(inherited: Inherited) -> Rag:
    reason = inherited.rag.reason.removeprefix(f"{inherited.rag.word}: ")
    return Rag.of(inherited.rag.mark, f"as {inherited.code}: {reason}")


def _unrated(dates: TermDates, today: date) -> Rag:
    last_day = dates.last_day_for_ratings
    if today > last_day:
        return Rag.of(Mark.OVERDUE, f"a rating was due by {_day(last_day)}")
    return Rag.of(Mark.NOT_DUE, f"a rating is due by {_day(last_day)}")


def _of_track(track: int, rating: Rated | None, dates: TermDates, today: date) -> Rag:
    rag = _as_rated(rating, dates) if rating else _unrated(dates, today)
    reason = rag.reason.removeprefix(f"{rag.word}: ")
    return Rag.of(rag.mark, f"track {track}, {reason}")


def _worst_track(rags: list[Rag]) -> Rag:
    return max(rags, key=lambda rag: rag.severity)


def first_words(comment: str) -> str:
    """The first sentence of a comment, shortened at a word to 140 characters, without its full stop."""
    text = " ".join(comment.split())
    end = text.find(". ")
    sentence = text[:end] if end > 0 else text.removesuffix(".")
    if len(sentence) <= LONGEST_REASON:
        return sentence
    return sentence[:LONGEST_REASON].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _since(rest: Rest, claim: str) -> str:
    when = f", from {rest.first.name}" if rest.first else ""
    when += f" until {rest.until.name}" if rest.until else ""
    why = f"; {first_words(rest.reason)}" if rest.reason else ""
    return claim + when + why


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

"""Everything the dashboard prints for one person and one term, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from governance.attention import count_of, headline, headline_of_school, say_number
from governance.dashboard.cards import Attention, attention_of, troubled_lines
from governance.dashboard.coming import Coming, coming_up
from governance.queries.shown_term import ShownTerm, shown_term
from governance.queries.waiting import ComingMeeting, Waiting, ahead
from kpis.models import ReturnState
from kpis.queries.board import Board, Change, Row, board
from kpis.queries.board_cells import OPEN
from kpis.queries.visible import reader_for
from kpis.rag import Mark
from milestones.queries import Matrix
from milestones.queries.tiles import tiles
from schools import access
from schools.access import Permission, Person, Subject
from trust import clock
from trust.dates import full_date
from trust.models import Term

EARLIER = 4
MOST_WORSE, MOST_BETTER, MOST_THREADS = 6, 4, 5
TROUBLED = (Mark.RED, Mark.OVERDUE)


@dataclass(frozen=True)
class Dashboard:
    """The page; its words are written here, so that the template only prints."""

    shown: ShownTerm
    board: Board
    plan: Matrix | None
    attention: Attention
    waiting: list[Waiting]
    meetings: list[ComingMeeting]
    is_whole_trust: bool
    may_follow: bool
    may_ask: bool
    moderates: bool

    @property
    def today(self) -> date:
        return self.shown.today

    @property
    def headline(self) -> str:
        rows = self._schools
        is_own = not self.is_whole_trust and len(rows) == 1
        if not self.has_figures and not (is_own and rows[0].is_late):
            return self._nothing_yet()
        if is_own:
            reds = sum(cell.mark is Mark.RED for cell in rows[0].cells)
            return headline_of_school(rows[0].short_name, reds=reds, is_late=rows[0].is_late)
        return headline(
            schools=sum(row.mark in TROUBLED for row in rows),
            trust=any(row.mark in TROUBLED for row in self.board.all_rows if row.owner.pk is None),
            milestones=len(troubled_lines(self.plan)) if self.is_whole_trust else 0,
        )

    @property
    def standfirst(self) -> str:
        """What is fine, what is missing, and when the board meets."""
        return " ".join(filter(None, (self._calm(), self._missing(), self._meeting())))

    @property
    def note(self) -> str:
        """Why this term is shown; nothing where the headline has said it."""
        return self.shown.note if self.has_figures else ""

    @property
    def instead(self) -> Term | None:
        """The term before this one that holds something, offered where this one holds nothing."""
        if self.has_figures:
            return None
        return next((term for term in self.shown.choices if term.ref < self.shown.term.ref), None)

    @property
    def has_figures(self) -> bool:
        return any(cell.rated for cell in self.board.cells)

    @property
    def has_plan(self) -> bool:
        return self.plan is not None and bool(self.plan.strands)

    @cached_property
    def short_names(self) -> dict[str, str]:
        return {row.slug: row.short_name for row in self.board.all_rows}

    @property
    def worse(self) -> list[tuple[str, Change]]:
        return [(self.short_names[each.school], each) for each in self.board.worse[:MOST_WORSE]]

    @property
    def better(self) -> list[tuple[str, Change]]:
        return [(self.short_names[each.school], each) for each in self.board.better[:MOST_BETTER]]

    @property
    def more_changes(self) -> int:
        return max(len(self.board.worse) - MOST_WORSE, 0) + max(len(self.board.better) - MOST_BETTER, 0)

    @property
    def compares_years(self) -> bool:
        """Whether some of the changes are on the same term a year ago."""
        told = (*self.board.worse[:MOST_WORSE], *self.board.better[:MOST_BETTER])
        return any(each.rated[2].ask.is_cumulative or each.rated[2].ask.speaks_of_year for each in told)

    @property
    def coming(self) -> list[Coming]:
        shows_now = self.shown.term == self.shown.begun[-1]
        return coming_up(self.shown.calendar, self.board if shows_now else None, self.today, self.meetings)

    @property
    def questions(self) -> list[Waiting]:
        return [each for each in self.waiting if each.is_question][:MOST_THREADS]

    @property
    def remits(self) -> list[Waiting]:
        return [each for each in self.waiting if not each.is_question][:MOST_THREADS]

    @property
    def _schools(self) -> list[Row]:
        return [row for row in self.board.all_rows if row.owner.pk is not None]

    def _nothing_yet(self) -> str:
        name = self.shown.term.name
        if self.shown.by_release and self.shown.term.ref not in self.shown.issued:
            return f"{name} has not been issued yet"
        return f"No figures for {name} yet"

    def _calm(self) -> str:
        told = [row for row in self._schools if any(cell.rated for cell in row.cells)]
        calm = sum(row.mark is not Mark.RED for row in told)
        if not told or not self.is_whole_trust:
            return ""
        if calm in (0, len(told)):
            return f"No school {'has' if calm else 'is without'} a red rating."
        has = "has" if calm == 1 else "have"
        return f"{say_number(calm)} of {say_number(len(told)).lower()} schools {has} no red rating."

    def _missing(self) -> str:
        late = len(self.board.late)
        waiting = sum(row.owner.state in OPEN for row in self.board.all_rows) - late
        told = [
            f"{count_of(number, 'return')} {'is' if number == 1 else 'are'} {words}."
            for number, words in ((late, "late"), (waiting, "not in yet"))
            if number
        ]
        submitted = sum(row.owner.state == ReturnState.SUBMITTED for row in self.board.all_rows)
        if self.moderates and submitted:
            waits = "waits" if submitted == 1 else "wait"
            told.append(f"{count_of(submitted, 'return')} {waits} for moderation.")
        return " ".join(told)

    def _meeting(self) -> str:
        day = self.shown.next_meeting
        return f"Next board meeting: {full_date(day)}." if day else ""


def read_dashboard(user: Person, slug: str) -> Dashboard | None:
    """The dashboard of that person, for the term of that slug or the one shown first; nine queries.

    None where no term has begun; 404 for a term that has not, or that the calendar does not have.
    """
    today = clock.today()
    shown = shown_term(user, slug, today)
    if shown is None:
        return None
    picture = board(shown.term, user=user, terms=shown.begun)
    is_whole_trust = access.allows(user, Permission.SEE_SCHOOL, Subject("trust"))
    plan = _plan(user, shown)
    to_come = ahead(user, today)
    is_latest = shown.term == next(iter(shown.choices), shown.term)
    of_plan, more = (plan if is_whole_trust else None), (to_come if is_latest and is_whole_trust else None)
    attention = attention_of(picture, of_plan, shown.begun, reader_for(user), more)
    return Dashboard(
        shown=shown,
        board=picture,
        plan=plan,
        attention=attention,
        waiting=to_come.threads,
        meetings=to_come.meetings,
        is_whole_trust=is_whole_trust,
        may_follow=access.allows(user, Permission.SEE_THREAD),
        may_ask=access.allows(user, Permission.ASK_QUESTION),
        moderates=access.allows(user, Permission.MODERATE_RETURN),
    )


def _plan(user: Person, shown: ShownTerm) -> Matrix | None:
    if not access.allows(user, Permission.SEE_PLAN):
        return None
    earlier = [term for term in shown.begun if term.ref < shown.term.ref][-EARLIER:]
    return tiles(user, now=shown.term, earlier=earlier, given=shown.issued, today=shown.today)

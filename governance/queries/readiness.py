"""Whether a term is ready to be issued: how each return stands, and what to sort out first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse

from governance.attention import listed
from governance.models import Build, Question, QuestionState, TrustUpdate
from governance.narrative.queries import is_stale, words_of
from governance.packs.frozen import read_contents
from governance.queries.ahead import opens_on, replies_missing_from
from governance.queries.preflight import of_draft_itself
from governance.queries.problem import Problem
from kpis.deadlines import Timeliness, due_on
from kpis.models import Figure, Return, ReturnState
from kpis.queries.board import Board, build
from kpis.queries.board_rows import Owner, read_rows
from kpis.queries.rated import figure_row
from kpis.queries.restated import changed_since_accepted
from kpis.queries.returns import is_late, timeliness_of
from kpis.queries.visible import ACCEPTED, WHOLE_TRUST
from kpis.rag import Mark
from schools.models import School
from trust import clock
from trust.blobs import Altered
from trust.dates import day_and_month, full_date
from trust.models import Term


class Standing(NamedTuple):
    """How a school's return stands: areas with figures of those due, red figures still unexplained, and how
    many values were changed after it was accepted."""

    name: str
    url: str
    state: str
    is_late: bool
    is_accepted: bool
    areas: int
    areas_due: int
    unexplained: int
    submitted_at: datetime | None
    changed: int = 0

    @property
    def is_whole(self) -> bool:
        return self.areas == self.areas_due


@dataclass(frozen=True)
class Readiness:
    """A term's returns and problems, the most serious first."""

    term: Term
    standings: list[Standing]
    problems: list[Problem]

    @cached_property
    def submitted(self) -> int:
        return sum(standing.submitted_at is not None for standing in self.standings)

    @property
    def is_empty(self) -> bool:
        return not self.submitted

    @property
    def grave(self) -> list[Problem]:
        """What nobody issues without saying why: returns that are not in although they were due."""
        return [each for each in self.problems if each.mark is Mark.RED and not each.blocks]

    @property
    def blocking(self) -> list[Problem]:
        """What is not issued at all before it is put right."""
        return [each for each in self.problems if each.blocks]


def readiness_of(term: Term, update: TrustUpdate | None, draft: Build | None) -> Readiness:
    """What stands in the way of issuing; a fixed number of queries, however many schools there are."""
    today = clock.today()
    rows = read_rows(term, reader=WHOLE_TRUST, schools=School.objects.all(), today=today, with_trust=True)
    returns = list(Return.objects.filter(term=term).select_related("school", "term").order_by("school__name"))
    board = build(rows)
    silent, by_school = _unexplained(board), {each.school_id: each for each in returns}
    changed = changed_since_accepted([each.pk for each in returns])
    standings = [
        _standing(board, row.owner, by_school[row.owner.pk], silent)._replace(
            changed=changed.get(by_school[row.owner.pk].pk, 0)
        )
        for row in board.all_rows
        if row.owner.pk in by_school
    ]
    problems = [
        *_of_returns(returns, term, today),
        *_of_comments(standings),
        *_of_draft(returns, draft),
        *_of_replies(term, draft),
        *_of_heads(term, today),
        *_of_questions(),
        *_of_words(term, update, draft),
        *of_draft_itself(update, draft),
    ]
    return Readiness(term, standings, sorted(problems, key=lambda problem: -problem.mark.severity))


def _standing(board: Board, owner: Owner, returned: Return, silent: dict[int, int]) -> Standing:
    due = [
        standard.ask
        for standard in board.rows.standards(owner).values()
        if standard.ask.is_due(board.term.ref, owner.phase)
    ]
    mine = board.rows.rated.get(board.term.pk, {}).get(owner.pk, {})
    return Standing(
        name=returned.owner_name,
        url=_address(returned),
        state=returned.get_state_display(),
        is_late=returned.is_open and is_late(returned, board.today),
        is_accepted=returned.state in ACCEPTED,
        areas=len({ask.area_id for ask in due if ask.kpi_id in mine}),
        areas_due=len({ask.area_id for ask in due}),
        unexplained=silent.get(owner.pk or 0, 0),
        submitted_at=None if returned.is_open else returned.submitted_at,
    )


def _unexplained(board: Board) -> dict[int, int]:
    """School (0: the trust) → how many of its red figures have no comment."""
    red = {
        figure_row(row).pk: figure_row(row).school or 0
        for mine in board.rows.rated.get(board.term.pk, {}).values()
        for mark, row, _ in mine.values()
        if mark is Mark.RED
    }
    silent = Figure.objects.filter(Q(comment="") & Q(text=""), pk__in=red)
    return Counter(red[pk] for pk in silent.values_list("pk", flat=True))


def _of_returns(returns: list[Return], term: Term, today: date) -> Iterator[Problem]:
    for returned in returns:
        if returned.is_open:
            yield _open(returned, today)
        elif returned.state == ReturnState.SUBMITTED:
            title, words = f"{returned.owner_name} has not been accepted", "Its figures go in once it is."
            address = reverse("kpis:moderate", args=[term.ref, returned.slug])
            yield Problem(Mark.AMBER, title, words, address, "Moderate")


def _open(returned: Return, today: date) -> Problem:
    standing, due_day = timeliness_of(returned, today), due_on(returned)
    name = returned.owner_name
    title = (
        f"{name} was sent back" if returned.state == ReturnState.SENT_BACK else f"{name} has not submitted"
    )
    late = "" if standing is Timeliness.ON_TIME else f", {standing}"
    due = f"Due {day_and_month(due_day)}{late}. " if due_day else ""
    words = f"{due}Its page will say that the return was not in."
    mark = Mark.AMBER if standing is Timeliness.ON_TIME else Mark.RED
    reminds = reverse("kpis:nudge", args=[returned.term.ref, returned.slug])
    return Problem(mark, title, words, _address(returned), "See", reminds=reminds)


def _of_comments(standings: list[Standing]) -> Iterator[Problem]:
    for standing in standings:
        if standing.unexplained:
            count = standing.unexplained
            title = (
                f"{standing.name}: {count} red {'figure has' if count == 1 else 'figures have'} no comment"
            )
            yield Problem(Mark.AMBER, title, "The board will ask why.", standing.url, "See")


def _of_draft(returns: list[Return], draft: Build | None) -> Iterator[Problem]:
    """What has been accepted since the draft was frozen, and so is not in it."""
    if draft is None or draft.contents is None:
        return
    try:
        frozen = set(read_contents(draft.contents)["stamps"]["returns"])
    except Altered:
        return
    since = [each for each in returns if each.state == ReturnState.ACCEPTED and each.pk not in frozen]
    if since:
        names = ", ".join(each.owner_name for each in since)
        title = f"Accepted since draft {draft.number}: {names}"
        yield Problem(Mark.AMBER, title, "Build a new draft to take it in.", "#draft", "Build")


def _of_replies(term: Term, draft: Build | None) -> Iterator[Problem]:
    """What heads have replied since the draft was frozen: it cannot be issued without."""
    missing = replies_missing_from(draft, term) if draft else []
    if draft and missing:
        title = f"Replied since draft {draft.number}: {', '.join(missing)}"
        words = f"Draft {draft.number} cannot be issued any more: a new one prints the reply."
        yield Problem(Mark.RED, title, words, "#draft", "Build", blocks=True)


def _of_heads(term: Term, today: date) -> Iterator[Problem]:
    """Heads read their pages two school days before the Update goes out."""
    opening = opens_on(term)
    if opening is not None and today < opening:
        title = f"Heads read their pages from {day_and_month(opening)}"
        words = "That is two school days before the day of issue. Issued earlier, they cannot reply."
        yield Problem(Mark.NOT_DUE, title, words, reverse("governance:update", args=[term.ref]), "See")


def _of_questions() -> Iterator[Problem]:
    waiting = list(Question.objects.filter(state=QuestionState.OPEN).order_by("due_on"))
    if waiting:
        count = len(waiting)
        title = f"{count} {'question waits' if count == 1 else 'questions wait'} for an answer"
        words = f"The first is due on {full_date(waiting[0].due_on)}."
        yield Problem(Mark.AMBER, title, words, reverse("governance:questions"), "See")


def _of_words(term: Term, update: TrustUpdate | None, draft: Build | None) -> Iterator[Problem]:
    """What is written: drafts that nobody owns, words newer than the draft, and more than the board reads."""
    address = reverse("governance:update_words", args=[term.ref]) if update else "#overview"
    told = words_of(update) if update else None
    if update is None or told is None or not told.overview.text:
        words = "The commentary then begins with the notes, where there are any."
        yield Problem(Mark.NOT_DUE, "The overview is blank", words, address, "Write")
    if update is None or told is None:
        return
    if told.drafts:
        title = f"Nobody owns the draft words on {listed([each.title for each in told.drafts])}"
        yield Problem(
            Mark.RED,
            title,
            "It cannot be issued before they are owned or left out.",
            address,
            "Own",
            blocks=True,
        )
    if draft and is_stale(update, draft):
        title = f"Words written since draft {draft.number}"
        yield Problem(Mark.AMBER, title, "Build a new draft to take them in.", "#draft", "Build")
    if told.budget.is_over:
        yield Problem(Mark.AMBER, "The commentary is too long", told.budget.words, address, "Shorten")


def _address(returned: Return) -> str:
    return reverse("kpis:return", args=[returned.term.ref, returned.slug])

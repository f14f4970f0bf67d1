"""What the demonstration's board asked and set, what it was told, and what still waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from governance.actions import (
    answer_question,
    ask_further,
    ask_question,
    assign_question,
    close_question,
    close_remit,
    draft_question,
    reply_to_remit,
    set_remit,
)
from governance.models import Outcome, Question, Remit
from kpis.actions import open_returns
from kpis.models import Figure, Return
from milestones.models import Priority
from schools.models import School
from trust.clock import standing_at
from trust.demo import moment
from trust.models import Term, User
from trust.queries import term_for
from trust.terms import TermRef

People = dict[str, User]
Schools = dict[str, School]
Chapter = Callable[[Term, People, Schools], None]

SPRING, SUMMER, NOW = TermRef(2025, 2), TermRef(2025, 3), TermRef(2026, 1)


class Told(NamedTuple):
    """The board's part of a term: what comes before its returns are filled in, and what follows the Update."""

    after_update: Chapter
    before_returns: Chapter | None = None


def spring(term: Term, people: People, schools: Schools) -> None:
    """Trustees ask about a school that rises; the chair sets a remit on premises checks."""
    with standing_at(moment(date(2026, 3, 22), 18, 20)):
        question = ask_question(
            by=people["trustee.martin"],
            text="Ashbarrow's attendance is far better than when it joined. What did most for it, and will it last when "
            "the family worker's money ends?",
            term=term,
            key="demo-question-1",
            school=schools["ash"],
            figure=_figure("ATT", schools["ash"], term),
            area=_figure("ATT", schools["ash"], term).kpi.area,
        )
    with standing_at(moment(date(2026, 3, 24), 11, 5)):
        answer_question(
            question,
            by=people["head.ash"],
            text="Meeting each family in the first week of absence did most. From September the family worker is paid "
            "from our own budget, so it does not depend on the grant.",
        )
    with standing_at(moment(date(2026, 3, 26), 20, 30)):
        close_question(question, by=people["trustee.martin"])
        set_remit(
            by=people["chair"],
            text="Have every premises check that is out of date done before the summer half term, and say in the summer "
            "return on which day each was done.",
            set_in=term,
            due_in=_term(SUMMER),
            key="demo-remit-1",
            school=schools["willow"],
            area=_figure("HS-CHK", schools["willow"], term).kpi.area,
            minute="Board, 26 March 2026, minute 7.3",
        )


def before_summer(term: Term, people: People, schools: Schools) -> None:
    """Willowhythe answers its remit in its return."""
    assert term.returns_open is not None  # the demonstration's calendar has every date
    with standing_at(moment(term.returns_open, 8)):
        open_returns(term, by=people["executive"])
    with standing_at(moment(date(2026, 6, 8), 14, 10)):
        reply_to_remit(
            Remit.objects.get(request_key="demo-remit-1"),
            by=people["head.willow"],
            text="The lift was inspected on 21 April and the emergency lights on 6 May. The fixed wiring of the hall was "
            "tested on 19 May. Two checks that fell due since are booked for August.",
            returned=Return.objects.get(term=term, school=schools["willow"]),
        )


def summer(term: Term, people: People, schools: Schools) -> None:
    """Two questions are answered in time for the board, which closes one remit and sets another."""
    attendance = _figure("ATT", schools["oak"], term)
    staff_costs = _figure("FIN-STF", schools["alder"], term)
    with standing_at(moment(date(2026, 7, 3), 19, 45)):
        absent = ask_question(
            by=people["trustee"],
            text="Attendance has now fallen four terms in a row. What is different about Years 9 and 10, and what have families "
            "told you?",
            term=term,
            key="demo-question-2",
            school=schools["oak"],
            area=attendance.kpi.area,
            figure=attendance,
        )
    with standing_at(moment(date(2026, 7, 4), 10, 15)):
        supply = ask_question(
            by=people["trustee.martin"],
            text="How much of the rise in staff costs is supply, and when does it end?",
            term=term,
            key="demo-question-3",
            school=schools["alder"],
            area=staff_costs.kpi.area,
            figure=staff_costs,
        )
    _before_the_summer_board(people, supply, absent)
    _at_the_summer_board(term, people, schools, supply, absent)


def _before_the_summer_board(people: People, supply: Question, absent: Question) -> None:
    """Both heads answer; one trustee asks further."""
    with standing_at(moment(date(2026, 7, 6), 16, 30)):
        answer_question(
            supply,
            by=people["head.alder"],
            text="About two thirds: three posts in science and mathematics. One is filled from September. We cannot yet "
            "say when the others will be.",
        )
    with standing_at(moment(date(2026, 7, 6), 19, 10)):
        ask_further(
            supply,
            by=people["trustee.martin"],
            text="And what would it cost to bring the two other posts forward with an agency that finds people to stay?",
        )
    with standing_at(moment(date(2026, 7, 8), 9, 20)):
        answer_question(
            supply,
            by=people["head.alder"],
            text="About £9,000 for both, once. It would pay for itself by the spring half term.",
        )
    with standing_at(moment(date(2026, 7, 7), 12, 0)):
        answer_question(
            absent,
            by=people["head.oak"],
            text="Both years moved to the lower site in January and many now take two buses. Families also speak of "
            "anxiety before examinations. We visited 34 families; the other 21 are to come.",
        )


def _at_the_summer_board(
    term: Term, people: People, schools: Schools, supply: Question, absent: Question
) -> None:
    with standing_at(moment(date(2026, 7, 9), 20, 15)):
        close_question(supply, by=people["trustee.martin"], outcome=Outcome.RESOURCES)
        close_remit(Remit.objects.get(request_key="demo-remit-1"), by=people["chair"])
        set_remit(
            by=people["chair"],
            text="Visit every family of a pupil in Years 9 and 10 whose attendance is below 85%. In the autumn return "
            "say how many were visited, what has changed since, and what the trust could do that the school cannot.",
            set_in=term,
            due_in=_term(NOW),
            key="demo-remit-2",
            school=schools["oak"],
            area=absent.area,
            question=absent,
            minute="Board, 9 July 2026, minute 5.1",
            owner=people["head.oak"],
            kpi=_figure("ATT", schools["oak"], term).kpi,
        )
        close_question(absent, by=people["trustee"], outcome=Outcome.SUPPORT)


def autumn(term: Term, people: People, schools: Schools) -> None:
    """Two questions wait for an answer: one on a figure of the summer, given to a leader, one on a milestone.
    A third has not been sent."""
    attendance = _figure("ATT", schools["oak"], _term(SUMMER))
    with standing_at(moment(date(2026, 11, 17), 14, 10)):
        visited = ask_question(
            by=people["trustee"],
            text="Of the pupils behind this figure whose families were visited before the summer, how many have attended "
            "more since September?",
            term=term,
            key="demo-question-4",
            school=schools["oak"],
            area=attendance.kpi.area,
            figure=attendance,
            due_on=date(2026, 12, 1),
        )
    with standing_at(moment(date(2026, 11, 17), 15, 5)):
        assign_question(visited, by=people["clerk"], to=people["head.oak"])
    with standing_at(moment(date(2026, 11, 17), 16, 40)):
        ask_question(
            by=people["chair"],
            text="The summer Update said that the laboratories might open after half term. Have they, and who pays for "
            "the delay?",
            term=term,
            key="demo-question-5",
            priority=Priority.objects.get(lines__code="3b"),
            due_on=date(2026, 12, 1),
        )
    _keep_a_draft(people)


def _keep_a_draft(people: People) -> None:
    with standing_at(moment(date(2026, 11, 17), 21, 15)):
        draft_question(
            by=people["trustee"],
            text="The matrix shows two lines that have slipped twice. Should the board stop one of them and put what it "
            "saves into the other?",
            term=_term(SUMMER),
            section="milestone-matrix",
            key="demo-draft-1",
        )


def _figure(code: str, school: School, term: Term) -> Figure:
    found = Figure.objects.filter(kpi__code=code, school=school, term=term).select_related("kpi__area")
    return found.latest("version")


def _term(ref: TermRef) -> Term:
    term = term_for(ref)
    assert term is not None  # the demonstration has laid out every term of its plan
    return term


TOLD = {SPRING: Told(spring), SUMMER: Told(summer, before_returns=before_summer), NOW: Told(autumn)}

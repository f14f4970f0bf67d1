"""How the demonstration's board sees itself: last autumn's round and this one's, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from governance.assessment.actions import (
    Given,
    act_on,
    answer_round,
    close_round,
    draft_round,
    finish_outcome,
    open_round,
    people_asked,
)
from governance.models import SelfAssessment
from schools.models import Body
from trust import clock
from trust.demo import moment
from trust.models import User

# A digit for each statement of the starter list, in its order; 0 is left blank.
BEFORE: Final = (
    "443332434434435343", "344323343325434254", "433432324434524334",
    "354322433323435344", "443333344434423044", "344222333435435243",
)  # fmt: skip
NOW: Final = (
    "444433434334435244", "354434443325535244", "443443433344424134", "454333444334535245",
    "444443333434434044", "354334443325425244", "443443434434535134",
)  # fmt: skip
# By the statement's place in the list, and the person's line above.
WORDS: Final = {
    (2, 1): "The new risk page is the first that I have read to the end.",
    (4, 3): "We ask well. We do not always wait for the answer.",
    (5, 2): "Remits at the top of the return have changed this.",
    (9, 0): "I could not say which of our projects was worth what it cost.",
    (9, 4): "We see what is spent and seldom what it did.",
    (13, 1): "Nobody has raised it since the summer.",
    (13, 5): "We need a vice-chair with time to learn.",
    (14, 2): "Shorter Updates have given us an hour back.",
}


def demonstrate_assessments(people: Mapping[str, User], bodies: Mapping[str, Body]) -> list[SelfAssessment]:
    """Live the board's rounds of autumn 2025 and 2026, and note what it does about what it found."""
    clerk, board = people["clerk"], bodies["trust-board"]
    first = _round(board, clerk, "Autumn 2025", date(2025, 10, 13), BEFORE, {})
    second = _round(board, clerk, "Autumn 2026", date(2026, 10, 12), NOW, WORDS)
    with clock.standing_at(moment(date(2026, 11, 4))):
        _follow(second, clerk)
    return [first, second]


def _round(
    board: Body,
    clerk: User,
    title: str,
    opened: date,
    lines: Sequence[str],
    words: Mapping[tuple[int, int], str],
) -> SelfAssessment:
    with clock.standing_at(moment(opened)):
        made = draft_round(by=clerk, body=board, title=title, closes_on=opened.replace(day=30))
        made = open_round(made, by=clerk)
        people = people_asked(board, opened)
    questions = list(made.questions.values_list("pk", flat=True))
    for number, (person, line) in enumerate(zip(people, lines, strict=False)):
        given = {
            question: Given(int(level) or None, words.get((place, number), ""))
            for place, (question, level) in enumerate(zip(questions, line, strict=True))
        }
        with clock.standing_at(moment(opened.replace(day=14 + number))):
            answer_round(made, by=person, given=given)
    with clock.standing_at(moment(opened.replace(day=30), 17)):
        return close_round(made, by=clerk)


def _follow(found: SelfAssessment, clerk: User) -> None:
    act_on(
        found,
        by=clerk,
        text="Agree who could chair the board next, and what they should learn by July.",
        key="demo-assessment-chair",
        owner_post="Chair of the board",
        due_on=date(2027, 3, 26),
        train=True,
    )
    act_on(
        found,
        by=clerk,
        text="Ask for one page each spring on what the largest projects changed for pupils.",
        key="demo-assessment-value",
        owner_post="Finance director",
        due_on=date(2027, 2, 26),
    )
    done = act_on(
        found,
        by=clerk,
        text="Put the answer to each remit on the agenda before new questions are taken.",
        key="demo-assessment-answers",
        owner_post="Governance professional",
    )
    finish_outcome(done, by=clerk)

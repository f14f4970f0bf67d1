"""Where the schools of the demonstration stand: four terms of judgements, and one that is being written."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from schools.categories.actions import (
    Evaluation,
    Judged,
    agree_category,
    areas_for,
    hand_in_evaluation,
    keep_ladder,
    moderate_evaluation,
    save_evaluation,
)
from schools.categories.starter import LADDER
from schools.models import Rung, School
from trust import clock
from trust.demo import moment
from trust.models import Term, User
from trust.terms import TermRef


class Told(NamedTuple):
    """One term: when the school wrote, when it was moderated, when the board met, and the minute."""

    term: TermRef
    wrote: date
    moderated: date
    agreed: date
    minute: str


TERMS: Final = (
    Told(TermRef(2025, 2), date(2026, 2, 24), date(2026, 3, 3), date(2026, 3, 17), "Minute 6.3"),
    Told(TermRef(2025, 3), date(2026, 6, 16), date(2026, 6, 23), date(2026, 7, 7), "Minute 5.4"),
)
# School → the rungs that it said, and those that were moderated where they differ, term by term.
RUNGS: Final = {
    "oak": ((2, 2), (2, 2)),
    "alder": ((2, 3), (3, 3)),
    "rowan": ((2, 2), (2, 2)),
    "elm": ((1, 1), (1, 1)),
    "ash": ((3, 3), (3, 2)),
    "birch": ((2, 2), (2, 2)),
    "willow": ((2, 2), (1, 2)),
    "hazel": ((1, 1), (1, 1)),
}
NEXT: Final = {
    1: "We keep what works, and two other schools come to see it.",
    2: "Attendance on Mondays is next; the rest stays as it is.",
    3: "A plan with the trust for mathematics and for attendance, looked at every half term.",
}
EVIDENCE: Final = {
    "Achievement": "The term's results, and books of three subjects looked at by two heads.",
    "Attendance and behaviour": "Weekly attendance, suspensions, and what pupils say of break times.",
    "Curriculum and teaching": "Forty lessons seen, half of them with a colleague from another school.",
    "Inclusion": "Plans of twelve pupils followed through a day; families asked.",
    "Leadership and governance": "Minutes of the local body, and its visits of the term.",
    "Personal development and wellbeing": "Clubs by who comes to them, and the pupils' survey.",
    "Safeguarding": "The term's audit, the register of training, and six files.",
}
WHY: Final = "Two of the areas are not yet where the school sees them; the figures of the term say so."


def demonstrate_categories(
    schools: dict[str, School], people: dict[str, User], terms: dict[TermRef, Term]
) -> None:
    """A ladder, two terms that the board has agreed, and Oakmerrow's judgement of this one handed in."""
    executive, chair = people["executive"], people["chair"]
    with clock.standing_at(moment(date(2026, 1, 12))):
        rungs = keep_ladder([(n, name, why) for n, (name, why) in enumerate(LADDER, start=1)], by=executive)
    for place, told in enumerate(TERMS):
        for slug, said in RUNGS.items():
            _live(schools[slug], people[f"head.{slug}"], executive, chair, told, said[place], terms, rungs)
    with clock.standing_at(moment(date(2026, 11, 12))):
        head, term = people["head.oak"], terms[TermRef(2026, 1)]
        held = save_evaluation(
            schools["oak"], term, by=head, seen_version=0, said=_said(schools["oak"], rungs[1])
        )
        hand_in_evaluation(held, by=head)


def _live(
    school: School,
    head: User,
    executive: User,
    chair: User,
    told: Told,
    said: tuple[int, int],
    terms: dict[TermRef, Term],
    rungs: list[Rung],
) -> None:
    own, moderated = (rungs[number - 1] for number in said)
    with clock.standing_at(moment(told.wrote)):
        held = save_evaluation(school, terms[told.term], by=head, seen_version=0, said=_said(school, own))
        held = hand_in_evaluation(held, by=head)
    with clock.standing_at(moment(told.moderated)):
        words = WHY if own != moderated else ""
        judged = Evaluation(moderated, words, _said(school, moderated, words).areas)
        held = moderate_evaluation(held, by=executive, seen_version=held.version, said=judged)
    with clock.standing_at(moment(told.agreed)):
        agree_category(held, by=chair, rung=moderated, agreed_on=told.agreed, minute=told.minute)


def _said(school: School, rung: Rung, words: str | None = None) -> Evaluation:
    areas = {
        area.pk: Judged(rung, EVIDENCE[area.name] if words is None else words) for area in areas_for(school)
    }
    return Evaluation(rung, NEXT[rung.number], areas)

"""How the boards assessed themselves in the year, in a pack: each closed round, and what came of it.

What a round may show is the round's own rule: with too few answers it shows nothing here either.
"""

from __future__ import annotations

from datetime import date

from governance.assessment.queries import headline, results
from governance.models import AssessmentOutcome, RoundState, SelfAssessment
from governance.packs.lists import Part, listing, table
from governance.training.queries import bounds
from kpis.words import DASH
from trust.dates import short_date
from trust.terms import academic_year, year_name

ANCHOR, TITLE = "assessed", "How the boards assess themselves"


def read(today: date) -> Part:
    """The rounds that closed in the academic year of that day; a few queries for each of them."""
    year = academic_year(today)
    first, last = bounds(year)
    closed = SelfAssessment.objects.filter(state=RoundState.CLOSED, closes_on__range=(first, last))
    rounds = list(closed.select_related("body").order_by("closes_on", "pk"))
    count = len(rounds)
    said = f"{count} round{'' if count == 1 else 's'} of self-assessment closed in {year_name(year)}."
    if not rounds:
        said = f"No body closed a round of self-assessment in {year_name(year)}."
    return listing(ANCHOR, TITLE, said, [_rounds(rounds), _outcomes(rounds)] if rounds else [])


def _rounds(rounds: list[SelfAssessment]) -> Part:
    shown = [results(each) for each in rounds]
    rows = [
        (each.assessment.body.name, each.assessment.title, f"{each.answered} of {each.asked}", headline(each))
        for each in shown
    ]
    return table("Rounds", ("Body", "Round", "Answered", "What it says"), rows, none="", widest=3)


def _outcomes(rounds: list[SelfAssessment]) -> Part:
    outcomes = AssessmentOutcome.objects.filter(assessment__in=rounds).select_related("assessment__body")
    rows = [(each.assessment.body.name, each.text, each.owner_post or DASH, _when(each)) for each in outcomes]
    columns = ("Body", "What came of it", "Who does it", "When")
    return table("What came of them", columns, rows, none="Nothing has been noted yet.", widest=1)


def _when(outcome: AssessmentOutcome) -> str:
    if outcome.done_on:
        return f"Done {short_date(outcome.done_on)}"
    return f"By {short_date(outcome.due_on)}" if outcome.due_on else "No date"

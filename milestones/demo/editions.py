"""What the demonstration's plan says besides its matrix: chapters, objectives, questions and growth targets."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from milestones import actions
from milestones.actions.edition_parts import edition_contents
from milestones.actions.sheets import fingerprint
from milestones.edition_parts import EditionPart
from milestones.models import Plan
from trust.models import Term, User
from trust.terms import TermRef

# Kind, heading, text, and the words of the summary where they differ; None where the summary leaves it out.
CHAPTERS: list[tuple[str, str, str, str | None]] = [
    (
        "mission", "What we are for",
        "Eight schools in two valleys, so that no child’s schooling depends on which side of the river they live.",
        "",
    ),
    (
        "values", "What we hold to",
        "We tell each other the truth early, above all when it is awkward.\n\n"
        "We share what works and keep what is a school’s own.\n\n"
        "We spend on teaching first.",
        "",
    ),
    (
        "context", "Where we work",
        "Merrow and Thorpe lost their largest employer in 2021. One family in four has moved house since, and four of "
        "our schools take in pupils all through the year.\n\n"
        "Teachers come to us from two universities an hour away. Most who leave do so in their third year, and say that "
        "it was the rent.",
        None,
    ),
    (
        "position", "Where we are now",
        "Results at eleven are close to those of the country. Attendance fell in all schools after 2020 and has come back "
        "in five of eight. Reserves stand at six weeks of spending.",
        "Results are near those of the country; attendance has come back in five schools of eight.",
    ),
    (
        "success", "What it will take",
        "Heads who have time to look at each other’s schools.\n\n"
        "Governors who can read a budget and ask about it.\n\n"
        "One set of numbers that everybody trusts.",
        None,
    ),
    (
        "risks", "What could stop us",
        "Posts in mathematics and science stay empty.\n\n"
        "The second phase at Rowanmere runs late and takes money from every school.\n\n"
        "Attendance stays low where families move most.",
        "Empty posts in mathematics and science; a late building at Rowanmere; low attendance where families move most.",
    ),
]  # fmt: skip

OBJECTIVES: list[tuple[str, tuple[str, ...]]] = [
    ("Every pupil is taught well in every lesson, whichever of our schools they go to.", ("KS2",)),
    ("People want to work here, and stay long enough to get good at it.", ("STF-POS", "STF-ABS")),
    ("Money and buildings serve teaching, and nobody is surprised by either.", ("FIN-RES",)),
    ("Every child is in school each day, and their family knows why it matters.", ("ATT", "PA")),
]

# The number of the strand, the question, the response, and what watches it.
QUESTIONS: list[tuple[int, str, str, tuple[str, ...]]] = [
    (
        1, "How do we know how good our schools are before anybody else tells us?",
        "Two heads review each school every year and write down what they saw. The board reads every summary.\n\n"
        "What a review finds is looked at again in the next one.",
        ("KS2",),
    ),
    (
        2, "How do we fill every post with somebody who will stay?",
        "One advertisement for all eight schools, a mentor for each trainee, and a say in where they work next.",
        ("STF-POS", "STF-ABS"),
    ),
    (
        4, "What brings back the pupils who miss a tenth of their lessons?",
        "A call on the first morning, a clinic with the family in the second week, and a home visit in the third. Money "
        "goes to where it works.",
        ("ATT", "PA"),
    ),
    (
        3, "What can eight schools buy better together?",
        "Energy, cleaning and records first. A school may stay out of a contract if it says why.",
        ("FIN-RES",),
    ),
    (
        1, "Who teaches the pupils who arrive in the middle of a year?",
        "",
        (),
    ),
]  # fmt: skip

# What grows, to how many, by the end of which term, and when that was reached.
GROWTH: list[tuple[str, str, TermRef, str]] = [
    ("Schools in the trust", "10", TermRef(2027, 3), ""),
    ("Primary schools with breakfast", "4", TermRef(2025, 3), "2026-03"),
    ("Trained reviewers", "12", TermRef(2025, 3), "2026-06-19"),
    ("Trainee teachers a year", "14", TermRef(2028, 3), ""),
]


def write_edition(plan: Plan, terms: dict[TermRef, Term], *, by: User) -> None:
    """Write the chapters, objectives, questions and growth targets of the plan, and say which years are firm."""
    strands = dict(plan.strands.values_list("number", "pk"))
    _save(plan, EditionPart.TEXTS, [_chapter(*each) for each in CHAPTERS], by)
    _save(plan, EditionPart.OBJECTIVES, [_new(text=text, kpis=[*kpis]) for text, kpis in OBJECTIVES], by)
    asked = [
        _new(strand_id=strands[strand], text=text, response=response, kpis=[*kpis])
        for strand, text, response, kpis in QUESTIONS
    ]
    _save(plan, EditionPart.QUESTIONS, asked, by)
    grown = [
        _new(text=text, target=Decimal(target), by_term_id=terms[ref].pk, reached_on=reached)
        for text, target, ref, reached in GROWTH
    ]
    _save(plan, EditionPart.GROWTH, grown, by)
    _save(plan, EditionPart.YEARS, [{"firm_to_id": terms[TermRef(2026, 3)].pk}], by)


def _chapter(kind: str, title: str, text: str, summary: str | None) -> dict[str, Any]:
    return _new(kind=kind, title=title, text=text, in_summary=summary is not None, summary=summary or "")


def _new(**row: Any) -> dict[str, Any]:
    return {"id": None, "place": None} | row


def _save(plan: Plan, part: EditionPart, contents: list[dict[str, Any]], by: User) -> None:
    seen = fingerprint(edition_contents(plan, part))
    actions.save_edition_part(plan, part, by=by, seen=seen, contents=contents)

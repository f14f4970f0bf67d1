"""Which sections an edition may hold, which it holds until somebody chooses otherwise, and why: one table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from governance.models import Edition
from governance.packs.sections import (
    ASSESSED,
    CHANGED,
    COMMENTARY,
    COMPLIANCE,
    CONFIDENTIAL,
    EVALUATED,
    FORECASTS,
    GOVERNING,
    HEAT_MAP,
    HIGHLIGHTS,
    MATRIX,
    NEXT_PLAN,
    SCHOOLS,
    SECTIONS,
    SOURCES,
    STANDING,
    SUMMARY,
    TERMLY,
    THREAD,
    YEAR,
    slug_of,
)

BOARD, SCORECARD, ANNUAL, LOCAL, MEMBERS, PUBLIC = (
    Edition.BOARD, Edition.SCORECARD, Edition.ANNUAL, Edition.LOCAL, Edition.MEMBERS, Edition.PUBLIC,
)  # fmt: skip
# The editions that are made here, in the order in which pages tell of them.
MADE: Final = (BOARD, SCORECARD, ANNUAL, LOCAL, MEMBERS, PUBLIC)
# What the board reads may hold everything; what the others may hold, each in its own words.
WHOLE: Final = frozenset({BOARD, SCORECARD, ANNUAL})


class Rule(NamedTuple):
    """What a section holds for the board, what of it another edition may hold, and why the rest may not."""

    holds: str
    may: dict[Edition, str]
    why_not: str


MAY_HOLD: Final[dict[str, Rule]] = {
    SUMMARY: Rule(
        "What needs attention, what changed and what is asked",
        {
            MEMBERS: "What is red and what changed, without comments, late returns or milestones",
            PUBLIC: "What is red and what changed, without comments, late returns or milestones",
        },
        "It speaks of every school.",
    ),
    COMMENTARY: Rule(
        "Your overview and what is said of the sections, with the names of those who said it",
        {},
        "It is written for the board.",
    ),
    HEAT_MAP: Rule(
        "Every school by area, with each area’s worst figure",
        {
            LOCAL: "The school’s own row",
            MEMBERS: "Every school, small groups taken out, lateness and judgements left out",
            PUBLIC: "Every school, small groups taken out, lateness and judgements left out",
        },
        "",
    ),
    SCHOOLS: Rule(
        "A page for each school: figures, comments, replies and remits",
        {
            LOCAL: "The school’s own page, as the board reads it",
            MEMBERS: "Figures alone, small groups taken out: no comment, name or remit",
            PUBLIC: "Figures alone, small groups taken out: no comment, name or remit",
        },
        "",
    ),
    MATRIX: Rule(
        "The plan’s milestones and ratings, with what was said of them",
        {LOCAL: "The plan’s milestones and ratings"},
        "What was said of milestones is for the board and the schools.",
    ),
    CHANGED: Rule(
        "Programmes whose rating differs from the last Update’s, with what was said of them",
        {LOCAL: "The plan’s programmes that changed colour"},
        "What was said of milestones is for the board and the schools.",
    ),
    GOVERNING: Rule(
        "Places, training and skills, in counts",
        {MEMBERS: "Places that are filled and vacant; no names, no training, no skills"},
        "Skills that a board lacks and training still owed are its own business.",
    ),
    COMPLIANCE: Rule(
        "Open findings, dates to keep and policies past their review",
        {LOCAL: "The school’s own findings, dates and policies"},
        "An open finding is known to those who must mend it.",
    ),
    THREAD: Rule(
        "What is open, and settled since the last Update",
        {LOCAL: "The questions and remits about the school"},
        "Who asked what is between the board and those who answer.",
    ),
    FORECASTS: Rule(
        "What heads expect, against targets, and how earlier forecasts did",
        {LOCAL: "The school’s own forecasts"},
        "A forecast is one head’s judgement and no result yet.",
    ),
    STANDING: Rule(
        "The category of each school, and inspections",
        {
            LOCAL: "The school’s own category and inspection",
            MEMBERS: "The last inspection of each school, without categories",
            PUBLIC: "The last inspection of each school, without categories",
        },
        "",
    ),
    HIGHLIGHTS: Rule(
        "What you choose of what was noted",
        {
            LOCAL: "The school’s own and the trust’s",
            MEMBERS: "All that was chosen for the board",
            PUBLIC: "All that was chosen for the board; read them first, since they may name people",
        },
        "",
    ),
    EVALUATED: Rule(
        "Each priority’s verdict, its ratings of three terms, and what is not reached",
        {},
        "The verdicts are the board’s until the next plan is adopted.",
    ),
    NEXT_PLAN: Rule(
        "What the next edition carries on, repeats, ends and leaves open",
        {},
        "A plan that the board has not adopted is a draft.",
    ),
    YEAR: Rule(
        "The year’s Updates, the trust’s figures in each, and what the board asked and set",
        {},
        "It tells what the board was given and what it asked.",
    ),
    ASSESSED: Rule(
        "Each closed round of self-assessment in counts, and what came of it",
        {},
        "How a board sees itself is its own business.",
    ),
    SOURCES: Rule(
        "Returns, corrections and national figures",
        {LOCAL: "The school’s own return and corrections"},
        "It names who signed returns and who corrected figures.",
    ),
}
# What issuing the board's Update gives out: these cannot be left out of it.
ALWAYS: Final[dict[Edition, tuple[str, ...]]] = {BOARD: (SUMMARY, HEAT_MAP, SCHOOLS, MATRIX, SOURCES)}
USUAL: Final[dict[Edition, tuple[str, ...]]] = {
    BOARD: tuple(SECTIONS[slug] for slug in TERMLY),
    ANNUAL: (EVALUATED, NEXT_PLAN, YEAR, FORECASTS, GOVERNING, ASSESSED, STANDING, HIGHLIGHTS),
    SCORECARD: (HEAT_MAP, COMPLIANCE, FORECASTS, SOURCES),
    LOCAL: (SCHOOLS, HEAT_MAP, COMPLIANCE, THREAD, FORECASTS, STANDING, HIGHLIGHTS, SOURCES),
    Edition.HEAD: (SCHOOLS, THREAD, FORECASTS, HIGHLIGHTS),
    Edition.PART_2: (CONFIDENTIAL,),
    MEMBERS: (SUMMARY, HEAT_MAP, GOVERNING, STANDING, HIGHLIGHTS),
    PUBLIC: (SUMMARY, HEAT_MAP, STANDING),
}


def may_hold(edition: Edition) -> list[str]:
    """The slugs of the sections that the edition may hold, in the usual order."""
    own = [*USUAL[edition], *(title for title in SECTIONS.values() if title not in USUAL[edition])]
    allowed = (title for title in own if edition in WHOLE or edition in _may(title))
    return [slug_of(title) for title in allowed]


def usual(edition: Edition) -> list[str]:
    return [slug_of(title) for title in USUAL[edition]]


def must_hold(edition: Edition) -> list[str]:
    return [slug_of(title) for title in ALWAYS.get(edition, ())]


def in_words(edition: Edition, slug: str) -> str:
    """What of that section the edition holds."""
    rule = MAY_HOLD.get(SECTIONS[slug])
    if rule is None:
        return ""
    return rule.holds if edition in WHOLE else rule.may[edition]


def left_out(edition: Edition) -> list[tuple[str, str]]:
    """What the edition may never hold, by title, and why."""
    if edition in WHOLE:
        return []
    return [(title, rule.why_not) for title, rule in MAY_HOLD.items() if edition not in rule.may]


def in_order(edition: Edition, chosen: Iterable[str]) -> list[str]:
    """The sections chosen, in that order: only what the edition may hold, what it must hold among them, and
    a summary always first."""
    allowed, asked = may_hold(edition), list(dict.fromkeys(chosen))
    kept = [slug for slug in asked if slug in allowed]
    kept += [slug for slug in must_hold(edition) if slug not in kept]
    return sorted(kept, key=lambda slug: slug != slug_of(SUMMARY))


def moved(order: Sequence[str], slug: str, by: int) -> list[str]:
    """The order with one section a place up (-1) or down (1)."""
    found = list(order)
    if slug in found:
        at = found.index(slug)
        to = min(max(at + by, 0), len(found) - 1)
        found.insert(to, found.pop(at))
    return found


def _may(title: str) -> dict[Edition, str]:
    """A section that another room adds is the board's alone until it stands in the table."""
    rule = MAY_HOLD.get(title)
    return rule.may if rule else {}

"""What an appointment, a change or a departure brings: each step, when it is due, and which rule asks.

Pure. Kinds of body and of step are their stored texts. Where a rule says "as soon as practicable", the portal
asks after three weeks; a trust that does it sooner ticks it sooner.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

HANDBOOK: Final = "Academy Trust Handbook: the DfE's register is told within 14 days of a change"
COMPANIES: Final = "Companies Act 2006, section 167: within 14 days; trustees are the company's directors"
PUBLISHED: Final = "Academy Trust Handbook: the website shows who has served in the last 12 months"
SAFER: Final = (
    "Keeping children safe in education, part three: before, or as soon as practicable after, the start"
)
BARRED: Final = (
    "Keeping children safe in education, part three: nobody under a section 128 direction may serve"
)
GOOD_PRACTICE: Final = "The trust's own practice"

# An appointment older than this, when it is recorded, opens nothing: it was made before the portal was there.
LONG_AGO: Final = timedelta(days=120)
# Kinds of body by what the law sees in them.
DIRECTORS: Final = frozenset({"board"})
REGISTERED: Final = frozenset({"board", "members", "local", "appointed"})
GOVERNING: Final = REGISTERED | {"committee"}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: within how many days of the day on which somebody begins or leaves, and why."""

    kind: str
    days: int
    why: str

    def due_on(self, day: date) -> date:
        return day + timedelta(days=self.days)


GIAS = Step("gias", 14, HANDBOOK)
COMPANIES_HOUSE = Step("companies-house", 14, COMPANIES)
WEBSITE = Step("website", 14, PUBLISHED)
IDENTITY = Step("identity", 0, SAFER)
SECTION_128 = Step("section-128", 0, BARRED)
DBS = Step("dbs", 21, SAFER)
INDUCTION = Step("induction", 90, GOOD_PRACTICE)
ACCESS = Step("access", 0, GOOD_PRACTICE)
HANDOVER = Step("handover", 14, GOOD_PRACTICE)


def at_start(kind: str, *, is_known: bool) -> list[Step]:
    """What an appointment brings. Who serves the trust already has been checked, and is not checked again."""
    if kind not in GOVERNING:
        return []
    checks = [] if is_known else [IDENTITY, SECTION_128, DBS]
    return [*_registers(kind), *checks, INDUCTION]


def at_change(kind: str) -> list[Step]:
    """What a new term of office or another office brings."""
    return [step for step in _registers(kind) if step.kind != "companies-house"]


def at_end(kind: str) -> list[Step]:
    """What a departure brings."""
    return [*_registers(kind), ACCESS, HANDOVER] if kind in GOVERNING else []


def why(kind: str) -> str:
    """Which rule asks for a step of that kind."""
    return next(step.why for step in EVERY if step.kind == kind)


def _registers(kind: str) -> list[Step]:
    if kind not in GOVERNING:
        return []
    told = [GIAS] if kind in REGISTERED else []
    told += [COMPANIES_HOUSE] if kind in DIRECTORS else []
    return [*told, WEBSITE]


EVERY: Final = (GIAS, COMPANIES_HOUSE, WEBSITE, IDENTITY, SECTION_128, DBS, INDUCTION, ACCESS, HANDOVER)

DONE, NOT_NEEDED = "Done", "Not needed"
CLEAR: Final = "Clear"
CHECKS: Final = frozenset({"identity", "dbs", "section-128"})


def outcomes(kind: str) -> tuple[str, ...]:
    """What can be said of a step that is done; a check keeps its outcome and no document."""
    if kind in CHECKS:
        return (CLEAR, "Clear, with a risk assessment", "Not clear", NOT_NEEDED)
    return (DONE, NOT_NEEDED)


@dataclass(frozen=True, slots=True)
class Told:
    """What the registers want to know of an appointment or a departure."""

    name: str
    office: str
    body: str
    appointed_by: str
    starts: date
    last_day: date | None
    left_on: date | None
    company_number: str = ""
    schools: tuple[tuple[str, str], ...] = ()


def text_to_copy(kind: str, told: Told, *, at_end: bool) -> str:
    """Lines for the register of that kind, or '' where there is nothing to copy."""
    if kind not in ("gias", "companies-house", "website"):
        return ""
    lines = [f"Full name: {told.name}", f"Role: {told.office}, {told.body}"]
    lines += [f"School: {name} (URN {urn})" for name, urn in told.schools]
    if kind == "companies-house" and told.company_number:
        lines.append(f"Company number: {told.company_number}")
    if kind != "companies-house":
        lines.append(f"Appointed by: {told.appointed_by}")
    lines.append(f"Date of appointment: {_day(told.starts)}")
    if kind != "companies-house" and told.last_day:
        lines.append(f"Term of office ends: {_day(told.last_day)}")
    if at_end and told.left_on:
        lines.append(f"Date they stepped down: {_day(told.left_on)}")
    return "\n".join(lines)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

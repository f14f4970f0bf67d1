"""What an English academy trust files and publishes each year, as facts with their sources.

A date stands only for the year for which it was published. The one exception is the filing at Companies
House, which the Companies Act dates by itself: nine months after a year that ends on 31 August.
"""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

PLANNING_2025: Final = (
    "Academies planning calendar 2025 to 2026, "
    "https://www.gov.uk/government/publications/academies-planning-calendar/"
    "academies-planning-calendar-2025-to-2026"
)
BUDGET_GUIDE: Final = "Academies budget forecast return 2026, guide to the online form, on gov.uk"
CHECKLIST_2026: Final = "School resource management self-assessment, guide of 2026"
HANDBOOK: Final = "Academy Trust Handbook, part 4, annual report and accounts"
COMPANIES_ACT: Final = "Companies Act 2006, section 442(2)(a): nine months after the year end of 31 August"


class Starter(NamedTuple):
    """An obligation, who sees to it, where its rule stands, and the dates published so far by year."""

    title: str
    kind: str
    post: str
    source: str
    per_school: bool = False
    known: tuple[tuple[int, date, str], ...] = ()


STARTERS: Final = (
    Starter("School census, autumn", "Return", "Headteacher", "Education Act 1996, section 537A", True,
            ((2025, date(2025, 10, 29), PLANNING_2025),)),
    Starter("School workforce census", "Return", "Headteacher", "Education Act 2005, section 113", True,
            ((2025, date(2025, 12, 5), PLANNING_2025),)),
    Starter("Land and buildings collection", "Return", "Chief finance officer", HANDBOOK, False,
            ((2025, date(2025, 12, 16), PLANNING_2025),)),
    Starter("Audited accounts to the DfE", "Return", "Chief finance officer", HANDBOOK, False,
            ((2025, date(2025, 12, 31), PLANNING_2025),)),
    Starter("Academies accounts return", "Return", "Chief finance officer",
            "Academies Accounts Direction, the edition for the year", False,
            ((2025, date(2026, 1, 28), PLANNING_2025),)),
    Starter("Audited accounts on the trust’s website", "Publication", "Chief finance officer", HANDBOOK,
            False, ((2025, date(2026, 1, 31), PLANNING_2025),)),
    Starter("School resource management checklist", "Return", "Chief finance officer", HANDBOOK, False,
            ((2025, date(2026, 3, 13), CHECKLIST_2026),)),
    Starter("Accounts filed at Companies House", "Publication", "Governance professional", COMPANIES_ACT),
    Starter("Budget forecast return", "Return", "Chief finance officer", HANDBOOK, False,
            ((2025, date(2026, 9, 24), BUDGET_GUIDE),)),
)  # fmt: skip
FILED: Final = "Accounts filed at Companies House"


def due_in(starter: Starter, year: int) -> tuple[date | None, str]:
    """The date in the academic year that begins in `year`, and its source; None where it is not confirmed."""
    if starter.title == FILED:
        return date(year + 1, 5, 31), COMPANIES_ACT
    found = next(((on, source) for known, on, source in starter.known if known == year), None)
    return found or (None, "")

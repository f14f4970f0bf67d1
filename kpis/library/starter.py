"""The starter library: KPIs that trusts commonly publish, in our own words, for a board to choose from.

Whoever takes one may change every word and number of it before it is first used. Limits say what is
impossible, usual ranges what wants a note; both are wide on purpose, and targets are the board's own.
"""

from __future__ import annotations

from typing import Final

from kpis.library._starter import Starter, StarterCheck
from kpis.library.starter_pupils import PUPILS
from kpis.library.starter_running import RUNNING

__all__ = ["AREAS", "CHECKS", "STARTERS", "Starter", "StarterCheck"]

# Address of an area → its name, and its short name; in the order in which they are shown.
AREAS: Final = {
    "outcomes": ("Headline outcomes", "Outcomes"),
    "disadvantaged": ("Disadvantaged pupils", "Disadvantaged"),
    "curriculum": ("Curriculum and inclusion", "Curriculum"),
    "attendance": ("Attendance", "Attendance"),
    "behaviour": ("Behaviour", "Behaviour"),
    "safeguarding": ("Safeguarding", "Safeguarding"),
    "views": ("Views of pupils, parents and staff", "Views"),
    "health-and-safety": ("Health and safety", "Health & safety"),
    "estates": ("Buildings and places", "Buildings"),
    "finance": ("Finance", "Finance"),
    "staffing": ("Staffing", "Staffing"),
    "governance": ("Governance", "Governance"),
}

STARTERS: Final[tuple[Starter, ...]] = (*PUPILS, *RUNNING)

CHECKS: Final[tuple[StarterCheck, ...]] = (
    StarterCheck("SEV", "denominator", "equals", "PA", "denominator", True,
                 "Severe and persistent absence are counted over the same pupils: give the same number "
                 "on roll."),
    StarterCheck("SEV", "numerator", "at-most", "PA", "numerator", True,
                 "Severely absent pupils are persistently absent as well, so there cannot be more of them."),
    StarterCheck("DIS-PA", "numerator", "at-most", "PA", "numerator", True,
                 "Disadvantaged pupils who are persistently absent are among all who are."),
    StarterCheck("DIS-PA", "denominator", "at-most", "PA", "denominator", True,
                 "Disadvantaged pupils are among all pupils on roll."),
    StarterCheck("EST-ROLL", "numerator", "equals", "PA", "denominator", False,
                 "The number on roll differs from the one under persistent absence: say why."),
    StarterCheck("DIS-KS2", "denominator", "at-most", "KS2", "denominator", True,
                 "Disadvantaged pupils in Year 6 are among all pupils in Year 6."),
    StarterCheck("DIS-KS2", "numerator", "at-most", "KS2", "numerator", True,
                 "Disadvantaged pupils who reached the standard are among all who did."),
    StarterCheck("SUS-REP", "denominator", "at-most", "PA", "denominator", True,
                 "More pupils were suspended than are on roll."),
    StarterCheck("STF-APP", "denominator", "at-most", "SAF-TRN", "denominator", False,
                 "More staff are due an appraisal than were counted for safeguarding training: say why."),
    StarterCheck("GOV-TRN", "denominator", "equals", "GOV-SEA", "numerator", False,
                 "The governors counted for training differ from the seats that are filled: say why."),
)  # fmt: skip

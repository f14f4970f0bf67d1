"""What the register's files call their columns, and how they write days, numbers, kinds and phases.

There is no format with a version: the file of all establishments has had 120 and 133 columns, a search's
download 111, so that columns are found by name. Headings as published by Get Information about Schools.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from schools.models import Phase, Route

URN, NAME = "URN", "EstablishmentName"
TYPE, STATUS = "TypeOfEstablishment (name)", "EstablishmentStatus (name)"
OPENED, CLOSED = "OpenDate", "CloseDate"
PHASE, LOW, HIGH = "PhaseOfEducation (name)", "StatutoryLowAge", "StatutoryHighAge"
PUPILS, PLACES, COUNTED = "NumberOfPupils", "SchoolCapacity", "CensusDate"
TRUST_CODE, TRUST_NAME = "Trusts (code)", "Trusts (name)"
LINKED = "Linked establishments"
GROUP_UID, GROUP_ID, GROUP_NAME = "Group UID", "Group ID", "Group Name"
COMPANY, GROUP_TYPE, JOINED = "Companies House Number", "Group Type", "Joined date"
PREDECESSOR = "PREDECESSOR_URN"

OF_SCHOOLS: Final = (URN, NAME, TYPE, STATUS, PHASE)
OF_GROUPS: Final = (URN, GROUP_UID, GROUP_NAME, JOINED)
OF_PREDECESSORS: Final = (URN, PREDECESSOR)

# A sponsor has a record of its own, under which every membership stands a second time.
TRUSTS: Final = frozenset({"multi-academy trust", "single-academy trust"})
CLOSED_STATES: Final = frozenset({"closed"})
ROUTES: Final = (("converter", Route.CONVERTER), ("sponsor", Route.SPONSORED), ("free school", Route.FREE))
# The register knows these as kinds of their own; the first two words of ours that fit.
FREE_KINDS: Final = ("studio school", "university technical college")
PHASES: Final = {
    "primary": Phase.PRIMARY, "middle deemed primary": Phase.PRIMARY, "nursery": Phase.PRIMARY,
    "secondary": Phase.SECONDARY, "middle deemed secondary": Phase.SECONDARY, "16 plus": Phase.SECONDARY,
    "all-through": Phase.ALL_THROUGH, "all through": Phase.ALL_THROUGH,
}  # fmt: skip
A_URN: Final = re.compile(r"\d{6}")
A_PREDECESSOR: Final = re.compile(r"(\d{6})\s*-?\s*Predecessor", re.IGNORECASE)
DAYS: Final = ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y")
COMPANY_DIGITS: Final = 8


def columns_of(heading: Sequence[str], wanted: Sequence[str]) -> Mapping[str, int] | None:
    """Heading → its column where all that are wanted are there; the first of two of one name."""
    found: dict[str, int] = {}
    for at, name in enumerate(heading):
        found.setdefault(name.strip(), at)
    return found if set(wanted) <= set(found) else None


def day_of(text: str) -> date | None:
    """'01-10-2015' in the register, '2015-10-01' in files of groups; None for what is no day."""
    for form in DAYS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def number_of(text: str) -> int | None:
    """A whole number, also one that a program has turned into '180.0'."""
    digits = text.strip().removesuffix(".0")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else None


def company_of(text: str) -> str:
    """A company number with the zeros in front that a program may have taken away: '7421140.0'."""
    digits = text.strip().removesuffix(".0")
    return digits.zfill(COMPANY_DIGITS) if digits else ""


def route_of(kind: str) -> Route | None:
    """How a kind of establishment became an academy; None for what is no academy."""
    said = kind.casefold()
    if any(each in said for each in FREE_KINDS):
        return Route.FREE
    return next((route for word, route in ROUTES if word in said), None)


def phase_of(phase: str, kind: str) -> Phase | None:
    """The phase; special and alternative provision academies have none in the register, and are special."""
    said = kind.casefold()
    if "special" in said or "alternative" in said:
        return Phase.SPECIAL
    return PHASES.get(phase.strip().casefold())


def predecessors_in(linked: str) -> tuple[str, ...]:
    """The URNs of '125085 Predecessor, 130001 Successor' that went before."""
    return tuple(dict.fromkeys(A_PREDECESSOR.findall(linked)))

"""The ground of the demonstration: a trust that does not exist, its calendar and its areas of oversight."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from trust.calendar import days_around, usual_days
from trust.clock import LONDON
from trust.models import Area, Term, Trust, User
from trust.terms import TermRef, terms_between

NAME = "Merrowdale Learning Trust"
# Of every address in a demonstration; nobody can own it (RFC 2606).
DOMAIN = "demo.example"
PASSWORD = "Loop-demo-2026"  # noqa: S105 - shown on the sign-in page of every demonstration
TODAY = date(2026, 11, 18)
FIRST, NOW = TermRef(2023, 2), TermRef(2026, 1)
LAST_OF_PLAN = TermRef(2028, 3)

# (starts, returns due, board meets) of each term that the story is told in; the rest follow the usual year.
DATES = {
    TermRef(2025, 2): (date(2026, 1, 5), date(2026, 2, 27), date(2026, 3, 26)),
    TermRef(2025, 3): (date(2026, 4, 13), date(2026, 6, 12), date(2026, 7, 9)),
    TermRef(2026, 1): (date(2026, 9, 1), date(2026, 11, 16), date(2026, 12, 10)),
    # Easter is early: the usual day of the meeting would be Good Friday.
    TermRef(2026, 2): (date(2027, 1, 5), date(2027, 3, 1), date(2027, 3, 18)),
}
USUAL_START = {1: (9, 1), 2: (1, 5), 3: (4, 15)}

AREAS = (
    ("Headline outcomes", "Outcomes", "outcomes"),
    ("Disadvantaged pupils", "Disadvantaged", "disadvantaged"),
    ("Attendance", "Attendance", "attendance"),
    ("Behaviour", "Behaviour", "behaviour"),
    ("Safeguarding", "Safeguarding", "safeguarding"),
    ("Health and safety", "Health & safety", "health-and-safety"),
    ("Finance", "Finance", "finance"),
    ("Staffing", "Staffing", "staffing"),
    ("Governance", "Governance", "governance"),
)


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """That time of day in London, in the past of the demonstration."""
    return datetime.combine(day, time(hour, minute), tzinfo=LONDON)


def found_trust() -> Trust:
    return Trust.objects.create(
        name=NAME,
        short_name="Merrowdale",
        company_number="00000000",
        mission="Every child known, every classroom worth being in.",
        vision="Eight schools that a family would choose, and that teachers would choose to stay in.",
        values=["Candour", "Care", "Craft"],
        is_demonstration=True,
        pinned_today=TODAY,
    )


def lay_out_terms() -> dict[TermRef, Term]:
    """From the first term of the story to the last of the plan; terms after next summer are provisional."""
    refs = terms_between(FIRST.shift(-1), LAST_OF_PLAN.next)
    return {ref: _term(ref) for ref in refs}


def _term(ref: TermRef) -> Term:
    starts, due, board = _dates(ref)
    days = days_around(due, board)
    if ref == NOW:
        # Ratings are due the day after the returns, so that one that is missing is overdue today; the Update
        # goes out early, so that heads read their pages today.
        days |= {"ratings_due": due + timedelta(days=1), "issue_on": due + timedelta(days=4)}
    return Term.objects.create(
        year=ref.year,
        number=ref.number,
        starts=starts,
        ends=_dates(ref.next)[0],
        is_provisional=ref > TermRef(2026, 3),
        **days,
    )


def _dates(ref: TermRef) -> tuple[date, date, date]:
    if ref in DATES:
        return DATES[ref]
    year = ref.year if ref.number == 1 else ref.year + 1
    usual = usual_days(ref)
    return date(year, *USUAL_START[ref.number]), usual["returns_due"], usual["board_date"]


def lay_out_areas() -> dict[str, Area]:
    return {
        slug: Area.objects.create(name=name, short_name=short, slug=slug, position=position)
        for position, (name, short, slug) in enumerate(AREAS)
    }


def enrol(email: str, name: str, post: str, hashed: str) -> User:
    """A person of the demonstration; `hashed` is the password that the sign-in page shows, hashed once for all."""
    person = User.objects.create_user(f"{email}@{DOMAIN}", name=name, post=post)
    person.password = hashed
    person.save(update_fields=["password"])
    return person

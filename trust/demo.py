"""The ground of the demonstration: a trust that does not exist, its calendar and its areas of oversight."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from trust.clock import LONDON
from trust.models import Area, Term, Trust, User
from trust.terms import TermRef, terms_between

NAME = "Merrowdale Learning Trust"
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
USUAL = {1: ((9, 1), (11, 15), (12, 10)), 2: ((1, 5), (2, 27), (3, 26)), 3: ((4, 15), (6, 12), (7, 9))}

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
    return Term.objects.create(
        year=ref.year,
        number=ref.number,
        starts=starts,
        ends=_dates(ref.next)[0],
        returns_open=due - timedelta(days=21),
        returns_due=due,
        returns_close=due + timedelta(days=10),
        # This term's are due the day after the returns, so that one that is missing is overdue today.
        ratings_due=due + timedelta(days=1 if ref == NOW else 4),
        # This term's goes out early, so that heads read their pages today.
        issue_on=due + timedelta(days=4) if ref == NOW else _working_day(board - timedelta(days=9)),
        board_date=board,
        is_provisional=ref > TermRef(2026, 3),
    )


def _dates(ref: TermRef) -> tuple[date, date, date]:
    if ref in DATES:
        return DATES[ref]
    year = ref.year if ref.number == 1 else ref.year + 1
    starts, due, board = (date(year, month, day) for month, day in USUAL[ref.number])
    return starts, _working_day(due), _working_day(board)


def _working_day(day: date) -> date:
    """The day itself or, at a weekend, the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def lay_out_areas() -> dict[str, Area]:
    return {
        slug: Area.objects.create(name=name, short_name=short, slug=slug, position=position)
        for position, (name, short, slug) in enumerate(AREAS)
    }


def enrol(email: str, name: str, post: str, hashed: str) -> User:
    """A person of the demonstration; `hashed` is the password that the sign-in page shows, hashed once for all."""
    person = User.objects.create_user(f"{email}@demo.example", name=name, post=post)
    person.password = hashed
    person.save(update_fields=["password"])
    return person

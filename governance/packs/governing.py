"""Who governs, in a pack: how bodies are made up, who was trained, and which skills the board lacks.

Counts alone: who owes a course or scored a skill how is for nobody to read in a document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from governance.bodies.queries import GOVERNING, Standing, headline, standings
from governance.packs.lists import Part, listing, table
from governance.skills.gaps import gaps
from governance.skills.queries import closed_lines
from governance.training.due import Standing as Owes
from governance.training.owing import owing, reach
from governance.training.queries import acted_on
from schools.models import Body, BodyKind
from trust.dates import short_date
from trust.terms import academic_year, year_name

ANCHOR, TITLE = "governing", "Who governs"


def read(today: date) -> Part:
    """The section as on that day; a constant number of queries."""
    shown = standings(Body.objects.filter(kind__in=GOVERNING, closed_on__isnull=True), today)
    ordered = sorted(shown, key=lambda each: each.weight)
    parts = [_bodies(ordered), _trained(today), _owed(today), *_skills(shown, today)]
    return listing(ANCHOR, TITLE, headline(shown), parts)


def _bodies(shown: Iterable[Standing]) -> Part:
    rows = [
        (
            each.body.name,
            each.chair.seat.person.name if each.chair else "–",
            each.complement.of,
            f"{each.complement.words}.",
            short_date(each.next_end) if each.next_end else "–",
        )
        for each in shown
    ]
    columns = ("Body", "In the chair", "Places filled", "Vacant or ending", "Next term ends")
    return table("Places and people", columns, rows, none="No body has been added yet.", widest=3)


def _trained(today: date) -> Part:
    year = academic_year(today)
    rows = [(each.body.name, each.in_words, f"{each.percent}%") for each in reach(year, today)]
    columns = ("Body", "Trained, of those in post", "Share")
    return table(f"Training completed in {year_name(year)}", columns, rows, none="Nobody is in post yet.")


def _owed(today: date) -> Part:
    """How many of those who owe something are late with it, by what they owe."""
    counts: dict[str, Counter[Owes]] = {}
    for row in owing(today):
        counts.setdefault(row.requirement.title, Counter())[row.owed.standing] += 1
    rows = [
        (title, str(each[Owes.HELD]), str(each[Owes.SOON] + each[Owes.OWED]), str(each[Owes.OVERDUE]))
        for title, each in sorted(counts.items())
    ]
    columns = ("Required of people in post", "Complete", "Still to do", "Overdue")
    return table("Required training", columns, rows, none="No training is required of anybody.")


def _skills(shown: Iterable[Standing], today: date) -> list[Part]:
    """The board's gaps with what is done about each; nothing before a round has been closed."""
    board = next((each.body for each in shown if each.body.kind == BodyKind.BOARD), None)
    lines = closed_lines(board) if board else []
    if board is None or not lines:
        return []
    rows = [
        (each.line.need.title, each.line.counted, each.words) for each in acted_on(gaps(lines), board, today)
    ]
    columns = ("Skill that the board lacks", "Have it, of those who should", "What is done")
    return [
        table("Skills", columns, rows, none="Every skill that the board should have is covered.", widest=2)
    ]

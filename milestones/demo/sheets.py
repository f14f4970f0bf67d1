"""Programme sheets of the demonstration: three filled in, one link made by hand, and one priority split."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from kpis.models import Kpi
from milestones import actions
from milestones.actions import Part
from milestones.actions.sheets import contents_of, fingerprint
from milestones.models import Line, LinkKind, Plan, Priority
from milestones.sheet_parts import SheetPart
from schools.models import School
from trust.models import Term, User

Rows = list[dict[str, Any]]

AIMS = {
    "1g": "Every school is looked at each year by colleagues who know what they are looking for, and acts on what "
    "they find.",
    "2a": "No class is without its teacher for longer than a term.",
    "4a": "Every pupil is in school every day, and a family hears from us on the first morning when one is not.",
}
# The number of the strategic question that each serves, where the plan has questions.
QUESTIONS = {"1g": 1, "2a": 2, "4a": 3}

STEPS: dict[str, Rows] = {
    "1g": [
        {"text": "Review Alderhythe", "owner": "C. Bowen", "due_on": date(2026, 10, 6),
         "done_on": date(2026, 10, 6), "note": "£900"},
        {"text": "Review Rowanmere", "owner": "C. Bowen", "due_on": date(2026, 11, 3),
         "done_on": date(2026, 11, 5), "note": "£900"},
        {"text": "Review Oakmerrow", "owner": "Head of Hazelthorpe", "due_on": date(2026, 12, 1),
         "done_on": None, "note": "Moved from 10 November"},
        {"text": "Set the theme of the second round", "owner": "Heads’ meeting", "due_on": date(2026, 12, 11),
         "done_on": None, "note": "No cost"},
        {"text": "Train four reviewers for those who left", "owner": "C. Bowen", "due_on": date(2027, 1, 22),
         "done_on": None, "note": "£1,400"},
    ],
    "2a": [
        {"text": "Open evenings in Merrow and Thorpe", "owner": "Executive director", "due_on": date(2026, 10, 15),
         "done_on": date(2026, 10, 15), "note": "£650"},
        {"text": "Ask each trainee what would make them stay", "owner": "Mentors", "due_on": date(2026, 11, 13),
         "done_on": None, "note": "Two of ten asked"},
        {"text": "Advertise the four posts in mathematics and science", "owner": "Executive director",
         "due_on": date(2027, 1, 11), "done_on": None, "note": "£2,800"},
    ],
    "4a": [
        {"text": "Clinics at Elmwater and Birchendale", "owner": "Attendance officers",
         "due_on": date(2026, 11, 27), "done_on": None, "note": "£1,200"},
        {"text": "Home visits in the third week of an absence", "owner": "Each head", "due_on": date(2026, 12, 18),
         "done_on": None, "note": "Staff time"},
    ],
}  # fmt: skip
MONEY: dict[str, list[tuple[int, str, str, str, str]]] = {
    "1g": [(2025, "central", "", "6000", "5450"), (2026, "central", "", "6000", "4550")],
    "2a": [
        (2025, "central", "", "9000", "8720"),
        (2026, "central", "", "9000", "10450.50"),
        (2026, "bid", "sought", "5000", "0"),
    ],
    "4a": [
        (2026, "central", "", "24000", "15800"),
        (2026, "school", "", "8000", "6100"),
        (2026, "bid", "won", "12000", "9000"),
        (2027, "bid", "lost", "10000", "0"),
    ],
}
MEASURES: dict[str, list[tuple[str, str | None]]] = {
    "1g": [("Every school is reviewed each year, and no report is older than fifteen months", None),
           ("What reviews find is put right: pupils reach the expected standard", "KS2")],
    "2a": [("No teaching post stands vacant for longer than a term", "STF-POS"),
           ("Teachers are well enough to teach", "STF-ABS")],
    "4a": [("Attendance is at the target in every school", "ATT"),
           ("Fewer pupils miss a tenth of their lessons", "PA")],
}  # fmt: skip
RISKS = {
    "1g": [("Reviewers leave and are not replaced", "Four are trained each January, whoever has left"),
           ("A review becomes an inspection in people’s minds", "No grade is given; the head writes the summary")],
    "2a": [("Housing costs keep young teachers away", "We ask the council about homes for key workers"),
           ("The bid for trainee bursaries is lost", "The summer open evening is held at one school only")],
    "4a": [("Home visits take more time than heads have", "Officers make the second visit")],
}  # fmt: skip
PEOPLE: dict[str, dict[str, Any]] = {
    "1g": {"sponsor": "trustee", "decided_by": "The trust board", "resources": "Two days of each reviewer’s time."},
    "2a": {"sponsor": "chair", "decided_by": "The executive director",
           "resources": "A mentor for each trainee, an hour a week."},
    "4a": {"sponsor": "trustee.martin", "decided_by": "The trust board", "resources": "Three attendance officers.",
           "schools": ("oak", "alder", "elm", "birch")},
}  # fmt: skip
DOCUMENTS = {"1g": [("How we review each other", "https://merrowdale.example/reviews.pdf")]}


def fill_sheets(plan: Plan, people: dict[str, User], *, by: User) -> None:
    """Fill in the sheets of three lines, and link reviews to what governors learn."""
    lines = {line.code: line.priority for line in plan.lines.select_related("priority")}
    for code in AIMS:
        _fill(lines[code], code, plan, people, by)
    actions.link_priorities(lines["1g"], by=by, to=lines["2e"], kind=LinkKind.FEEDS)


def split_lines(plan: Plan, *, by: User, since: Term) -> None:
    """Give the clubs that secondary schools run a line of their own, with what is under way of them."""
    line = Line.objects.select_related("priority").get(plan=plan, code="4d")
    under_way = line.milestones.filter(from_term__starts__lt=since.starts, to_term__starts__gte=since.starts)
    clubs = frozenset(under_way.values_list("pk", flat=True))
    actions.split_priority(
        line.priority,
        by=by,
        plan=plan,
        parts=[Part("4g", "Clubs that secondary schools run", clubs)],
        since=since,
        reason="Secondary heads asked to answer for the clubs that their own pupils run in the primaries.",
        closes=False,
    )


def _fill(priority: Priority, code: str, plan: Plan, people: dict[str, User], by: User) -> None:
    kpis = {kpi.code: kpi.pk for kpi in Kpi.objects.all()}
    question = plan.questions.filter(number=QUESTIONS[code]).first()
    aim = {"aim": AIMS[code], "question_id": question.pk if question else None, "objective_id": None}
    _save(priority, SheetPart.AIM, [aim], by)
    _save(priority, SheetPart.PEOPLE, [_people(priority, PEOPLE[code], people)], by)
    _save(priority, SheetPart.STEPS, STEPS[code], by)
    money = [
        {"year": year, "source": source, "bid": bid, "budget": Decimal(budget), "cost": Decimal(cost)}
        for year, source, bid, budget, cost in MONEY[code]
    ]
    _save(priority, SheetPart.MONEY, money, by)
    measures = [{"text": text, "kpi_id": kpis[kpi] if kpi else None} for text, kpi in MEASURES[code]]
    _save(priority, SheetPart.MEASURES, measures, by)
    _save(priority, SheetPart.RISKS, [{"text": text, "response": what} for text, what in RISKS[code]], by)
    documents = [{"title": title, "url": url} for title, url in DOCUMENTS.get(code, ())]
    _save(priority, SheetPart.ATTACHMENTS, documents, by)


def _people(priority: Priority, told: dict[str, Any], people: dict[str, User]) -> dict[str, Any]:
    sponsor = people[told["sponsor"]]
    schools = School.objects.filter(slug__in=told.get("schools", ()))
    (held,) = contents_of(priority, SheetPart.PEOPLE)
    return held | {
        "sponsor_id": sponsor.pk,
        "sponsor_post": sponsor.post,
        "decided_by": told["decided_by"],
        "resources": told["resources"],
        "schools": sorted(schools.values_list("pk", flat=True)),
    }


def _save(priority: Priority, part: SheetPart, contents: Rows, by: User) -> None:
    seen = fingerprint(contents_of(priority, part))
    actions.save_part(priority, part, by=by, seen=seen, contents=contents)

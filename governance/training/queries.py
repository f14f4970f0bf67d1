"""Reads the year's plan, and what acts on a gap."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString

from governance.bodies.sight import held_on
from governance.models import (
    ActivityState,
    Attendance,
    AttendanceState,
    TrainingActivity,
    TrainingPlan,
)
from governance.skills.gaps import Line
from governance.training import budget, sight
from governance.training.chips import chip
from governance.training.sight import keeps_training
from kpis.rag import Mark, Rag
from schools.access import Person
from schools.models import Body, BodyKind
from trust.dates import day_and_month
from trust.listing import pounds
from trust.terms import academic_year, year_name

__all__ = ["acted_on", "keeps_training", "year_shown"]

GOVERNING = (BodyKind.MEMBERS, BodyKind.BOARD, BodyKind.COMMITTEE, BodyKind.LOCAL, BodyKind.APPOINTED)
# Who is counted where training is spread over people in post.
TRAINED = (BodyKind.BOARD, BodyKind.LOCAL, BodyKind.APPOINTED)
_MARKS = {
    ActivityState.PLANNED: Mark.NOT_DUE,
    ActivityState.TO_BOOK: Mark.AMBER,
    ActivityState.BOOKED: Mark.GREEN,
    ActivityState.DONE: Mark.COMPLETE,
    ActivityState.CANCELLED: Mark.NOT_APPLICABLE,
}
COMMITTED = (ActivityState.BOOKED, ActivityState.DONE)
GOING = (AttendanceState.BOOKED, AttendanceState.ATTENDED)


@dataclass(frozen=True)
class ActivityRow:
    """One activity as the plan prints it."""

    activity: TrainingActivity
    skills: str
    audience: str
    going: int
    people: int
    status: Rag

    @property
    def chip(self) -> SafeString:
        return chip(self.status.mark, self.status.word)

    @property
    def is_over(self) -> bool:
        return self.activity.state == ActivityState.DONE

    @property
    def attending(self) -> str:
        return f"{self.going} of {self.people}" if self.people else str(self.going)


@dataclass(frozen=True)
class YearPlan:
    """A year's plan, prepared for the page."""

    year: int
    plan: TrainingPlan | None
    rows: list[ActivityRow]
    money: budget.Money
    overdue: int
    people: int

    @property
    def label(self) -> str:
        return year_name(self.year)

    @property
    def of_budget(self) -> str:
        if not self.money.budget:
            return pounds(self.money.total)
        return f"{pounds(self.money.total)} of {pounds(self.money.budget)}"

    @property
    def per_head(self) -> str:
        each = self.money.per_head(self.people)
        return f"{pounds(each)} for each of {self.people} people in post" if each is not None else ""

    @property
    def headline(self) -> str:
        if not self.rows:
            return "Nothing has been planned for this year yet."
        late = f" {self.overdue} {'is' if self.overdue == 1 else 'are'} overdue." if self.overdue else ""
        return f"{len(self.rows)} in the plan for {self.label}.{late} {self.money.in_words}"


@dataclass(frozen=True)
class Acted:
    """A gap and what is done about it, in words; where nothing is, `add` is where to begin."""

    line: Line
    activity: TrainingActivity | None
    words: str
    is_booked: bool
    add: str


def bounds(year: int) -> tuple[date, date]:
    return date(year, 9, 1), date(year + 1, 8, 31)


def year_shown(user: Person, today: date, year: int | None = None) -> YearPlan:
    """The plan of the year, by default today's, as far as the person may see it."""
    year = academic_year(today) if year is None else year
    plan = TrainingPlan.objects.filter(year=year).first()
    found = sight.activities_for(user).filter(plan__year=year).prefetch_related("bodies", "needs__skill")
    activities = list(found)
    rows = rows_of(activities, today)
    kept = [each for each in activities if each.state != ActivityState.CANCELLED]
    costs = [budget.Cost(each.cost, each.paid, each.state in COMMITTED) for each in kept]
    sums = budget.money(plan.budget if plan else Decimal(0), costs)
    late = sum(row.status.mark is Mark.OVERDUE for row in rows)
    return YearPlan(year, plan, rows, sums, late, len(_everyone(today)))


def rows_of(activities: Sequence[TrainingActivity], today: date) -> list[ActivityRow]:
    """The activities with their counts; their bodies and needs are read already."""
    going = Counter(
        Attendance.objects.filter(activity__in=activities, state__in=GOING).values_list("activity", flat=True)
    )
    posts = people_by_body(today)
    return [
        ActivityRow(
            each,
            skills_of(each),
            audience_of(each),
            going[each.pk],
            _audience(each, posts),
            status(each, today),
        )
        for each in activities
    ]


def status(activity: TrainingActivity, today: date) -> Rag:
    """The state as a mark: what should have taken place and is not complete is overdue."""
    state = ActivityState(activity.state)
    settled = (ActivityState.DONE, ActivityState.CANCELLED)
    if state not in settled and activity.on is not None and activity.on < today:
        return Rag.of(Mark.OVERDUE, f"its day was {day_and_month(activity.on)}, and it is not complete")
    mark = _MARKS[state]
    word = str(state.label)
    return Rag(mark, mark.letter, word, f"{word}: {activity.title}")


def skills_of(activity: TrainingActivity) -> str:
    names = dict.fromkeys(
        need.skill.title for need in activity.needs.all() if need.skill and not need.person_id
    )
    if names:
        return ", ".join(names)
    return activity.requirement.title if activity.requirement else "–"


def audience_of(activity: TrainingActivity) -> str:
    names = [body.name for body in activity.bodies.all()]
    return (
        ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        if names
        else "Everyone"
    )


def acted_on(gaps: Sequence[Line], body: Body, today: date) -> list[Acted]:
    """What is done about each gap of a body: the first activity to come for its skill, in words."""
    wanted = {line.need.skill for line in gaps}
    found: dict[int, TrainingActivity] = {}
    to_come = Q(on__isnull=True) | Q(on__gte=today)
    activities = TrainingActivity.objects.filter(
        to_come, plan__year__gte=academic_year(today), needs__skill__in=wanted, needs__person__isnull=True
    ).exclude(state__in=(ActivityState.CANCELLED, ActivityState.DONE))
    for activity in activities.distinct().prefetch_related("needs"):
        for need in activity.needs.all():
            if need.skill_id in wanted and need.body_id in (None, body.pk):
                found.setdefault(need.skill_id, activity)
    return [_acted(line, found.get(line.need.skill), body) for line in gaps]


def people_by_body(today: date) -> dict[int, set[int]]:
    """Who sits on each governing body on that day."""
    found: dict[int, set[int]] = defaultdict(set)
    for body, person in held_on(today).filter(body__kind__in=GOVERNING).values_list("body", "person"):
        found[body].add(person)
    return found


def _everyone(today: date) -> set[int]:
    return set(held_on(today).filter(body__kind__in=TRAINED).values_list("person", flat=True))


def _audience(activity: TrainingActivity, posts: dict[int, set[int]]) -> int:
    bodies = [body.pk for body in activity.bodies.all()] or list(posts)
    return len(set().union(*(posts.get(pk, set()) for pk in bodies)))


def _acted(line: Line, activity: TrainingActivity | None, body: Body) -> Acted:
    add = f"{reverse('governance:add_need')}?skill={line.need.skill}&body={body.pk}"
    if activity is None:
        return Acted(line, None, "Nothing is planned yet.", False, add)
    is_booked = activity.state == ActivityState.BOOKED
    when = f" on {day_and_month(activity.on)}" if activity.on else ""
    words = (
        f"{activity.title} is booked{' for' + when[3:] if when else ''}."
        if is_booked
        else (f"{activity.title}{when} is not booked.")
    )
    return Acted(line, activity, words, is_booked, add)

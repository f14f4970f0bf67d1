"""The training plan of the demonstration: needs from the gaps, courses in every state, and what they changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from governance.bodies.sight import held_on
from governance.models import (
    ActivityForm,
    ActivityState,
    NeedSource,
    Requirement,
    Skill,
    TrainingActivity,
    TrainingPlan,
)
from governance.training.actions import (
    add_activity,
    add_need,
    book_people,
    everyone_came,
    mark_attendance,
    move_activity,
    plan_of,
    say_effect,
    set_budget,
)
from governance.training.requiring import start_requirements
from schools.models import Body
from trust import clock
from trust.demo import moment
from trust.models import User
from trust.terms import academic_year


class Course(NamedTuple):
    """An activity, the skill it is for, whose it is (no body: everyone's) and how far it has got."""

    title: str
    form: str
    provider: str
    on: date
    cost: str
    skill: str
    bodies: tuple[str, ...]
    state: str
    required: str = ""
    come: tuple[str, ...] = ()


BOARD: Final = "trust-board"
LOCAL: Final = ("oak-governors", "elm-governors", "ash-governors")
COURSES: Final = (
    Course("Members and trustees: who does what", ActivityForm.BRIEFING, "Governance professional",
           date(2026, 9, 23), "0", "Companies Act and charity duties", (BOARD,), ActivityState.DONE, "",
           ("chair", "trustee", "trustee.martin", "trustee.kemp", "trustee.obi")),
    Course("Reading school data", ActivityForm.COURSE, "Larkfen improvement team", date(2026, 10, 14), "180",
           "School standards and data", ("elm-governors",), ActivityState.DONE, "", ("beth.elm", "ada.elm")),
    Course("Safeguarding for governors", ActivityForm.ONLINE, "Larkfen safeguarding lead", date(2026, 9, 30), "0",
           "Safeguarding", (BOARD,), ActivityState.DONE, "Safeguarding refresher",
           ("chair", "trustee", "trustee.martin", "trustee.kemp")),
    Course("Safer recruitment", ActivityForm.ONLINE, "An online provider", date(2026, 11, 6), "125",
           "Safeguarding", LOCAL, ActivityState.BOOKED),
    Course("Cyber security for boards", ActivityForm.COURSE, "The county’s governor service", date(2027, 1, 21),
           "0", "IT, data protection and cyber", (BOARD,), ActivityState.BOOKED, "Cyber security"),
    Course("Health and safety duties", ActivityForm.COURSE, "A safety adviser", date(2027, 2, 11), "640",
           "Estates, health and safety", (BOARD,), ActivityState.TO_BOOK, "Health and safety duties"),
    Course("SEND for trustees", ActivityForm.COURSE, "The county’s governor service", date(2027, 3, 18), "450",
           "SEND and inclusion", (BOARD, *LOCAL), ActivityState.BOOKED),
    Course("Governance conference", ActivityForm.CONFERENCE, "Larkfen Trust", date(2027, 6, 24), "2400",
           "", (), ActivityState.PLANNED),
)  # fmt: skip
# What everyone in post has done in years before: the requirement, and the day. A few missed each.
DONE_BEFORE: Final = (
    ("Health and safety duties", date(2024, 2, 7)),
    ("Data protection", date(2025, 3, 5)),
    ("Safeguarding and child protection at induction", date(2025, 9, 24)),
    ("Prevent awareness", date(2025, 11, 12)),
    ("Cyber security", date(2025, 12, 3)),
    ("Data protection", date(2026, 1, 14)),
    ("Health and safety duties", date(2026, 2, 11)),
    ("Safeguarding refresher", date(2026, 9, 16)),
)
EFFECTS: Final = (
    "I stopped asking what the members decide, and started asking what we tell them.",
    "I can follow a results sheet now, and asked about attendance of small groups at the next meeting.",
    "I knew which record to ask for on my visit.",
)

BOOKED_ON = date(2026, 9, 14)


def demonstrate_training(people: Mapping[str, User], bodies: Mapping[str, Body]) -> TrainingPlan:
    """Set the budget, note the needs, and live the year's plan up to today by the real actions."""
    clerk = people["clerk"]
    with clock.standing_at(moment(date(2026, 9, 7))):
        start_requirements(by=clerk)
    for at, (title, day) in enumerate(DONE_BEFORE):
        _done_before(title, day, at, clerk)
    with clock.standing_at(moment(date(2026, 9, 7))):
        plan = plan_of(2026)
        set_budget(
            plan, by=clerk, budget=Decimal(5000), note="Board, 8 July 2026, minute 9", seen=plan.version
        )
        made = [_plan(plan, course, at, clerk, bodies) for at, course in enumerate(COURSES)]
    for at, (course, activity) in enumerate(zip(COURSES, made, strict=True)):
        _live(course, activity, clerk, people, EFFECTS[at : at + 1])
    return plan


def _done_before(title: str, day: date, at: int, clerk: User) -> None:
    """An evening for everyone in post that day; every thirtieth person could not come."""
    requirement = Requirement.objects.get(title=title)
    with clock.standing_at(moment(day, 20)):
        activity = add_activity(
            plan_of(academic_year(day)),
            by=clerk,
            key=f"demo-required-{at}",
            title=f"{title}: evening for everyone",
            form=ActivityForm.BRIEFING,
            on=day,
            cost=Decimal(0),
            state=ActivityState.BOOKED,
            requirement=requirement,
        )
        owing = held_on(day).filter(body__kind__in=requirement.body_kinds)
        everyone = list(User.objects.filter(pk__in=owing.values("person")).order_by("pk"))
        book_people(activity, by=clerk, people=[each for no, each in enumerate(everyone) if (no + at) % 30])
        everyone_came(activity, by=clerk)
        move_activity(activity, by=clerk, to=ActivityState.DONE)


def _plan(
    plan: TrainingPlan, course: Course, at: int, clerk: User, bodies: Mapping[str, Body]
) -> TrainingActivity:
    audience = [bodies[slug] for slug in course.bodies]
    needs = []
    if course.skill:
        needs = [
            add_need(
                plan,
                by=clerk,
                text=course.skill,
                source=NeedSource.SKILLS_AUDIT,
                key=f"demo-need-{at}",
                skill=Skill.objects.get(title=course.skill),
                body=audience[0] if len(audience) == 1 else None,
            )
        ]
    is_done = course.state == ActivityState.DONE
    return add_activity(
        plan,
        by=clerk,
        key=f"demo-training-{at}",
        bodies=audience,
        needs=needs,
        title=course.title,
        form=course.form,
        provider=course.provider,
        on=course.on,
        cost=Decimal(course.cost),
        state=ActivityState.BOOKED if is_done else course.state,
        requirement=Requirement.objects.filter(title=course.required).first(),
    )


def _live(
    course: Course,
    activity: TrainingActivity,
    clerk: User,
    people: Mapping[str, User],
    effects: Sequence[str],
) -> None:
    """Who is booked; for what is complete, who came, and what the first of them said of it."""
    if course.state == ActivityState.DONE:
        going = [people[name] for name in course.come]
    elif course.state == ActivityState.BOOKED:
        on_it = held_on(clock.today()).filter(body__in=activity.bodies.all()).order_by("person__name")
        going = [seat.person for seat in on_it.select_related("person")[:4]]
    else:
        return
    with clock.standing_at(moment(BOOKED_ON)):
        book_people(activity, by=clerk, people=going)
    if course.state != ActivityState.DONE:
        return
    with clock.standing_at(moment(course.on, 18)):
        for attendance in activity.attendances.all():
            mark_attendance(attendance, by=clerk, to="attended")
        move_activity(activity, by=clerk, to=ActivityState.DONE)
    first = activity.attendances.select_related("person").first()
    if effects and first:
        with clock.standing_at(moment(course.on + timedelta(days=1))):
            say_effect(first, by=first.person, words=effects[0])

"""One term of returns in the demonstration, lived by the people whose returns they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import NamedTuple

from kpis.actions import (
    accept_return,
    judge_figure,
    open_returns,
    save_entry,
    send_back_return,
    submit_return,
)
from kpis.answers import Asked, read_answer
from kpis.demo.answers import answer_to
from kpis.demo.week import week_steps
from kpis.demo.words import comment_on
from kpis.models import Figure, Return
from kpis.queries.returns import asked_with_entries
from kpis.rag import Mark
from schools.demo import AREAS_OF
from trust import clock
from trust.clock import LONDON
from trust.demo import NOW
from trust.models import Term, User
from trust.terms import TermRef

# When something happens, and what.
Step = tuple[datetime, Callable[[], object]]
CHECKED = "Counted again with the office from the registers; it is right."
AMISS = {Mark.RED, Mark.AMBER}
A_FIGURE, A_COMMENT = timedelta(seconds=40), timedelta(seconds=150)


class Ending(NamedTuple):
    """How far a return gets: submitted so many days before it is due, or not at all, and what is decided."""

    days_early: int = 3
    submitted: bool = True
    accepted: bool = True
    sent_back: str = ""
    started: bool = True


USUAL = Ending()
# This term: three wait for the director, one was sent back, one is in draft, one has not begun.
THIS_TERM = {
    "oak": Ending(submitted=False),
    "elm": Ending(
        days_early=4,
        accepted=False,
        sent_back="Persistent absence has halved since summer. Is that a slip? Last year's summer roll may have been "
        "used. Please check the two counts.",
    ),
    "birch": Ending(started=False),
    "willow": Ending(days_early=0, accepted=False),
    "hazel": Ending(days_early=1, accepted=False),
    "trust": Ending(days_early=2, accepted=False),
}
# What the head of Oakmerrow has still to fill in.
LEFT_OPEN = ("governance", "health-and-safety")
LATE = {(TermRef(2024, 2), "willow"): -4, (TermRef(2025, 3), "birch"): -2}


def live_returns(term: Term, people: dict[str, User]) -> None:
    """Open the term's returns, then live every step of theirs in the order in which the days bring it."""
    assert term.returns_open is not None  # the demonstration's calendar has every date
    assert term.returns_due is not None
    with clock.standing_at(_moment(term.returns_open, 8)):
        opened = open_returns(term, by=people["executive"])
    steps: list[Step] = []
    for number, returned in enumerate(sorted(opened, key=lambda one: one.slug)):
        steps += _steps(returned, people, term.returns_due, number)
    if term.ref == NOW:
        steps += week_steps(opened, people)
    for moment, live in sorted(steps, key=lambda step: step[0]):
        with clock.standing_at(moment):
            live()


def _steps(returned: Return, people: dict[str, User], due: date, number: int) -> list[Step]:
    """What happens to one return, each step with its moment; minutes apart from the others'."""
    ref, slug = returned.term.ref, returned.slug
    ending = THIS_TERM.get(slug, USUAL) if ref == NOW else USUAL
    if not ending.started:
        return []
    by = people["finance"] if slug == "trust" else people[f"head.{slug}"]
    day = due - timedelta(days=LATE.get((ref, slug), ending.days_early))
    fill = partial(_fill, returned, by, people, unfinished=not ending.submitted)
    if not ending.submitted:
        return [(_moment(day, 9, number * 5), fill)]
    key = f"demo-{ref.slug}-{slug}"
    submit = partial(submit_return, returned, by=by, signed_as=f"{by.name}, {by.post}", key=key)
    decide = partial(_decide, returned, people["executive"], ending)
    return [
        (_moment(day, 9, number * 5), fill),
        (_moment(day, 15, number * 5), submit),
        (_moment(day + timedelta(days=1), 10, number * 5), decide),
    ]


def _fill(returned: Return, by: User, people: dict[str, User], *, unfinished: bool) -> None:
    begun = clock.now()
    for asked in asked_with_entries(returned):
        area = asked.kpi.area.slug
        if unfinished and area in LEFT_OPEN:
            continue
        helps = returned.slug == "oak" and area in AREAS_OF["business.oak"]
        typed = _typed(asked, returned)
        # A comment takes longer than a number.
        begun += A_COMMENT if typed.get("comment") else A_FIGURE
        with clock.standing_at(begun):
            save_entry(
                returned, asked.kpi, by=people["business.oak"] if helps else by, typed=typed, seen_version=0
            )


def _typed(asked: Asked, returned: Return) -> dict[str, str]:
    """What is typed for one KPI, with a comment where the figure is not as it should be."""
    slug, ref = returned.slug, returned.term.ref
    typed = answer_to(asked.code, slug, ref)
    if slug == "elm" and ref == NOW and asked.code == "PA":
        typed["numerator"] = "17"  # the slip for which the return is sent back
    answer = read_answer(asked, typed, clock.today())
    if "comment" not in typed and (answer.comment_needed or answer.rag.mark in AMISS):
        typed = typed | {"comment": comment_on(asked.code, slug, ref)}
    # The head of Oakmerrow has still to say why an unusual figure is right.
    if answer.unusual and (slug, ref) != ("oak", NOW):
        typed = typed | {"note": CHECKED}
    return typed


def _decide(returned: Return, executive: User, ending: Ending) -> None:
    if ending.sent_back:
        send_back_return(returned, by=executive, reason=ending.sent_back)
    elif ending.accepted:
        _judge(returned, executive)
        accept_return(returned, by=executive)


def _judge(returned: Return, executive: User) -> None:
    """The director's own rating, where a figure alone does not say it."""
    if (returned.slug, returned.term.ref) != ("alder", TermRef(2025, 2)):
        return
    figure = Figure.objects.filter(returned=returned, kpi__code="FIN-STF").latest("version")
    judge_figure(
        figure,
        by=executive,
        mark=Mark.RED,
        reason="The forecast leaves out the supply posts that were agreed in March. With them it is beyond the limit.",
    )


def _moment(day: date, hour: int, minutes: int = 0) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=LONDON) + timedelta(minutes=minutes)

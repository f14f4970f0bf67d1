"""What the boardroom adds to the pages of the floors below: questions, remits, and the place to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from governance import actions
from governance.forms import ReplyForm, fresh_key
from governance.minutes import Step, steps_of
from governance.models import PageReply, Question, QuestionState, Remit, RemitState
from governance.queries import ahead, threads
from governance.queries.untouched import untouched_kpis
from governance.queries.updates import issued_updates
from kpis.models import Figure, Return, ReturnState
from kpis.queries import returns
from milestones.models import Priority
from schools import access
from schools.access import Permission, Person
from schools.models import Finding, School
from trust import clock
from trust.slots import Contribution, register

MOST_QUESTIONS = 3


@dataclass(frozen=True)
class Standing:
    """A remit at the top of a return: what was replied so far, and the form where this person replies."""

    remit: Remit
    replies: tuple[Step, ...]
    form: ReplyForm | None
    is_closed: bool
    is_past: bool


def fill_slots() -> None:
    """Register what this floor adds; called once, when the app is ready."""
    register("return.top", page_ahead)
    register("return.top", return_top, order=5)
    register("return.top", last_questions, order=10)
    register("figure.aside", figure_aside)
    register("figure.printed", figure_printed)
    register("school.aside", school_aside, order=10)
    register("priority.aside", priority_aside)
    register("finding.aside", finding_aside)
    register("burden.main", burden_main)


def return_top(context: Mapping[str, Any]) -> Contribution | None:
    """The remits that stand over a return, for everyone who sees it; the head replies there."""
    user, returned = _user(context), context["returned"]
    assert isinstance(returned, Return)
    standing = [_standing(user, each) for each in threads.remits_standing_on(returned)]
    if not standing:
        return None
    follows = access.allows(user, Permission.SEE_THREAD)
    given = {"standing": standing, "returned": returned, "here": _here(context), "follows": follows}
    return Contribution("governance/_return_remits.html", given)


def last_questions(context: Mapping[str, Any]) -> Contribution | None:
    """What the board asked about the school and has not closed, the newest first, for who fills it in."""
    user, returned = _user(context), context["returned"]
    assert isinstance(returned, Return)
    if not returned.is_open or not access.allows(user, Permission.FILL_RETURN, returns.subject_of(returned)):
        return None
    questions = list(threads.questions_on(returned)[:MOST_QUESTIONS])
    follows = access.allows(user, Permission.SEE_THREAD)
    given = {"questions": questions, "follows": follows}
    return Contribution("governance/_return_questions.html", given) if questions else None


def page_ahead(context: Mapping[str, Any]) -> Contribution | None:
    """From when the head reads the page that will be issued, once the return is in; then the way there."""
    user, returned = _user(context), context["returned"]
    assert isinstance(returned, Return)
    subject = ahead.subject_of(returned.school)
    is_in = returned.state in (ReturnState.SUBMITTED, ReturnState.ACCEPTED)
    if not is_in or not access.allows(user, Permission.REPLY_ON_PAGE, subject):
        return None
    opens_on = ahead.opens_on(returned.term, returned.school)
    if opens_on is None:
        return None
    replied = PageReply.objects.filter(term=returned.term, school=returned.school).exclude(text="").exists()
    given = {"term": returned.term, "slug": returned.slug, "opens_on": opens_on, "replied": replied}
    return Contribution("governance/_page_ahead_card.html", given | {"opened": clock.today() >= opens_on})


def figure_aside(context: Mapping[str, Any]) -> Contribution | None:
    """The threads about a figure in any of its versions, and the form to ask about this one."""
    user, figure = _user(context), context["figure"]
    assert isinstance(figure, Figure)
    asked = list(threads.questions_about(user, figure=figure))
    return _aside(context, asked, {"figure": figure.pk}, "About this figure", remits_from(asked))


def figure_printed(context: Mapping[str, Any]) -> Contribution | None:
    """The issued Updates that printed this version of the figure, of those that the person may read."""
    figure = context["figure"]
    printed = list(issued_updates(_user(context)).filter(release__figures__figure=figure.pk))
    whose = figure.school.short_name if figure.school else "the trust"
    given = {"updates": printed, "whose": whose}
    return Contribution("governance/_figure_printed.html", given) if printed else None


def priority_aside(context: Mapping[str, Any]) -> Contribution | None:
    """The threads about a priority, and the form to ask about it."""
    user, priority = _user(context), context["priority"]
    assert isinstance(priority, Priority)
    asked = list(threads.questions_about(user, priority=priority))
    own = threads.remits_for(user).filter(priority=priority).exclude(state=RemitState.CLOSED)
    remits = list({each.pk: each for each in (*remits_from(asked), *own)}.values())
    return _aside(context, asked, {"priority": priority.pk}, "About this priority", remits)


def finding_aside(context: Mapping[str, Any]) -> Contribution | None:
    """The threads about a finding, and the form to ask about it."""
    finding = context["finding"]
    assert isinstance(finding, Finding)
    asked = list(threads.questions_about(_user(context), finding=finding))
    hidden, remits = {"finding": finding.pk}, remits_from(asked)
    return _aside(context, asked, hidden, "About this finding", remits, ask_words="Ask about this")


def school_aside(context: Mapping[str, Any]) -> Contribution | None:
    """What waits at a school, or at the trust as a whole: open questions and standing remits."""
    user, school = _user(context), context["school"]
    assert school is None or isinstance(school, School)
    if not access.allows(user, Permission.SEE_THREAD):
        return None
    hidden = {"school": school.slug} if school else {}
    place = school.short_name if school else "the trust"
    questions = list(threads.questions_of(user, school))
    remits = list(threads.remits_of(user, school))
    return _aside(context, questions, hidden, f"Questions about {place}", remits, sets_remits=True)


def burden_main(context: Mapping[str, Any]) -> Contribution:
    """The KPIs that the board has not needed for three meetings, each with the way out for its keepers."""
    keeps = access.allows(_user(context), Permission.KEEP_KPIS)
    return Contribution(
        "governance/_burden_untouched.html", {"untouched": untouched_kpis(), "keeps_kpis": keeps}
    )


def remits_from(asked: list[Question]) -> list[Remit]:
    """What the board set after these questions and has not closed; the questions were read with them."""
    return [each for question in asked for each in question.remits.all() if each.closed_at is None]


def marked(remits: Iterable[Remit]) -> list[Remit]:
    """The same remits, each with `is_late` for a template: whether its term is over."""
    today, found = clock.today(), list(remits)
    for each in found:
        vars(each)["is_late"] = each.is_past(today)
    return found


def _aside(
    context: Mapping[str, Any],
    asked: list[Question],
    hidden: Mapping[str, Any],
    title: str,
    remits: list[Remit],
    *,
    sets_remits: bool = False,
    ask_words: str = "",
) -> Contribution | None:
    user = _user(context)
    may_ask = access.allows(user, Permission.ASK_QUESTION)
    if not (asked or remits or may_ask):
        return None
    given = {
        "title": title,
        "waiting": [each for each in asked if each.state == QuestionState.OPEN],
        "settled": [each for each in asked if each.state != QuestionState.OPEN],
        "remits": marked(remits),
        "suggests": "figure" in hidden,
        "ask_target": hidden if may_ask else None,
        "ask_key": fresh_key(),
        "ask_words": ask_words,
        "ask_back": _here(context),
        "sets_remits": sets_remits and access.allows(user, Permission.SET_REMIT),
    }
    return Contribution("governance/_threads_aside.html", given)


def _standing(user: Person, remit: Remit) -> Standing:
    may_reply = remit.closed_at is None and actions.may_answer(user, remit)
    replies = tuple(step for step in steps_of(None, [remit]) if step.kind == "reply")
    form = ReplyForm(auto_id=f"remit-{remit.pk}-%s") if may_reply else None
    is_past = remit.is_past(clock.today())
    return Standing(remit, replies, form, remit.closed_at is not None, is_past)


def _user(context: Mapping[str, Any]) -> Person:
    user: Person = context["request"].user
    return user


def _here(context: Mapping[str, Any]) -> str:
    path: str = context["request"].get_full_path()
    return path

"""The kinds of things that the boardroom records in the history."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.urls import reverse

from governance.models import Edition
from schools.access import Permission
from schools.records.kinds import term_name
from schools.records.subjects import Kind, register
from trust.dates import short_date
from trust.terms import TermRef

P = Permission


def enter_kinds() -> None:
    """Called once, when the portal starts."""
    register(KINDS)


def _update(edition: str, version: int, year: int, number: int) -> str:
    return f"the {Edition(edition).label} of {term_name(year, number)}, version {version}"


def _update_page(_pk: int, edition: str, _version: int, year: int, number: int) -> str:
    return reverse("governance:update", args=[TermRef(year, number)]) if edition == Edition.BOARD else ""


def _build(number: int, year: int, term: int) -> str:
    return f"draft {number} of the Update of {term_name(year, term)}"


def _question(year: int, number: int) -> str:
    return f"a question of {term_name(year, number)}"


def _remit(year: int, number: int) -> str:
    return f"a remit of {term_name(year, number)}"


def _meeting(body: str, on: date) -> str:
    return f"the meeting of {body} on {short_date(on)}"


def _item(number: int, body: str, on: date) -> str:
    return f"item {number} of {_meeting(body, on)}"


def _seat(body: str, person: str) -> str:
    return f"the seat of {person} on {body}"


# After the names that its rows are made with.
KINDS: Final = {
    "governance.trustupdate": Kind(
        "an Update",
        "school",
        ("edition", "version", "term__year", "term__number"),
        named=_update,
        url=_update_page,
        sees=P.READ_UPDATE,
    ),
    "governance.build": Kind(
        "a draft of an Update",
        "update_of__school",
        ("number", "update_of__term__year", "update_of__term__number"),
        named=_build,
        sees=P.COMPILE_UPDATE,
    ),
    "governance.editionplan": Kind("an edition"),
    "governance.question": Kind(
        "a question",
        "school",
        ("term__year", "term__number"),
        named=_question,
        url=lambda pk, *_: reverse("governance:question", args=[pk]),
        sees=P.SEE_THREAD,
    ),
    "governance.remit": Kind(
        "a remit",
        "school",
        ("set_in__year", "set_in__number"),
        named=_remit,
        url=lambda pk, *_: reverse("governance:remit", args=[pk]),
        sees=P.SEE_THREAD,
    ),
    "governance.meeting": Kind(
        "a meeting",
        fields=("body__name", "on"),
        named=_meeting,
        url=lambda pk, *_: reverse("governance:meeting", args=[pk]),
        sees=P.KEEP_MEETINGS,
    ),
    "governance.agendaitem": Kind(
        "an item of an agenda",
        fields=("number", "meeting__body__name", "meeting__on"),
        named=_item,
        sees=P.KEEP_MEETINGS,
    ),
    "governance.decision": Kind("a decision"),
    "governance.action": Kind("something to do"),
    "schools.body": Kind(
        "a body",
        fields=("name", "slug"),
        named=lambda name, _slug: str(name),
        url=lambda _pk, _name, slug: reverse("governance:body", args=[slug]),
        sees=P.SEE_BODIES,
    ),
    "governance.seat": Kind(
        "a seat",
        fields=("body__name", "person__name"),
        named=_seat,
        url=lambda pk, *_: reverse("governance:seat", args=[pk]),
        sees=P.KEEP_BODIES,
    ),
    "governance.linkrole": Kind(
        "a link role",
        fields=("title",),
        named=lambda title: f"the role {title}" if title else "a link role",
    ),
    "governance.linkvisit": Kind("a visit", "school"),
    "governance.highlight": Kind("a highlight", "school"),
    "governance.policy": Kind("a policy", "school", ("title",), named=lambda title: f"the policy {title}"),
    "governance.obligation": Kind(
        "an obligation", fields=("title",), named=lambda title: f"the obligation {title}"
    ),
    "governance.obligationdate": Kind(
        "a date of an obligation",
        "school",
        ("obligation__title",),
        named=lambda title: f"a date for {title}",
    ),
    "governance.scheme": Kind(
        "a scheme of delegation",
        fields=("number",),
        named=lambda number: f"version {number} of the scheme of delegation",
    ),
    "governance.dutyyear": Kind("the yearly declarations"),
    "governance.confirmation": Kind("a yearly confirmation"),
    "governance.declaration": Kind("a declaration of interests"),
    "governance.publication": Kind("a public page"),
    "governance.skill": Kind("a skill", fields=("title",), named=lambda title: f"the skill {title}"),
    "governance.skillsaudit": Kind(
        "a skills audit", fields=("body__name",), named=lambda body: f"the skills audit of {body}"
    ),
    "governance.skillsreply": Kind("a reply to a skills audit"),
    "governance.selfassessment": Kind(
        "a self-assessment", fields=("body__name",), named=lambda body: f"the self-assessment of {body}"
    ),
    "governance.assessmentoutcome": Kind("what follows from a self-assessment"),
    "governance.trainingplan": Kind("a year’s training plan"),
    "governance.trainingneed": Kind("a training need"),
    "governance.trainingactivity": Kind(
        "a training activity", fields=("title",), named=lambda title: f"the training “{title}”"
    ),
    "governance.attendance": Kind("somebody’s attendance at training"),
    "governance.requirement": Kind(
        "required training", fields=("title",), named=lambda title: f"the required training “{title}”"
    ),
    "governance.evidencescope": Kind("an inspection area"),
    "governance.pagereply": Kind("a reply", "school"),
}

"""The kinds of things that the boardroom records in the history."""

from __future__ import annotations

from datetime import date

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
    register(
        governance__trustupdate=Kind(
            "an Update",
            "school",
            ("edition", "version", "term__year", "term__number"),
            named=_update,
            url=_update_page,
            sees=P.READ_UPDATE,
        ),
        governance__build=Kind(
            "a draft of an Update",
            "update_of__school",
            ("number", "update_of__term__year", "update_of__term__number"),
            named=_build,
            sees=P.COMPILE_UPDATE,
        ),
        governance__editionplan=Kind("an edition"),
        governance__question=Kind(
            "a question",
            "school",
            ("term__year", "term__number"),
            named=_question,
            url=lambda pk, *_: reverse("governance:question", args=[pk]),
            sees=P.SEE_THREAD,
        ),
        governance__remit=Kind(
            "a remit",
            "school",
            ("set_in__year", "set_in__number"),
            named=_remit,
            url=lambda pk, *_: reverse("governance:remit", args=[pk]),
            sees=P.SEE_THREAD,
        ),
        governance__meeting=Kind(
            "a meeting",
            fields=("body__name", "on"),
            named=_meeting,
            url=lambda pk, *_: reverse("governance:meeting", args=[pk]),
            sees=P.KEEP_MEETINGS,
        ),
        governance__agendaitem=Kind(
            "an item of an agenda",
            fields=("number", "meeting__body__name", "meeting__on"),
            named=_item,
            sees=P.KEEP_MEETINGS,
        ),
        governance__decision=Kind("a decision"),
        governance__action=Kind("something to do"),
        schools__body=Kind(
            "a body",
            fields=("name", "slug"),
            named=lambda name, _slug: str(name),
            url=lambda _pk, _name, slug: reverse("governance:body", args=[slug]),
            sees=P.SEE_BODIES,
        ),
        governance__seat=Kind(
            "a seat",
            fields=("body__name", "person__name"),
            named=_seat,
            url=lambda pk, *_: reverse("governance:seat", args=[pk]),
            sees=P.KEEP_BODIES,
        ),
        governance__linkrole=Kind(
            "a link role",
            fields=("title",),
            named=lambda title: f"the role {title}" if title else "a link role",
        ),
        governance__linkvisit=Kind("a visit", "school"),
        governance__highlight=Kind("a highlight", "school"),
        governance__policy=Kind("a policy", "school", ("title",), named=lambda title: f"the policy {title}"),
        governance__obligation=Kind(
            "an obligation", fields=("title",), named=lambda title: f"the obligation {title}"
        ),
        governance__obligationdate=Kind(
            "a date of an obligation",
            "school",
            ("obligation__title",),
            named=lambda title: f"a date for {title}",
        ),
        governance__scheme=Kind(
            "a scheme of delegation",
            fields=("number",),
            named=lambda number: f"version {number} of the scheme of delegation",
        ),
        governance__dutyyear=Kind("the yearly declarations"),
        governance__confirmation=Kind("a yearly confirmation"),
        governance__declaration=Kind("a declaration of interests"),
        governance__publication=Kind("a public page"),
        governance__skill=Kind("a skill", fields=("title",), named=lambda title: f"the skill {title}"),
        governance__skillsaudit=Kind(
            "a skills audit", fields=("body__name",), named=lambda body: f"the skills audit of {body}"
        ),
        governance__skillsreply=Kind("a reply to a skills audit"),
        governance__selfassessment=Kind(
            "a self-assessment", fields=("body__name",), named=lambda body: f"the self-assessment of {body}"
        ),
        governance__assessmentoutcome=Kind("what follows from a self-assessment"),
        governance__trainingplan=Kind("a year’s training plan"),
        governance__trainingneed=Kind("a training need"),
        governance__trainingactivity=Kind(
            "training", fields=("title",), named=lambda title: f"the training “{title}”"
        ),
        governance__attendance=Kind("somebody’s attendance at training"),
        governance__requirement=Kind(
            "required training", fields=("title",), named=lambda title: f"the required training “{title}”"
        ),
        governance__evidencescope=Kind("an inspection area"),
        governance__pagereply=Kind("a reply", "school"),
    )


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

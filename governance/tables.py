"""The lists of questions and of remits, on the page and as files."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.html import format_html

from governance.models import Question, QuestionState, Remit, RemitState
from governance.queries.targets import Target
from governance.views.listing import Listed
from governance.views.listing import question_row as listed_question
from governance.views.listing import remit_row as listed_remit
from schools.access import Person
from trust.clock import LONDON
from trust.listing import DayColumn, Listing, PlainColumn


class WordsColumn(PlainColumn):
    """What was asked or set as the way to its page, what it is about above it; a file holds the words."""

    def render(self, value: str, record: dict[str, Any]) -> Any:
        row: Listed = record["row"]
        about = format_html('<a href="{}">{}</a>', row.about_url, row.about) if row.about_url else row.about
        return format_html(
            '<span class="small thread-about">{}</span><a class="thread-clamp" href="{}">{}</a>',
            about, row.url, value,
        )  # fmt: skip


class TagColumn(PlainColumn):
    """The state as a tag."""

    def render(self, value: str, record: dict[str, Any]) -> Any:
        look = "tag tag-accent" if record["row"].is_waiting else "tag"
        return format_html('<span class="{}">{}</span>', look, value)


class NextColumn(PlainColumn):
    """Who has the next step and by when, in the words of lateness where it is late."""

    def render(self, value: str, record: dict[str, Any]) -> Any:
        look = "small late-words" if record["row"].is_late else "small"
        return format_html('<span class="{}">{}</span>', look, value)


class QuestionTable(Listing):
    """One row a question; a file says also about what it is and to whom it was given."""

    text = WordsColumn(verbose_name="Question", attrs={"td": {"class": "thread-cell"}})
    about = PlainColumn(verbose_name="About", visible=False)
    asked_by = PlainColumn(verbose_name="Asked by")
    asked_on = DayColumn(verbose_name="Asked on", attrs={"td": {"class": "text-nowrap"}})
    given_to = PlainColumn(verbose_name="Given to", visible=False)
    due_on = DayColumn(verbose_name="Answer due", visible=False)
    state = TagColumn(verbose_name="State", attrs={"td": {"class": "thread-state"}})
    outcome = PlainColumn(verbose_name="What came of it", visible=False)
    next = NextColumn(verbose_name="Next", order_by=("due_on",))


class RemitTable(Listing):
    """One row a remit."""

    text = WordsColumn(verbose_name="Remit", attrs={"td": {"class": "thread-cell"}})
    about = PlainColumn(verbose_name="For", visible=False)
    owner = PlainColumn(verbose_name="Who answers")
    set_in = PlainColumn(verbose_name="Set in", order_by=("set_ref",))
    due_in = PlainColumn(verbose_name="Due in", order_by=("due_ref",))
    minute = PlainColumn(verbose_name="Minute", visible=False)
    state = TagColumn(verbose_name="State")
    next = NextColumn(verbose_name="Next", orderable=False)


def question_row(user: Person, question: Question) -> dict[str, Any]:
    row = listed_question(user, question)
    waits = question.state == QuestionState.OPEN
    return {
        "row": row,
        "text": question.text,
        "about": row.about,
        "asked_by": "You" if question.asked_by_id == user.pk else question.asked_by.name,
        "asked_on": question.asked_at.astimezone(LONDON).date(),
        "given_to": question.assigned_to.name if question.assigned_to else None,
        "due_on": question.due_on if waits else None,
        "state": row.state,
        "outcome": question.get_outcome_display() or None,
        "next": row.owes or None,
    }


def remit_row(remit: Remit, today: date) -> dict[str, Any]:
    row = listed_remit(remit, today)
    return {
        "row": row,
        "text": remit.text,
        "about": Target.of(remit).title,
        "owner": remit.owned_by or None,
        "set_in": remit.set_in.name,
        "set_ref": remit.set_in.ref,
        "due_in": remit.due_in.name,
        "due_ref": remit.due_in.ref,
        "minute": remit.minute or None,
        "state": row.state,
        "next": (row.owes or None) if remit.state != RemitState.CLOSED else None,
    }

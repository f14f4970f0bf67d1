"""How a return stands, in the words of its pages: on time or late, whose turn it is, what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse

from kpis.deadlines import Deadline, Timeliness, closed_words, deadline_of
from kpis.models import Return, ReturnState
from kpis.queries.returns import timeliness_of
from trust.clock import london_day
from trust.dates import full_date, short_date

WAITING = {ReturnState.NOT_STARTED: "Not started", ReturnState.DRAFT: "In draft"}
# In a list for the executive director: what needs a person first.
ORDER = {
    ReturnState.SUBMITTED: 0,
    ReturnState.SENT_BACK: 1,
    ReturnState.NOT_STARTED: 2,
    ReturnState.DRAFT: 3,
    ReturnState.ACCEPTED: 4,
    ReturnState.ISSUED: 5,
}


@dataclass(frozen=True)
class Standing:
    """A return with where it stands, prepared for a row or a card."""

    returned: Return
    today: date

    @cached_property
    def deadline(self) -> Deadline:
        return deadline_of(self.returned)

    @cached_property
    def timeliness(self) -> Timeliness:
        """On time, late or closed."""
        return timeliness_of(self.returned, self.today)

    @property
    def is_late(self) -> bool:
        return self.timeliness is not Timeliness.ON_TIME

    @property
    def is_closed(self) -> bool:
        """Nothing can be typed or submitted until it has been given more time."""
        return self.timeliness is Timeliness.CLOSED

    @property
    def is_overdue(self) -> bool:
        """Late, and still with the school."""
        return self.is_late and self.returned.is_open

    @property
    def closed_words(self) -> str:
        return closed_words(self.deadline.closes)

    @property
    def word(self) -> str:
        return self.returned.get_state_display()

    @property
    def tone(self) -> str:
        """A class for the word: what is done, what waits, what has come back."""
        if self.is_overdue or self.returned.state == ReturnState.SENT_BACK:
            return "attention"
        return "done" if self.returned.state in (ReturnState.ACCEPTED, ReturnState.ISSUED) else "waiting"

    @property
    def detail(self) -> str:
        """When it was submitted or is due, late said as late."""
        returned = self.returned
        if not returned.is_open and returned.submitted_at:
            day = short_date(london_day(returned.submitted_at))
            return f"Submitted {day}{', late' if self.is_late else ''}"
        if returned.handed_in_on:
            return f"First submitted {short_date(returned.handed_in_on)}{', late' if self.is_late else ''}"
        return self.due_words

    @property
    def due_words(self) -> str:
        """ "Due tomorrow", "Due Friday 6 November 2026", "5 days late", "Closed on 26 Nov 2026"."""
        due, closes = self.deadline.due, self.deadline.closes
        if self.is_closed and closes:
            return f"Closed on {short_date(closes)}"
        if due is None:
            return "No day has been set"
        days = (due - self.today).days
        if self.is_late:
            late = ((self.returned.handed_in_on or self.today) - due).days
            return "1 day late" if late == 1 else f"{late} days late"
        if days < 0:
            return f"Was due {full_date(due)}"
        return {0: "Due today", 1: "Due tomorrow"}.get(days, f"Due {full_date(due)}")

    @property
    def due_day(self) -> str:
        due = self.deadline.due
        return full_date(due) if due else ""

    @property
    def url(self) -> str:
        return reverse("kpis:return", args=[self.returned.term, self.returned.slug])

    @property
    def moderate_url(self) -> str:
        return reverse("kpis:moderate", args=[self.returned.term, self.returned.slug])

    @property
    def next_step(self) -> str:
        """The one thing that whoever fills it in should do now."""
        return {
            ReturnState.NOT_STARTED: "Start the return",
            ReturnState.DRAFT: "Carry on with the return",
            ReturnState.SENT_BACK: "See what to look at again",
        }.get(ReturnState(self.returned.state), "See the return")

    @property
    def order(self) -> tuple[int, int, str]:
        return (0 if self.is_overdue else 1, ORDER[ReturnState(self.returned.state)], self.returned.slug)

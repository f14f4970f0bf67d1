"""The schedule's rows of what the counting house keeps about people."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from kpis.models import Effort, Reminder
from trust.retention.schedule import Row, register, removed

YEAR: Final = 365


def enter_rows() -> None:
    """Called once, when the portal starts."""
    register(
        Row("effort", "How long each person worked on a return", "To see what returns cost, year on year.",
            "Deleted", 2 * YEAR, YEAR, 6 * YEAR, _efforts, removed),
        Row("reminders", "Who was reminded of a return", "To see whether reminders help.",
            "Deleted", 2 * YEAR, 90, 6 * YEAR, _reminders, removed),
        Row("figures", "Figures, comments and evidence of returns, with who entered and moderated them",
            "Every figure that a board was given can be followed back.",
            "Kept; the people in them can be given names that say nothing"),
    )  # fmt: skip


def _efforts(moment: datetime) -> QuerySet[Any]:
    return Effort.objects.filter(last_at__lt=moment)


def _reminders(moment: datetime) -> QuerySet[Any]:
    return Reminder.objects.filter(at__lt=moment)

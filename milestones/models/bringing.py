"""A plan on its way in: what was sent, what was read, what a person has answered, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from milestones.models.plan import Plan
from trust.models import Blob, Job


class Outcome(models.TextChoices):
    OPEN = "open", "In review"
    CONFIRMED = "confirmed", "In the plan"
    UNDONE = "undone", "Undone"
    DROPPED = "dropped", "Put aside"


class PlanImport(Job):
    """One file or pasted text: a job reads it, a person reviews it, and nothing is in the plan before that.

    `reading` is what was read, as `milestones.imports` writes it; `answers` are a person's, by question.
    """

    name = models.CharField(max_length=160, help_text="The file's own name, made safe.")
    key = models.UUIDField(unique=True)
    sent = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reading = models.JSONField(null=True, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="Counts the answers, for two people at once.")
    outcome = models.CharField(max_length=9, choices=Outcome.choices, default=Outcome.OPEN)
    plan = models.ForeignKey(Plan, models.SET_NULL, null=True, blank=True, related_name="imports")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-requested_at"]

    def __str__(self) -> str:
        return self.name

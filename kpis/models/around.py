"""What happens around a return: reminders, time spent on it, documents as evidence, files brought in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from kpis.models.definition import Kpi
from kpis.models.returns import Return
from trust.models import Blob, Term


class ReminderKind(models.TextChoices):
    OPENING = "opening", "Open"
    WEEK = "week", "Seven days left"
    DAY = "day", "One day left"
    OVERDUE = "overdue", "Overdue"
    NUDGE = "nudge", "Nudge"


class Reminder(models.Model):
    """One reminder of a return to one person: by the calendar once of each kind, or a nudge by somebody."""

    returned = models.ForeignKey(Return, models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=8, choices=ReminderKind.choices)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty where the calendar reminded.",
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["returned", "kind", "to"],
                condition=~Q(kind="nudge"),
                name="reminded_once_of_each_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.returned_id} to {self.to_id}"


class Effort(models.Model):
    """How long one person has worked on a return: the time between saves, longer pauses left out.

    Nobody's own time is shown to anybody else; the trust's median is.
    """

    returned = models.ForeignKey(Return, models.PROTECT, related_name="efforts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    seconds = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["returned", "person"], name="effort_once_a_person")]

    def __str__(self) -> str:
        return f"{self.returned_id} {self.seconds} s"


class Document(models.Model):
    """A file that is evidence for one KPI of a return; taken away while it is open, never deleted."""

    returned = models.ForeignKey(Return, models.PROTECT, related_name="documents")
    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="+")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(max_length=160, help_text="The file's own name, made safe.")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at"]

    def __str__(self) -> str:
        return f"{self.name} for {self.kpi_id}"


class UploadKind(models.TextChoices):
    RETURN = "return", "A return"
    PAST = "past", "Past returns"
    COMPARATORS = "comparators", "National figures"


class Upload(models.Model):
    """A spreadsheet that was sent in, kept as it came: first its changes are shown, then it is applied or
    left."""

    kind = models.CharField(max_length=12, choices=UploadKind.choices)
    returned = models.ForeignKey(
        Return,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="uploads",
        help_text="For a return's sheet.",
    )
    term = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    choices = models.JSONField(
        default=dict, blank=True, help_text="What the person chose for it, such as a column."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    changed = models.PositiveIntegerField(
        default=0, help_text="How many values it changed when it was applied."
    )

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.kind})"


class TimeRequest(models.Model):
    """Whoever signs a return asks for more time; the executive answers by giving it, or the day passes."""

    returned = models.ForeignKey(Return, models.PROTECT, related_name="time_requests")
    until = models.DateField(help_text="The day that is asked for.")
    reason = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["returned"], condition=Q(answered_at__isnull=True), name="one_open_time_request"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="time_request_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.returned_id} until {self.until}"

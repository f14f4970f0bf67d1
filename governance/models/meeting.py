"""Meetings: their agenda and papers, who was there, what was decided, and who does what by when."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kpis.models import Kpi
from milestones.models import Plan, Priority
from schools.models import Body, School
from trust.models import Term


class MeetingState(models.TextChoices):
    PLANNED = "planned", "Planned"
    CALLED = "called", "Agenda sent"
    HELD = "held", "Held"
    MINUTED = "minuted", "Minutes agreed"
    CANCELLED = "cancelled", "Cancelled"


class Meeting(models.Model):
    """A meeting of a body on a London day."""

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        MeetingState.PLANNED: (MeetingState.CALLED, MeetingState.HELD, MeetingState.CANCELLED),
        MeetingState.CALLED: (MeetingState.PLANNED, MeetingState.HELD, MeetingState.CANCELLED),
        MeetingState.HELD: (MeetingState.MINUTED,),
        MeetingState.MINUTED: (),
        MeetingState.CANCELLED: (MeetingState.PLANNED,),
    }

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=120, blank=True, help_text="Where it is more than a meeting.")
    on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=160, blank=True)
    term = models.ForeignKey(Term, models.PROTECT, related_name="meetings")
    state = models.CharField(max_length=9, choices=MeetingState.choices, default=MeetingState.PLANNED)
    moved_from = models.DateField(null=True, blank=True)
    minutes_url = models.URLField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [models.UniqueConstraint(fields=["body", "on"], name="one_meeting_a_body_a_day")]

    def __str__(self) -> str:
        return f"{self.body_id} {self.on}"


class ItemKind(models.TextChoices):
    OPENING = "opening", "Opening"
    MATTERS = "matters", "Matters arising"
    INTERESTS = "interests", "Declarations of interest"
    UPDATE = "update", "From the Trust Update"
    DECISION = "decision", "For decision"
    DISCUSSION = "discussion", "For discussion"
    REPORT = "report", "To note"


class AgendaItem(models.Model):
    """One item of an agenda; what it speaks of may be a section of the Update, a school, a KPI or a
    priority."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=ItemKind.choices, default=ItemKind.DISCUSSION)
    lead = models.CharField(max_length=120, blank=True, help_text="Who leads it.")
    minutes_planned = models.PositiveSmallIntegerField(null=True, blank=True)
    section = models.SlugField(max_length=40, blank=True, help_text="A section of the Trust Update.")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="+")
    kpi = models.ForeignKey(Kpi, models.PROTECT, null=True, blank=True, related_name="+")
    priority = models.ForeignKey(Priority, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.CharField(max_length=160, blank=True, help_text="Whom it concerns outside.")
    is_confidential = models.BooleanField(default=False)
    minute_text = models.TextField(blank=True, help_text="As the clerk has edited it.")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="agenda_number_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Paper(models.Model):
    """A link to a paper of an agenda item, kept elsewhere."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="papers")
    title = models.CharField(max_length=160)
    url = models.URLField(max_length=500)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Presence(models.TextChoices):
    PRESENT = "present", "Present"
    REMOTE = "remote", "Present by video"
    APOLOGIES = "apologies", "Apologies"
    ABSENT = "absent", "Absent"
    ATTENDING = "attending", "In attendance"


class MeetingPresence(models.Model):
    """Who was there, and who sent apologies."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="presences")
    presence = models.CharField(max_length=9, choices=Presence.choices)
    accepted = models.BooleanField(default=True, help_text="Whether the body accepted the apologies.")

    class Meta:
        ordering = ["person__name"]
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.presence}"


class DecisionKind(models.TextChoices):
    RESOLVED = "resolved", "Resolved"
    NOTED = "noted", "Noted"
    DEFERRED = "deferred", "Deferred"
    REJECTED = "rejected", "Not agreed"


class Decision(models.Model):
    """What a body decided under an agenda item; the lower floors keep its minute as text."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField(help_text="Within its item.")
    kind = models.CharField(max_length=8, choices=DecisionKind.choices)
    text = models.TextField()
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    request_key = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = ["item__number", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="decision_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="decision_has_words"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Action(models.Model):
    """What somebody is to do after a meeting; open ones are the next meeting's matters arising."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="actions")
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="actions"
    )
    owner_post = models.CharField(max_length=120, blank=True)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_words = models.CharField(max_length=300, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    set_on = models.DateField()
    request_key = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | ~Q(owner_post=""), name="action_has_an_owner"
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("set_on")), name="action_is_due_after_set"),
        ]

    def __str__(self) -> str:
        return self.text

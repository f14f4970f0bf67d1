"""The training plan of trustees and governors: what is needed, what is done about it, what it costs, and what
it changed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.models.kept import KeptEntry
from governance.models.skill import Skill
from schools.models import Body
from trust.models import Area


class TrainingPlan(models.Model):
    """The plan of one academic year for everyone who governs, and its budget in pounds."""

    year = models.PositiveSmallIntegerField(
        unique=True, help_text="The year in which the academic year begins."
    )
    budget = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"Training plan {self.year}"


class NeedSource(models.TextChoices):
    SKILLS_AUDIT = "audit", "Skills audit"
    SELF_ASSESSMENT = "assessment", "Self-assessment"
    POLICY = "policy", "Required"
    INDUCTION = "induction", "Induction"
    OTHER = "other", "Something else"


class TrainingNeed(models.Model):
    """Something that should be learnt: by a body, or by one person, who sees it with the clerk alone."""

    plan = models.ForeignKey(TrainingPlan, models.PROTECT, related_name="needs")
    text = models.CharField(max_length=200)
    source = models.CharField(max_length=10, choices=NeedSource.choices)
    skill = models.ForeignKey(Skill, models.PROTECT, null=True, blank=True, related_name="needs")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="training_needs")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="training_needs"
    )
    met_on = models.DateField(null=True, blank=True)
    request_key = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class Requirement(KeptEntry):
    """Training that everyone of some kinds of body owes, and how long it holds."""

    title = models.CharField(max_length=120, unique=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(
        max_length=200, blank=True, help_text="The rule text with its edition and paragraph."
    )
    body_kinds = models.JSONField(default=list, help_text="Whose people owe it: kinds of body.")
    within_days = models.PositiveSmallIntegerField(
        default=90, help_text="After the start of the first term of office."
    )
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: for good.")


class ActivityForm(models.TextChoices):
    COURSE = "course", "Course"
    ONLINE = "online", "Online module"
    CONFERENCE = "conference", "Conference"
    BRIEFING = "briefing", "Briefing"
    MENTORING = "mentoring", "Mentoring"
    READING = "reading", "Reading"


class ActivityState(models.TextChoices):
    PLANNED = "planned", "Planned"
    TO_BOOK = "to-book", "To book"
    BOOKED = "booked", "Booked"
    DONE = "done", "Complete"
    CANCELLED = "cancelled", "Cancelled"


class TrainingActivity(models.Model):
    """Something that is put on for a need: who provides it, when, for whom and for how much."""

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        ActivityState.PLANNED: (ActivityState.TO_BOOK, ActivityState.BOOKED, ActivityState.CANCELLED),
        ActivityState.TO_BOOK: (ActivityState.PLANNED, ActivityState.BOOKED, ActivityState.CANCELLED),
        ActivityState.BOOKED: (ActivityState.TO_BOOK, ActivityState.DONE, ActivityState.CANCELLED),
        ActivityState.DONE: (),
        ActivityState.CANCELLED: (ActivityState.PLANNED,),
    }

    plan = models.ForeignKey(TrainingPlan, models.PROTECT, related_name="activities")
    title = models.CharField(max_length=160)
    form = models.CharField(max_length=10, choices=ActivityForm.choices)
    provider = models.CharField(max_length=160, blank=True)
    on = models.DateField(null=True, blank=True)
    cost = models.DecimalField(max_digits=10, decimal_places=2, default=0, help_text="In pounds, in all.")
    paid = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    state = models.CharField(max_length=9, choices=ActivityState.choices, default=ActivityState.PLANNED)
    bodies = models.ManyToManyField(Body, blank=True, related_name="training", help_text="Whom it is for.")
    needs = models.ManyToManyField(TrainingNeed, blank=True, related_name="activities")
    requirement = models.ForeignKey(
        Requirement, models.PROTECT, null=True, blank=True, related_name="activities"
    )
    url = models.URLField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    request_key = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = [F("on").asc(nulls_last=True), "pk"]
        verbose_name_plural = "training activities"
        constraints = [
            models.CheckConstraint(condition=Q(cost__gte=0), name="training_costs_no_less_than_nothing"),
            models.CheckConstraint(
                condition=~Q(state__in=["booked", "done"]) | Q(on__isnull=False),
                name="booked_training_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AttendanceState(models.TextChoices):
    INVITED = "invited", "Invited"
    BOOKED = "booked", "Booked"
    ATTENDED = "attended", "Attended"
    MISSED = "missed", "Missed"


class Attendance(models.Model):
    """One person at one activity, and what it changed in their own words."""

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        AttendanceState.INVITED: (AttendanceState.BOOKED, AttendanceState.ATTENDED, AttendanceState.MISSED),
        AttendanceState.BOOKED: (AttendanceState.INVITED, AttendanceState.ATTENDED, AttendanceState.MISSED),
        AttendanceState.ATTENDED: (AttendanceState.MISSED,),
        AttendanceState.MISSED: (AttendanceState.ATTENDED,),
    }

    activity = models.ForeignKey(TrainingActivity, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="attendances")
    state = models.CharField(max_length=8, choices=AttendanceState.choices, default=AttendanceState.INVITED)
    attended_on = models.DateField(null=True, blank=True)
    effect = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["person__name"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "person"], name="attendance_once"),
            models.CheckConstraint(
                condition=Q(state="attended", attended_on__isnull=False)
                | (~Q(state="attended") & Q(attended_on__isnull=True)),
                name="attended_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state}"

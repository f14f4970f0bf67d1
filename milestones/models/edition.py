"""What an edition says besides its matrix: its texts, objectives, questions and growth targets, what became
of its priorities, and copies of how it stood."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kpis.models import Kpi
from milestones.models.matrix import Milestone
from milestones.models.plan import PRINTED_DAY, Plan, Priority, Strand
from trust.models import Blob, Term


class TextKind(models.TextChoices):
    SUMMARY = "summary", "Executive summary"
    MISSION = "mission", "Mission"
    VALUES = "values", "Values"
    CONTEXT = "context", "Context"
    POSITION = "position", "Where we are now"
    HIGHLIGHTS = "highlights", "Highlights"
    SUCCESS = "success", "Keys to success"
    RISKS = "risks", "Key risks"
    OTHER = "other", "Other"


class PlanText(models.Model):
    """A chapter of an edition: in full, and in the words of the summary where they differ."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="texts")
    kind = models.CharField(max_length=10, choices=TextKind.choices)
    title = models.CharField(max_length=160)
    text = models.TextField(blank=True)
    summary = models.TextField(blank=True, help_text="Empty: the summary prints the text in full.")
    in_summary = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Objective(models.Model):
    """What the trust is for, as one edition words it; `follows` is the same one in the edition before."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="objectives")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    kpis = models.ManyToManyField(Kpi, blank=True, related_name="objectives")
    follows = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="followed_by")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="objective_number_once")]

    def __str__(self) -> str:
        return self.text[:80]


class StrategicQuestion(models.Model):
    """A question that an edition sets itself under a strategic area, and the trust's response to it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="questions")
    strand = models.ForeignKey(Strand, models.CASCADE, null=True, blank=True, related_name="questions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    response = models.TextField(blank=True)
    kpis = models.ManyToManyField(Kpi, blank=True, related_name="strategic_questions")
    follows = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="followed_by")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="question_number_once")]

    def __str__(self) -> str:
        return self.text[:80]


class GrowthTarget(models.Model):
    """What the trust means to grow to, by when, and when it was reached."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="growth_targets")
    text = models.CharField(max_length=200, help_text="Such as Schools in the trust.")
    target = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    by_term = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+")
    reached_on = models.CharField(max_length=10, blank=True, validators=[PRINTED_DAY])
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Verdict(models.TextChoices):
    ACHIEVED = "achieved", "Achieved"
    CONTINUE = "continue", "Continue"
    CHANGE = "change", "Change"
    CLOSE = "close", "Close"


class Evaluation(models.Model):
    """What the year's evaluation says of one priority; open until the next edition is adopted."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="evaluations")
    priority = models.ForeignKey(Priority, models.PROTECT, related_name="evaluations")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "priority"], name="evaluated_once")]

    def __str__(self) -> str:
        return f"{self.priority_id} {self.verdict}"


class LeftOut(models.Model):
    """A milestone of the edition before that a draft does not carry on, or does not repeat, and why."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="left_out")
    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="left_out_of")
    is_repeat = models.BooleanField(default=False, help_text="What would have come again in the new year.")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "milestone", "is_repeat"], name="left_out_once"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id} {self.plan_id}"


class PlanCopy(models.Model):
    """How an edition stood from a moment on: its lines, milestones and links as canonical JSON, by hash."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="copies")
    at = models.DateTimeField()
    why = models.CharField(max_length=200)
    contents = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.at:%Y-%m-%d}"

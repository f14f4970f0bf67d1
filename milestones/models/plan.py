"""Editions of the strategic plan, their strands and lines, and the priorities that stay themselves between
editions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from schools.models import School
from trust.models import Term, WrittenOnce

# A day as 2026-07-09, or a month as 2026-07 where that is all the plan says; sorted as text, sorted in time.
PRINTED_DAY = RegexValidator(
    r"^[12][0-9]{3}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$", "Give a day or a month."
)


class PlanState(models.TextChoices):
    DRAFT = "draft", "Draft"
    ADOPTED = "adopted", "Adopted"


class Plan(models.Model):
    """One edition of the plan; an edition supersedes the one before once it is adopted.

    Each `…_on` is a `PRINTED_DAY`. The years up to `firm_to` are firm, those after it provisional.
    """

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        PlanState.DRAFT: (PlanState.ADOPTED,),
        PlanState.ADOPTED: (),
    }

    title = models.CharField(max_length=160, unique=True)
    state = models.CharField(max_length=8, choices=PlanState.choices, default=PlanState.ADOPTED)
    first_term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    last_term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    firm_to = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+")
    drafted_by = models.CharField(max_length=120, blank=True)
    drafted_on = models.CharField(max_length=10, blank=True, validators=[PRINTED_DAY])
    approved_by = models.CharField(max_length=120, blank=True)
    approved_on = models.CharField(max_length=10, blank=True, validators=[PRINTED_DAY])
    adopted_on = models.CharField(max_length=10, blank=True, validators=[PRINTED_DAY])
    minute = models.CharField(max_length=120, blank=True, help_text="The minute of the board's decision.")
    review_on = models.CharField(max_length=10, blank=True, validators=[PRINTED_DAY])
    version = models.PositiveIntegerField(default=1, help_text="Counts the changes of its texts.")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta:
        ordering = ["first_term__year", "first_term__number"]

    def __str__(self) -> str:
        return self.title


class Strand(models.Model):
    """A strategic area of one edition, such as "Leadership": the group of lines under one heading."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="strands")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="strand_number_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class PriorityState(models.TextChoices):
    ACTIVE = "active", "Active"
    PAUSED = "paused", "Paused"
    MERGED = "merged", "Merged into another"
    CLOSED = "closed", "Closed"


class Priority(models.Model):
    """Something the trust means to bring about, with an identity that no re-lettering of a plan can take."""

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        PriorityState.ACTIVE: (PriorityState.PAUSED, PriorityState.MERGED, PriorityState.CLOSED),
        PriorityState.PAUSED: (PriorityState.ACTIVE, PriorityState.MERGED, PriorityState.CLOSED),
        PriorityState.MERGED: (),
        PriorityState.CLOSED: (PriorityState.ACTIVE,),
    }

    title = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=PriorityState.choices, default=PriorityState.ACTIVE)
    state_since = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+")
    state_reason = models.CharField(max_length=300, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="priorities"
    )
    owner_post = models.CharField(
        max_length=120, blank=True, help_text=("The post that owns it, when its holder leaves.")
    )

    sponsor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="sponsored_priorities"
    )
    sponsor_post = models.CharField(max_length=120, blank=True)
    split_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="split_into")
    schools = models.ManyToManyField(
        School, blank=True, related_name="priorities", help_text="The schools it concerns; none: all."
    )

    class Meta:
        verbose_name_plural = "priorities"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="merged_priority_says_into_which",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Line(models.Model):
    """A priority as one edition prints it: its code, its words and its place under a strand."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="lines")
    strand = models.ForeignKey(Strand, models.PROTECT, related_name="lines")
    priority = models.ForeignKey(Priority, models.PROTECT, related_name="lines")
    code = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()
    status_as_printed = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["strand__number", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="line_code_once"),
            models.UniqueConstraint(fields=["plan", "priority"], name="line_priority_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class ChangeKind(models.TextChoices):
    PAUSED = "paused", "Paused"
    RESUMED = "resumed", "Taken up again"
    MERGED = "merged", "Merged into another"
    SPLIT = "split", "Split"
    CLOSED = "closed", "Closed"
    RECODED = "recoded", "Given another code"
    OWNER = "owner", "Led by"
    SPONSOR = "sponsor", "Sponsored by"


class PriorityChange(WrittenOnce):
    """One change of what a priority is: paused, merged, split, closed, given another code or another owner,
    and why. People are named as they were printed on that day."""

    priority = models.ForeignKey(Priority, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=8, choices=ChangeKind.choices)
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    into = models.ForeignKey(Priority, models.PROTECT, null=True, blank=True, related_name="+")
    took = models.ManyToManyField(
        "milestones.Milestone",
        blank=True,
        related_name="+",
        help_text="The milestones that went into the new priority.",
    )
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="+")
    from_code = models.CharField(max_length=16, blank=True)
    to_code = models.CharField(max_length=16, blank=True)
    from_name = models.CharField(max_length=250, blank=True)
    to_name = models.CharField(max_length=250, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.priority_id} {self.kind}"

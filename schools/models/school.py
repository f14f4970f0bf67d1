"""A school of the trust, how many it teaches, and what inspectors have said of it."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from trust.models import Term

SIX_DIGITS = RegexValidator(r"^\d{6}\Z", "A URN is six digits.")


class Phase(models.TextChoices):
    PRIMARY = "primary", "Primary"
    SECONDARY = "secondary", "Secondary"
    ALL_THROUGH = "all-through", "All-through"
    SPECIAL = "special", "Special"


class Route(models.TextChoices):
    CONVERTER = "converter", "Converter academy"
    SPONSORED = "sponsored", "Sponsored academy"
    FREE = "free", "Free school"


class School(models.Model):
    """A school, from the day it joined until the day it left; it is never deleted."""

    urn = models.CharField(
        "URN",
        max_length=6,
        unique=True,
        validators=[SIX_DIGITS],
        help_text="Unique reference number in the DfE register.",
    )
    name = models.CharField(max_length=120, unique=True)
    short_name = models.CharField(max_length=40)
    slug = models.SlugField(max_length=60, unique=True)
    phase = models.CharField(max_length=12, choices=Phase.choices)
    low_age = models.PositiveSmallIntegerField()
    high_age = models.PositiveSmallIntegerField()
    route = models.CharField(max_length=10, choices=Route.choices)
    opened = models.DateField(
        null=True, blank=True, help_text="For a school that opened after it was founded here."
    )
    joined = models.DateField()
    left = models.DateField(
        null=True, blank=True, help_text="The first day on which it was no longer a member."
    )
    predecessor_name = models.CharField(max_length=120, blank=True)
    governed_by = models.ForeignKey(
        "schools.Body",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="schools_governed",
        help_text="Its local governing body, or the board-appointed body in its place.",
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(high_age__gt=F("low_age")), name="school_ages_in_order"),
            models.CheckConstraint(
                condition=Q(left__isnull=True) | Q(left__gt=F("joined")), name="school_left_after_joining"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ages(self) -> str:
        return f"{self.low_age}–{self.high_age}"

    def is_member_on(self, day: date) -> bool:
        """Whether the school belonged to the trust on that London date."""
        return self.joined <= day and (self.left is None or day < self.left)


class Predecessor(models.Model):
    """A URN under which the school, or the one that stood here before, was known: its earlier results."""

    school = models.ForeignKey(School, models.PROTECT, related_name="earlier_urns")
    urn = models.CharField("URN", max_length=6, unique=True, validators=[SIX_DIGITS])
    name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["urn"]

    def __str__(self) -> str:
        return f"URN {self.urn}"

    def clean(self) -> None:
        if School.objects.filter(urn=self.urn).exists():
            raise ValidationError({"urn": f"URN {self.urn} is a school of the trust itself."})


class Roll(models.Model):
    """How many pupils a school had, and had room for, in a term."""

    school = models.ForeignKey(School, models.PROTECT, related_name="rolls")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    pupils = models.PositiveIntegerField()
    capacity = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "term"], name="roll_once_a_term")]

    def __str__(self) -> str:
        return f"{self.pupils} of {self.capacity}"


class Regime(models.TextChoices):
    """The three inspection regimes, which are never converted into each other."""

    OVERALL = "overall", "Overall grade (to August 2024)"
    JUDGEMENTS = "judgements", "Key judgements (to November 2025)"
    REPORT_CARD = "report-card", "Report card (from November 2025)"


class InspectionKind(models.TextChoices):
    GRADED = "graded", "Graded inspection"
    UNGRADED = "ungraded", "Ungraded inspection"
    MONITORING = "monitoring", "Monitoring visit"


class Inspection(models.Model):
    """One inspection: a graded one in the words of its own regime, an ungraded or monitoring one without
    grades and with what it found in words."""

    school = models.ForeignKey(School, models.PROTECT, related_name="inspections")
    on = models.DateField()
    regime = models.CharField(max_length=12, choices=Regime.choices)
    kind = models.CharField(max_length=10, choices=InspectionKind.choices, default=InspectionKind.GRADED)
    outcome = models.CharField(max_length=300, blank=True, help_text="What an ungraded visit found.")
    url = models.URLField(max_length=500, blank=True)
    of_predecessor = models.BooleanField(
        default=False, help_text="The grade of the school that stood here before."
    )
    # Area → grade as printed: {"Overall effectiveness": "Good"}, or {"Inclusion": "Expected standard", …}.
    grades = models.JSONField(default=dict)
    safeguarding_met = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(fields=["school", "on", "regime"], name="inspection_once"),
            models.CheckConstraint(
                condition=Q(kind="graded") | Q(grades={}), name="only_a_graded_inspection_has_grades"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.on} {self.regime}"

    @property
    def headline(self) -> str:
        """The grade in one phrase, the predecessor's shown as the predecessor's."""
        grade = self.grades.get("Overall effectiveness") or next(iter(self.grades.values()), "Inspected")
        return f"{grade} (predecessor)" if self.of_predecessor else str(grade)

"""What a KPI is: an identity, the versions of its definition, and what its answers must agree with."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from kpis.rag import Direction, Kind
from trust.models import Area, Term

# At most 15 significant digits, so that SQLite, which keeps decimals as floats, gives them back exactly.
FIGURE_DIGITS: dict[str, Any] = {"max_digits": 15, "decimal_places": 4, "null": True, "blank": True}

KINDS = [
    (Kind.MEASURE.value, "Measure against a target and a limit"),
    (Kind.RATIO.value, "Ratio with a cap or a floor"),
    (Kind.PENETRATION.value, "Share of those eligible"),
    (Kind.DEADLINE.value, "Deadline"),
    (Kind.NATIONAL.value, "Against the national figure"),
    (Kind.ORDINAL.value, "Grade that may hold or rise"),
    (Kind.ASSURANCE.value, "Assurance: yes, partly or no"),
    (Kind.SURVEY.value, "Survey"),
    (Kind.JUDGEMENT.value, "Judgement with a rationale"),
]
DIRECTIONS = [
    (Direction.UP.value, "Higher is better"),
    (Direction.DOWN.value, "Lower is better"),
    (Direction.INSIDE.value, "Inside a range"),
]


class Scope(models.TextChoices):
    SCHOOL = "school", "Each school"
    TRUST = "trust", "The trust as a whole"


class GroupOf(models.TextChoices):
    """Who is counted in a group: pupils, staff, or people who answered a survey in confidence."""

    PUPILS = "pupils", "Pupils"
    STAFF = "staff", "Staff"
    REPLIES = "replies", "Replies to a survey"


class Kpi(models.Model):
    """A key performance indicator: an identity that outlives the wordings of its definition."""

    code = models.CharField(
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^[A-Z][A-Z0-9-]*$", "Use capitals, digits and hyphens, such as ATT.")],
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="kpis")
    kind = models.CharField(max_length=12, choices=KINDS)
    scope = models.CharField(max_length=8, choices=Scope.choices, default=Scope.SCHOOL)
    position = models.PositiveSmallIntegerField(default=0)
    is_headline = models.BooleanField(
        default=False, help_text=("Gives its area the figure printed in the heat map.")
    )
    stays_inside = models.BooleanField(
        db_default=False, default=False, help_text="Members and the public are not told it."
    )
    retired_from = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+")
    retired_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["area__position", "position", "code"]
        verbose_name = "KPI"

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """How its latest definition is called; its definitions have been read with it where many are told."""
        wordings = list(self.definitions.all())
        return wordings[-1].title if wordings else self.code


class Definition(models.Model):
    """One version of what a KPI means, in force from a term until the next version's term.

    Of two versions from the same term the later one holds: the earlier one was never used. A version that is
    asked in no term is a pause: the KPI is out of the book until the next version.
    """

    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="definitions")
    version = models.PositiveSmallIntegerField(default=1)
    from_term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    meaning = models.TextField(help_text="What is counted, in words a volunteer understands.")
    guidance = models.TextField(
        blank=True, help_text=("For the person who fills it in: where the figure is found.")
    )
    unit = models.CharField(max_length=20, blank=True)
    places = models.PositiveSmallIntegerField(default=1)
    direction = models.CharField(max_length=8, choices=DIRECTIONS, default=Direction.UP.value)
    numerator_label = models.CharField(max_length=80, blank=True)
    denominator_label = models.CharField(max_length=80, blank=True)
    reported_in = models.JSONField(
        default=list, help_text=("The terms of the year it is asked in, such as [1, 2, 3].")
    )
    phases = models.JSONField(default=list, blank=True, help_text="Empty means every phase.")
    is_cumulative = models.BooleanField(default=False, help_text="Counted since September.")
    period_lag = models.PositiveSmallIntegerField(
        default=0,
        help_text=("How many terms before the reporting term its period lies: 1 for last summer's results."),
    )
    speaks_of_year = models.BooleanField(
        default=False, help_text=("Its period is an academic year, not a term.")
    )
    scale = models.JSONField(default=list, blank=True, help_text="Grades from worst to best.")
    forecasts = models.BooleanField(default=False, help_text="The head also gives a forecast, low and high.")
    small_groups = models.BooleanField(
        default=False, help_text=("Its groups can be small enough to name a person.")
    )
    group_of = models.CharField(
        max_length=8,
        choices=GroupOf.choices,
        default=GroupOf.PUPILS,
        help_text="Who is counted in the group; each has its own limit in the trust's settings.",
    )
    least = models.DecimalField(**FIGURE_DIGITS, help_text="A figure below this is impossible and refused.")
    most = models.DecimalField(**FIGURE_DIGITS, help_text="A figure above this is impossible and refused.")
    usual_low = models.DecimalField(**FIGURE_DIGITS, help_text="A figure below this needs a note.")
    usual_high = models.DecimalField(**FIGURE_DIGITS, help_text="A figure above this needs a note.")
    usual_move = models.DecimalField(
        **FIGURE_DIGITS, help_text="A move since the figure before that is larger than this needs a note."
    )
    offers_no_change = models.BooleanField(
        default=False, help_text="The last answer can be given again with one tick."
    )
    contributor = models.CharField(max_length=80, blank=True, help_text="The post that usually fills it in.")

    class Meta:
        ordering = ["kpi", "version"]
        constraints = [
            models.UniqueConstraint(fields=["kpi", "version"], name="definition_version_once"),
            models.CheckConstraint(condition=Q(places__lte=4), name="definition_places_at_most_4"),
        ]

    def __str__(self) -> str:
        return f"{self.title} (version {self.version})"

    def is_asked(self, number: int, phase: str) -> bool:
        """Whether a school of that phase is asked for it in that term of the year (1, 2 or 3)."""
        return number in self.reported_in and (not self.phases or not phase or phase in self.phases)


class CrossCheck(models.Model):
    """Two numbers of one return that must agree: a part of one KPI's answer against a part of another's."""

    class Part(models.TextChoices):
        NUMERATOR = "numerator", "First count"
        DENOMINATOR = "denominator", "Second count"
        VALUE = "value", "Figure"

    class Relation(models.TextChoices):
        AT_MOST = "at-most", "is at most"
        EQUALS = "equals", "equals"

    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="checks")
    part = models.CharField(max_length=12, choices=Part.choices)
    relation = models.CharField(max_length=8, choices=Relation.choices)
    other = models.ForeignKey(Kpi, models.PROTECT, related_name="+")
    other_part = models.CharField(max_length=12, choices=Part.choices)
    is_refused = models.BooleanField(
        default=False, help_text="Refused where it does not hold; otherwise it needs a note."
    )
    words = models.CharField(max_length=200, help_text="What the person who fills it in is told.")

    class Meta:
        ordering = ["kpi", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "part", "relation", "other", "other_part"], name="cross_check_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi_id} {self.part} {self.relation} {self.other_id} {self.other_part}"

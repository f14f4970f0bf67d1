"""What a KPI is: its definition from a term on, the band it is rated against, and what others reached."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from kpis.rag import Direction, Kind, Rule
from schools.models import Phase, School
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
    retired_from = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["area__position", "position", "code"]
        verbose_name = "KPI"

    def __str__(self) -> str:
        return self.code


class Definition(models.Model):
    """One version of what a KPI means, in force from a term until the next version's term."""

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
        default=False, help_text=("Its groups can be small enough to name a pupil.")
    )
    contributor = models.CharField(max_length=80, blank=True, help_text="The post that usually fills it in.")

    class Meta:
        ordering = ["kpi", "version"]
        constraints = [
            models.UniqueConstraint(fields=["kpi", "version"], name="definition_version_once"),
            models.UniqueConstraint(fields=["kpi", "from_term"], name="definition_term_once"),
            models.CheckConstraint(condition=Q(places__lte=4), name="definition_places_at_most_4"),
        ]

    def __str__(self) -> str:
        return f"{self.title} (version {self.version})"

    def is_asked(self, number: int, phase: str) -> bool:
        """Whether a school of that phase is asked for it in that term of the year (1, 2 or 3)."""
        return number in self.reported_in and (not self.phases or not phase or phase in self.phases)


class BandState(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    CONSULTED = "consulted", "Consulted on"
    AGREED = "agreed", "Agreed by the board"


class Band(models.Model):
    """What is good enough, from a term on: for every school, for a phase, or for one school.

    A new threshold never repaints the past, because each term is rated against the band in force then. The
    closest fit
    holds: one school's band before its phase's, its phase's before everyone's.
    """

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        BandState.PROPOSED: (BandState.CONSULTED, BandState.AGREED),
        BandState.CONSULTED: (BandState.PROPOSED, BandState.AGREED),
        BandState.AGREED: (),
    }

    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="bands")
    phase = models.CharField(max_length=12, choices=Phase.choices, blank=True)
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="bands")
    from_term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    baseline = models.DecimalField(**FIGURE_DIGITS)
    target = models.DecimalField(**FIGURE_DIGITS)
    stretch = models.DecimalField(**FIGURE_DIGITS)
    limit = models.DecimalField(**FIGURE_DIGITS, help_text="Beyond it the figure is red.")
    upper_target = models.DecimalField(**FIGURE_DIGITS)
    upper_limit = models.DecimalField(**FIGURE_DIGITS)
    margin = models.DecimalField(**FIGURE_DIGITS, help_text="How far from national still counts as in line.")
    min_response = models.DecimalField(
        **FIGURE_DIGITS, help_text=("The response rate a survey needs, in per cent.")
    )
    due_on = models.DateField(null=True, blank=True, help_text="The statutory date.")
    trust_due_on = models.DateField(null=True, blank=True, help_text="The trust's own, earlier date.")
    floor = models.CharField(max_length=60, blank=True, help_text="The grade that is hoped for at least.")
    rationale = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=BandState.choices, default=BandState.PROPOSED)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    minute = models.CharField(max_length=200, blank=True, help_text="Where the board's agreement is minuted.")

    class Meta:
        ordering = ["kpi", "from_term__year", "from_term__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "school", "from_term"],
                condition=Q(state="agreed", school__isnull=False),
                name="agreed_school_band_once",
            ),
            models.UniqueConstraint(
                fields=["kpi", "phase", "from_term"],
                condition=Q(state="agreed", school__isnull=True),
                name="agreed_band_once",
            ),
            models.CheckConstraint(
                condition=Q(school__isnull=True) | Q(phase=""), name="band_for_phase_or_school"
            ),
            models.CheckConstraint(
                condition=Q(trust_due_on__isnull=True) | Q(trust_due_on__lte=F("due_on")),
                name="trust_date_not_after_statutory",
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(agreed_on__isnull=False), name="agreed_band_has_a_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi_id} from {self.from_term_id}"


def rule_of(definition: Definition, band: Band | None, kind: str, small_below: int | None = None) -> Rule:
    """What the pure rule needs to know of a definition and the band in force, where there is one."""
    known: dict[str, Any] = {}
    if band is not None:
        names = ("target", "limit", "stretch", "upper_target", "upper_limit", "margin", "min_response")
        known = {name: getattr(band, name) for name in (*names, "due_on", "trust_due_on", "floor")}
    return Rule(
        kind=Kind(kind),
        direction=Direction(definition.direction),
        unit=definition.unit,
        places=definition.places,
        scale=tuple(definition.scale),
        small_below=small_below if definition.small_groups else None,
        **known,
    )


class Comparator(models.Model):
    """What schools in England reached: one national figure, with the release it was read in."""

    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="comparators")
    phase = models.CharField(max_length=12, choices=Phase.choices, blank=True)
    year = models.PositiveSmallIntegerField(help_text="The calendar year in which the academic year begins.")
    term_number = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty for a whole year.")
    value = models.DecimalField(**{**FIGURE_DIGITS, "null": False, "blank": False})
    release = models.CharField(max_length=160)
    vintage = models.DateField(help_text="When the release was published or read.")
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["kpi", "year", "term_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "phase", "year", "term_number", "vintage"], name="term_comparator_vintage_once"
            ),
            models.UniqueConstraint(
                fields=["kpi", "phase", "year", "vintage"],
                condition=Q(term_number__isnull=True),
                name="year_comparator_vintage_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi_id} {self.year} {self.value}"

"""A reported figure: immutable versions, each with its period, its counts, who entered it, and who has
judged it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from kpis.models.definition import FIGURE_DIGITS, Definition, Kpi
from kpis.models.returns import Return
from kpis.rag import Mark
from schools.models import Release, School
from trust.models import Term, WrittenOnce

JUDGED = [(Mark.RED.value, "Red"), (Mark.AMBER.value, "Amber"), (Mark.GREEN.value, "Green")]
ABSENT = [
    (Mark.NOT_REPORTED.value, "Not available"),
    (Mark.NOT_DUE.value, "Not due"),
    (Mark.NOT_APPLICABLE.value, "Not applicable"),
    (Mark.NOT_PRODUCED.value, "Not produced"),
]


class Assurance(models.TextChoices):
    SELF_REPORTED = "self-reported", "Self-reported"
    EXTERNAL = "external", "Externally validated"


class Strength(models.TextChoices):
    """How strong the evidence for a figure is; only a reviewer's validation makes it external."""

    NONE = "", "None"
    STATED = "stated", "Stated"
    DOCUMENT = "document", "Document"


class Figure(WrittenOnce):
    """One version of what was reported for a KPI by a return; the highest version stands.

    `value` is the figure as displayed: rounded half up to the definition's places, and the one that is
    rated. School and term
    are those of the return, repeated so that a board's page reads them without a join.
    """

    returned = models.ForeignKey(Return, models.PROTECT, related_name="figures")
    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="figures")
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="+")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="figures")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+", help_text="The term it is reported in.")
    period = models.ForeignKey(Term, models.PROTECT, related_name="+", help_text="The term it speaks of.")
    version = models.PositiveSmallIntegerField(default=1)
    numerator = models.DecimalField(**FIGURE_DIGITS)
    denominator = models.DecimalField(**FIGURE_DIGITS)
    eligible = models.DecimalField(**FIGURE_DIGITS, help_text="For a survey: how many were asked.")
    value = models.DecimalField(**FIGURE_DIGITS)
    choice = models.CharField(max_length=60, blank=True)
    done_on = models.DateField(null=True, blank=True)
    text = models.TextField(blank=True, help_text="A judgement's rationale.")
    absent = models.CharField(max_length=16, choices=ABSENT, blank=True)
    comment = models.TextField(blank=True)
    judged = models.CharField(max_length=8, choices=JUDGED, blank=True, help_text="The head's own rating.")
    judged_reason = models.TextField(blank=True)
    forecast_low = models.DecimalField(**FIGURE_DIGITS)
    forecast_high = models.DecimalField(**FIGURE_DIGITS)
    evidence = models.TextField(blank=True)
    evidence_link = models.URLField(max_length=500, blank=True)
    strength = models.CharField(
        max_length=8,
        choices=Strength.choices,
        blank=True,
        help_text="How strong the evidence was when this version was reported.",
    )
    note = models.TextField(blank=True, help_text="Why an unusual figure is right.")
    assurance = models.CharField(max_length=14, choices=Assurance.choices, default=Assurance.SELF_REPORTED)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    reason = models.TextField(blank=True, help_text="Why this version replaced the one before.")

    class Meta:
        ordering = ["term__year", "term__number", "version"]
        constraints = [
            models.UniqueConstraint(fields=["returned", "kpi", "version"], name="figure_version_once"),
            models.CheckConstraint(
                condition=Q(judged="") | ~Q(judged_reason=""), name="judged_figure_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["term", "kpi", "school"], name="figure_cell"),
            models.Index(fields=["school", "term"], name="figure_school_term"),
        ]

    def __str__(self) -> str:
        return f"{self.kpi_id} {self.school_id} {self.term_id} version {self.version}"


class Judgement(WrittenOnce):
    """The moderator's rating of a figure, beside the calculated one and the head's, never over them."""

    figure = models.ForeignKey(Figure, models.PROTECT, related_name="judgements")
    mark = models.CharField(max_length=8, choices=JUDGED)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="judgement_says_why")]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.mark}"


class ReleasedFigure(WrittenOnce):
    """The stamp of a release on one version of a figure: from then on its audience may see it."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="figures")
    figure = models.ForeignKey(Figure, models.PROTECT, related_name="stamps")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["figure", "release"], name="figure_stamped_once")]

    def __str__(self) -> str:
        return f"{self.release_id} {self.figure_id}"


class Validation(WrittenOnce):
    """A reviewer's or auditor's word that a version of a figure was checked against its source."""

    figure = models.ForeignKey(Figure, models.PROTECT, related_name="validations")
    words = models.TextField(help_text="What was checked, and against what.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["figure", "by"], name="figure_validated_once_by_each")]

    def __str__(self) -> str:
        return f"{self.figure_id} validated"

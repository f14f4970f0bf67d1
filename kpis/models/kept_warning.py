"""A warning as the board was given it, and whether it came true, so that right and wrong are counted."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q

from kpis.models.definition import Kpi
from kpis.models.figure import Figure
from kpis.warning import Ground
from schools.models import School
from trust.models import Immutable, Term

GROUNDS = [
    (Ground.FORECAST.value, "Forecast"),
    (Ground.WAY.value, "Way to the target"),
    (Ground.YEAR_AGO.value, "A year ago"),
]


class CameTrue(models.TextChoices):
    """What became of a warning once its year had closed."""

    UNKNOWN = "unknown", "Not yet known"
    YES = "yes", "Was right"
    NO = "no", "Was wrong"


class KeptWarning(models.Model):
    """One warning of one figure, written when the figure was issued to the board.

    `figure` is the version that was issued. KPI, school (none: the trust) and term are its own, repeated so
    that a later version finds the warning. `outcome` is the figure with which the year closed.
    """

    figure = models.ForeignKey(Figure, models.PROTECT, related_name="warnings")
    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="warnings")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="+")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    ground = models.CharField(max_length=10, choices=GROUNDS)
    reason = models.TextField()
    raised_at = models.DateTimeField()
    came_true = models.CharField(max_length=7, choices=CameTrue.choices, default=CameTrue.UNKNOWN)
    outcome = models.ForeignKey(Figure, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-term__year", "-term__number", "kpi__code", "school__name"]
        constraints = [
            models.UniqueConstraint(fields=["kpi", "school", "term"], name="school_warning_once"),
            models.UniqueConstraint(
                fields=["kpi", "term"], condition=Q(school__isnull=True), name="trust_warning_once"
            ),
            models.CheckConstraint(
                condition=Q(came_true="unknown", outcome__isnull=True, settled_at__isnull=True)
                | (~Q(came_true="unknown") & Q(outcome__isnull=False, settled_at__isnull=False)),
                name="settled_warning_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi_id} {self.school_id} {self.term_id} {self.ground}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Immutable("A warning that the board was given is never deleted.")

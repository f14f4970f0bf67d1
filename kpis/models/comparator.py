"""What others reached: national figures, each with the release it was read in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from kpis.models.definition import FIGURE_DIGITS, Kpi
from schools.models import Phase
from trust.models import Term


class Comparator(models.Model):
    """What schools in England reached: one national figure, with the release it was read in."""

    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="comparators")
    phase = models.CharField(max_length=12, choices=Phase.choices, blank=True)
    year = models.PositiveSmallIntegerField(help_text="The calendar year in which the academic year begins.")
    term_number = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty for a whole year.")
    value = models.DecimalField(**{**FIGURE_DIGITS, "null": False, "blank": False})
    release = models.CharField(max_length=160)
    vintage = models.DateField(help_text="When the release was published or read.")
    status = models.CharField(
        max_length=20, blank=True, help_text="As its release says: provisional, revised or final."
    )
    source = models.CharField(max_length=200, blank=True, help_text="The file, table or page it was read in.")
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    counts_from = models.ForeignKey(
        Term,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The first term it is set beside, where earlier ones had been issued; else empty.",
    )
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

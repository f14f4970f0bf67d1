"""Days on which schools are closed: half-terms, holidays, INSET days, and closures of one school."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from schools.models.school import School


class ClosedKind(models.TextChoices):
    HALF_TERM = "half-term", "Half-term"
    HOLIDAY = "holiday", "Holiday"
    INSET = "inset", "INSET day"
    BANK_HOLIDAY = "bank", "Bank holiday"
    CLOSURE = "closure", "Closure"


class ClosedDays(models.Model):
    """Days without school, from the first to the last, both included: of one school, or of all (no school).

    Weekends and the bank holidays of England need no row: `schools.schooldays` knows them.
    """

    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="closed_days")
    kind = models.CharField(max_length=10, choices=ClosedKind.choices)
    first = models.DateField()
    last = models.DateField()
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["first"]
        verbose_name_plural = "closed days"
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="closed_days_in_order",
                violation_error_message="The last day cannot be before the first.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.first} to {self.last}"

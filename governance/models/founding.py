"""How the trust of this installation was set up: who was let in, how far they came, and who closed it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Founding(models.Model):
    """One row: the code that lets somebody begin, kept as its hash alone, then who began and who finished.

    There is none in an installation that was filled otherwise, such as by the demonstration.
    """

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    code_sha256 = models.CharField(max_length=64, blank=True)
    code_made_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_founding_an_installation"),
            models.CheckConstraint(
                condition=Q(begun_at__isnull=True) | Q(code_sha256=""), name="founding_code_works_once"
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(begun_at__isnull=False),
                name="founding_finished_was_begun",
            ),
        ]

    def __str__(self) -> str:
        return "finished" if self.finished_at else "begun" if self.begun_at else "not begun"

    @property
    def is_open(self) -> bool:
        return self.begun_at is not None and self.finished_at is None


class SetUpStep(models.TextChoices):
    """The steps of setting a trust up, in the order in which they are offered."""

    TRUST = "trust", "The trust"
    SCHOOLS = "schools", "Schools"
    TERMS = "terms", "Terms and board dates"
    AREAS = "areas", "Areas of oversight"
    PEOPLE = "people", "People and roles"
    KPIS = "kpis", "KPIs"
    PLAN = "plan", "The strategic plan"
    PAST = "past", "Past returns"


class StepSettled(models.Model):
    """That somebody called a step done, or left it out for now; taking it up again removes the row."""

    step = models.CharField(max_length=8, choices=SetUpStep.choices, unique=True)
    is_skipped = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.step} {'skipped' if self.is_skipped else 'done'}"

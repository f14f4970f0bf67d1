"""What the trust must keep and file: policies with their reviews, and obligations with their dates."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from governance.models.kept import KeptEntry
from kpis.models import Kpi
from schools.models import Body, School
from trust.models import Area


class Policy(models.Model):
    """A policy, the body that owns it, and when it is reviewed; the text itself is kept elsewhere."""

    title = models.CharField(max_length=160)
    school = models.ForeignKey(
        School,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="policies",
        help_text="A school's own procedure; empty: the trust's policy.",
    )
    under = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="procedures", help_text="Its policy."
    )
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="policies")
    owner_post = models.CharField(max_length=120, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    is_statutory = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True, help_text="The rule text with its edition.")
    cycle_months = models.PositiveSmallIntegerField(default=12)
    approved_on = models.DateField(null=True, blank=True)
    approved_where = models.CharField(max_length=200, blank=True)
    next_review = models.DateField(null=True, blank=True)
    url = models.URLField(max_length=500, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "policies"
        constraints = [
            models.UniqueConstraint(fields=["title", "school"], name="policy_once_a_school"),
            models.UniqueConstraint(
                fields=["title"], condition=Q(school__isnull=True), name="trust_policy_once"
            ),
            models.CheckConstraint(condition=Q(cycle_months__gte=1), name="policy_is_reviewed"),
        ]

    def __str__(self) -> str:
        return self.title


class Obligation(KeptEntry):
    """Something that must be filed or published, with where the rule stands."""

    title = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=40, blank=True, help_text="Such as return or publication.")
    is_per_school = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True, help_text="Edition and paragraph, or the page.")
    guidance = models.TextField(blank=True)
    owner_post = models.CharField(max_length=120, blank=True)
    kpi = models.ForeignKey(
        Kpi, models.PROTECT, null=True, blank=True, related_name="+", help_text="The KPI it is offered to."
    )


class ObligationDate(models.Model):
    """One obligation in one academic year: without a `due_on` its date is not confirmed yet."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="dates")
    year = models.PositiveSmallIntegerField(help_text="The year in which the academic year begins.")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True, help_text="The statutory date.")
    source = models.CharField(max_length=300, blank=True, help_text="Where this year's date was published.")
    trust_due_on = models.DateField(null=True, blank=True, help_text="The trust's own, earlier date.")
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "year", "school"], name="obligation_once_a_year"),
            models.UniqueConstraint(
                fields=["obligation", "year"],
                condition=Q(school__isnull=True),
                name="trust_obligation_once_a_year",
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(done_by__isnull=False),
                name="done_obligation_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.year}"

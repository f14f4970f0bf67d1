"""The programme sheet of a priority: why, who decides, what it costs, its risks, and how success is known."""

from __future__ import annotations

from django.db import models

from kpis.models import Kpi
from milestones.models.edition import Objective, StrategicQuestion
from milestones.models.plan import Priority
from schools.models import Body


class Sheet(models.Model):
    """One priority on one page. Owner, sponsor and the schools concerned stand on the priority itself."""

    priority = models.OneToOneField(Priority, models.PROTECT, related_name="sheet")
    aim = models.TextField(blank=True)
    question = models.ForeignKey(
        StrategicQuestion, models.SET_NULL, null=True, blank=True, related_name="sheets"
    )
    objective = models.ForeignKey(Objective, models.SET_NULL, null=True, blank=True, related_name="sheets")
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The board or committee that watches it.",
    )
    resources = models.TextField(blank=True)
    decided_by = models.CharField(max_length=160, blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"Programme sheet of {self.priority_id}"


class FundingSource(models.TextChoices):
    CENTRAL = "central", "Central funds"
    SCHOOL = "school", "School budgets"
    BID = "bid", "A bid"


class BidState(models.TextChoices):
    SOUGHT = "sought", "Sought"
    WON = "won", "Won"
    LOST = "lost", "Lost"


class Funding(models.Model):
    """What one source pays in one academic year, in pounds: its budget, and what is spent or promised."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="funding")
    year = models.PositiveSmallIntegerField(help_text="The year in which the academic year begins.")
    source = models.CharField(max_length=8, choices=FundingSource.choices)
    bid = models.CharField(max_length=8, choices=BidState.choices, blank=True)
    budget = models.DecimalField(max_digits=12, decimal_places=2)
    cost = models.DecimalField(max_digits=12, decimal_places=2, default=0)

    class Meta:
        ordering = ["year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(source="bid") & ~models.Q(bid=""))
                | (~models.Q(source="bid") & models.Q(bid="")),
                name="a_bid_says_how_it_went",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.year} {self.source}"


class SuccessMeasure(models.Model):
    """How success is known: in words, and by a KPI where one tells."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="measures")
    text = models.CharField(max_length=200)
    kpi = models.ForeignKey(Kpi, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Risk(models.Model):
    """What could go wrong, and what is done about it."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="risks")
    text = models.CharField(max_length=200)
    response = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Step(models.Model):
    """A piece of work on the sheet this year: what, who, by when."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="steps")
    text = models.CharField(max_length=200)
    owner = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True, help_text="Its cost, or what moved.")

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.text


class Attachment(models.Model):
    """A link to a document kept elsewhere."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="attachments")
    title = models.CharField(max_length=160)
    url = models.URLField(max_length=500)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

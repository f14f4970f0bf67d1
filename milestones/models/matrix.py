"""The cells of the matrix: milestones with the terms they span, and the references between them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kpis.models import Kpi
from milestones.models.plan import Line, Priority
from trust.models import Term


class SpanKind(models.TextChoices):
    POINT = "point", "One term"
    SPAN = "span", "Several terms"


class Milestone(models.Model):
    """What is meant to be reached, from a term to a term; parallel rows under one code are its tracks (1, 2
    …).

    Reader beware: `to_term` is the last term covered, not the first one after.
    """

    line = models.ForeignKey(Line, models.PROTECT, related_name="milestones")
    track = models.PositiveSmallIntegerField(default=1)
    from_term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    to_term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    span = models.CharField(max_length=6, choices=SpanKind.choices, default=SpanKind.POINT)
    text = models.TextField()
    note = models.CharField(
        max_length=200,
        blank=True,
        help_text=("What was noticed when it was read in, such as a cell torn by a page break."),
    )

    target = models.DecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True, help_text="A number to reach, such as 4."
    )
    unit = models.CharField(max_length=60, blank=True, help_text="What is counted, such as appointments.")
    kpi = models.ForeignKey(
        Kpi,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Its figure says how far.",
    )
    recurs = models.BooleanField(default=False, help_text="It comes again each year.")
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="carried_to")
    carry_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["line", "track", "from_term__year", "from_term__number"]
        constraints = [
            models.UniqueConstraint(fields=["line", "track", "from_term"], name="milestone_cell_once"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class LinkKind(models.TextChoices):
    SEE = "see", "See"
    FEEDS = "feeds", "Feeds"
    SAME_AS = "same-as", "Same as"
    AS_BUT = "as-but", "As that, but"
    COMBINE = "combine", "Combine with"


class Link(models.Model):
    """A reference to another priority, live in both directions: printed in a milestone, or made by a person
    from one priority to another."""

    milestone = models.ForeignKey(Milestone, models.PROTECT, null=True, blank=True, related_name="links")
    source = models.ForeignKey(Priority, models.PROTECT, null=True, blank=True, related_name="links")
    kind = models.CharField(max_length=8, choices=LinkKind.choices, default=LinkKind.SEE)
    code_as_printed = models.CharField(max_length=16, blank=True)
    to = models.ForeignKey(
        Priority,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="linked_from",
        help_text=("Empty: no such code."),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["milestone", "code_as_printed"], name="link_once_a_milestone"),
            models.UniqueConstraint(fields=["source", "to"], name="link_once_a_pair"),
            models.CheckConstraint(
                condition=Q(milestone__isnull=False, source__isnull=True)
                | Q(milestone__isnull=True, source__isnull=False, to__isnull=False),
                name="link_comes_from_one_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code_as_printed}"

"""A term of the trust's year, with the dates on which returns open and close and the board meets."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from trust.terms import TermRef


class Term(models.Model):
    """One of three terms of an academic year.

    A term runs from `starts` up to, and not including, `ends`; the next term starts where this one ends, so
    that
    no day is in two terms. Dates are London dates.
    """

    year = models.PositiveSmallIntegerField(help_text="The calendar year in which the academic year begins.")
    number = models.PositiveSmallIntegerField(help_text="1 autumn, 2 spring, 3 summer.")
    starts = models.DateField()
    ends = models.DateField(help_text="The first day that no longer belongs to the term.")
    returns_open = models.DateField(null=True, blank=True)
    returns_due = models.DateField(null=True, blank=True)
    returns_close = models.DateField(null=True, blank=True)
    ratings_due = models.DateField(null=True, blank=True, help_text="When milestones should be rated.")
    issue_on = models.DateField(
        null=True,
        blank=True,
        help_text="The day on which the Trust Update goes out; heads see their page two school days before.",
    )
    board_date = models.DateField(null=True, blank=True)
    is_provisional = models.BooleanField(
        default=False, help_text=("Calendar dates that the trust has not set yet.")
    )

    class Meta:
        ordering = ["year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="term_once"),
            models.CheckConstraint(condition=Q(number__in=[1, 2, 3]), name="term_number_1_to_3"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="term_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.ref.label

    @property
    def ref(self) -> TermRef:
        return TermRef(self.year, self.number)

    @property
    def slug(self) -> str:
        return self.ref.slug

    @property
    def name(self) -> str:
        return self.ref.name

    @property
    def last_day(self) -> date:
        """The last day of the term, on which membership of the trust is read."""
        return date.fromordinal(self.ends.toordinal() - 1)

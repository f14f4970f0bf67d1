"""A termly return on its way from a head's draft to the board: sections, what was typed, and what others
know."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from kpis.models.definition import FIGURE_DIGITS, Kpi
from schools.models import School
from trust.clock import london_day
from trust.models import Area, Immutable, Term


class ReturnState(models.TextChoices):
    NOT_STARTED = "not-started", "Not started"
    DRAFT = "draft", "In draft"
    SUBMITTED = "submitted", "Submitted"
    SENT_BACK = "sent-back", "Sent back"
    ACCEPTED = "accepted", "Accepted"
    ISSUED = "issued", "Issued to the board"


class Return(models.Model):
    """What one school, or the trust itself where there is no school, reports in one term."""

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        ReturnState.NOT_STARTED: (ReturnState.DRAFT,),
        ReturnState.DRAFT: (ReturnState.SUBMITTED,),
        ReturnState.SUBMITTED: (ReturnState.ACCEPTED, ReturnState.SENT_BACK),
        ReturnState.SENT_BACK: (ReturnState.SUBMITTED,),
        ReturnState.ACCEPTED: (ReturnState.SENT_BACK, ReturnState.ISSUED),
        ReturnState.ISSUED: (),
    }

    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="returns")
    term = models.ForeignKey(Term, models.PROTECT, related_name="returns")
    state = models.CharField(max_length=12, choices=ReturnState.choices, default=ReturnState.NOT_STARTED)
    attempt = models.PositiveSmallIntegerField(default=0, help_text="How often it has been submitted.")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    first_submitted_at = models.DateTimeField(
        null=True, blank=True, help_text="When it first came in: by this it is on time or late."
    )
    signed_as = models.CharField(max_length=160, blank=True, help_text="Name and post, as signed.")
    submit_key = models.CharField(
        max_length=40, blank=True, help_text=("Makes a second click the same submission.")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    sent_back_reason = models.TextField(blank=True)
    extended_until = models.DateField(
        null=True, blank=True, help_text="The day on which this return is due instead of the term's."
    )
    extension_reason = models.TextField(blank=True)
    extended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    shown_to_governors_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when the chair of governors may read it and comment."
    )
    governors_comment = models.TextField(
        blank=True, help_text="What the chair of governors said before it was submitted."
    )
    governors_comment_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    governors_comment_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(
        max_length=160,
        blank=True,
        help_text="Where a past return was brought in from; empty for one lived here.",
    )

    # Whether it was issued already when it was read: from then on it is never written again.
    _was_issued: bool = False

    class Meta:
        ordering = ["term__year", "term__number", "school__name"]
        constraints = [
            models.UniqueConstraint(fields=["school", "term"], name="school_return_once"),
            models.UniqueConstraint(
                fields=["term"], condition=Q(school__isnull=True), name="trust_return_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent-back") | ~Q(sent_back_reason=""), name="sent_back_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["not-started", "draft"]) | Q(submitted_at__isnull=False),
                name="submitted_return_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, first_submitted_at__isnull=True)
                | Q(submitted_at__isnull=False, first_submitted_at__isnull=False),
                name="submitted_return_has_a_first_time",
            ),
            models.CheckConstraint(
                condition=Q(extended_until__isnull=True) | ~Q(extension_reason=""), name="extension_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school.name if self.school else 'The trust'}, {self.term}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._was_issued:
            raise Immutable("An issued return is never changed; a correction is a new version of a figure.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Immutable("A return is never deleted.")

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any
    ) -> Return:
        returned = super().from_db(db, field_names, values, **options)
        returned._was_issued = "state" in field_names and returned.state == ReturnState.ISSUED
        return returned

    @property
    def slug(self) -> str:
        """Its place in an address: the school's slug, or `trust` for the trust's own return."""
        return self.school.slug if self.school else "trust"

    @property
    def owner_name(self) -> str:
        return self.school.name if self.school else "The trust's own return"

    @property
    def reference(self) -> str:
        """What a receipt is known by: the school, the term and which submission it was."""
        return f"{self.slug.upper()}-{self.term.slug}-{self.attempt}"

    @property
    def handed_in_on(self) -> date | None:
        """The London day on which it first came in, whatever happened to it since."""
        return london_day(self.first_submitted_at) if self.first_submitted_at else None

    @property
    def is_open(self) -> bool:
        return self.state in {ReturnState.NOT_STARTED, ReturnState.DRAFT, ReturnState.SENT_BACK}


class Section(models.Model):
    """One area of a return: who fills it in, and who has signed it off."""

    returned = models.ForeignKey(Return, models.PROTECT, related_name="sections")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    delegated_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["returned", "area"], name="section_once")]

    def __str__(self) -> str:
        return f"{self.returned_id} {self.area_id}"


class Entry(models.Model):
    """What was typed for one KPI of a return, kept as typed, also where it is not a number yet.

    `typed` maps the names of the form's fields to text: numerator, denominator, value, eligible, choice,
    done_on, text, comment, judged, judged_reason, forecast_low, forecast_high, evidence, evidence_link, note,
    absent. `version`
    grows with each save, so that a second person's save can be told from the first one's.
    """

    returned = models.ForeignKey(Return, models.PROTECT, related_name="entries")
    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="+")
    typed = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    saved_from = models.CharField(
        max_length=40,
        blank=True,
        help_text="The page it was typed on, which is never in conflict with itself.",
    )

    class Meta:
        verbose_name_plural = "entries"
        constraints = [models.UniqueConstraint(fields=["returned", "kpi"], name="entry_once")]

    def __str__(self) -> str:
        return f"{self.returned_id} {self.kpi_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.returned.is_open:
            raise Immutable("What was typed stands as it was submitted; a correction is a new version.")
        super().save(*args, **kwargs)


class Prefill(models.Model):
    """What another part of the portal knows, offered to whoever fills in the return: counts, or a day."""

    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="+")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="+")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    numerator = models.DecimalField(**FIGURE_DIGITS)
    denominator = models.DecimalField(**FIGURE_DIGITS)
    value = models.DecimalField(**FIGURE_DIGITS)
    done_on = models.DateField(null=True, blank=True, help_text="On which day it was done, for a deadline.")
    source = models.CharField(
        max_length=160, help_text='Where it comes from, such as "the training register".'
    )
    as_at = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kpi", "school", "term"], name="school_prefill_once"),
            models.UniqueConstraint(
                fields=["kpi", "term"], condition=Q(school__isnull=True), name="trust_prefill_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi_id} {self.school_id} {self.term_id}"

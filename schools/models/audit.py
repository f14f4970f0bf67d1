"""Compliance audits of a school against the trust's own checklist, and the findings that follow from them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from schools.models.school import School
from trust.models import Area, Term


class Checklist(models.Model):
    """What the trust looks at in one kind of audit, such as safeguarding; a change of it is a new version."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="checklists")
    title = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(
        max_length=200, blank=True, help_text="The rule text with its edition and paragraphs."
    )
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["title", "-version"]
        constraints = [models.UniqueConstraint(fields=["title", "version"], name="checklist_version_once")]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class ChecklistItem(models.Model):
    """One thing to look at."""

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    guidance = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["checklist", "number"], name="checklist_number_once")]

    def __str__(self) -> str:
        return self.text


class AuditState(models.TextChoices):
    DRAFT = "draft", "Under way"
    DONE = "done", "Completed"


class Audit(models.Model):
    """One audit of a school in a term; without a school, of the trust as a whole."""

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        AuditState.DRAFT: (AuditState.DONE,),
        AuditState.DONE: (),
    }

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="audits")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="audits")
    term = models.ForeignKey(Term, models.PROTECT, related_name="audits")
    on = models.DateField(null=True, blank=True, help_text="The day of the visit.")
    by_words = models.CharField(max_length=120, blank=True, help_text="Who carried it out.")
    summary = models.TextField(blank=True)
    state = models.CharField(max_length=5, choices=AuditState.choices, default=AuditState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-term__year", "-term__number", "school__name"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "school", "term"], name="audit_once_a_term"),
            models.UniqueConstraint(
                fields=["checklist", "term"],
                condition=Q(school__isnull=True),
                name="audit_of_the_trust_once_a_term",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(done_at__isnull=False, on__isnull=False),
                name="completed_audit_has_its_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.checklist_id} {self.school_id} {self.term_id}"


class Met(models.TextChoices):
    YES = "yes", "In place"
    PARTLY = "partly", "Partly in place"
    NO = "no", "Not in place"
    NOT_APPLICABLE = "na", "Does not apply"


class AuditAnswer(models.Model):
    """What was found at one item of the checklist."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="answers")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="+")
    met = models.CharField(max_length=6, choices=Met.choices, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["item__number"]
        constraints = [models.UniqueConstraint(fields=["audit", "item"], name="answered_once_an_audit")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.met}"


class Severity(models.TextChoices):
    ADVISORY = "advisory", "Advisory"
    MODERATE = "moderate", "Moderate"
    SERIOUS = "serious", "Serious"


class FindingState(models.TextChoices):
    OPEN = "open", "Open"
    MENDED = "mended", "Said to be mended"
    CLOSED = "closed", "Closed"


class Finding(models.Model):
    """Something that must be put right, at a school or (no school) in the trust.

    It is reported to every board until somebody other than its owner has closed it.
    """

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        FindingState.OPEN: (FindingState.MENDED, FindingState.CLOSED),
        FindingState.MENDED: (FindingState.OPEN, FindingState.CLOSED),
        FindingState.CLOSED: (FindingState.OPEN,),
    }

    audit = models.ForeignKey(Audit, models.PROTECT, null=True, blank=True, related_name="findings")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="findings")
    area = models.ForeignKey(Area, models.PROTECT, related_name="findings")
    text = models.TextField()
    severity = models.CharField(max_length=8, choices=Severity.choices)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="findings"
    )
    owner_post = models.CharField(max_length=120, blank=True)
    found_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=6, choices=FindingState.choices, default=FindingState.OPEN)
    evidence = models.TextField(blank=True, help_text="What shows that it is mended.")
    evidence_url = models.URLField(max_length=500, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_words = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    request_key = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="finding_has_words"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("found_on")), name="finding_is_due_after_it_is_found"
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | ~Q(owner_post=""), name="finding_has_an_owner"
            ),
            models.CheckConstraint(
                condition=(Q(state="closed") & Q(closed_by__isnull=False, closed_at__isnull=False))
                | (~Q(state="closed") & Q(closed_by__isnull=True, closed_at__isnull=True)),
                name="closed_finding_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | Q(owner__isnull=True) | ~Q(closed_by=F("owner")),
                name="finding_is_not_closed_by_its_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

"""Reviews that somebody outside was asked for: of a school, of the trust, of its governance."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from schools.models.school import School
from trust.models import Area


class ReviewKind(models.TextChoices):
    GOVERNANCE = "governance", "External review of governance"
    SAFEGUARDING = "safeguarding", "Safeguarding review"
    SCHOOL = "school", "School improvement review"
    PUPIL_PREMIUM = "premium", "Pupil premium review"
    FINANCE = "finance", "Internal scrutiny or finance review"
    OTHER = "other", "Other"


class Review(models.Model):
    """A review, from the day it was commissioned to its report; without a school, of the trust."""

    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=ReviewKind.choices)
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="reviews")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    reviewer = models.CharField(max_length=160)
    commissioned_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    reported_on = models.DateField(null=True, blank=True)
    summary = models.TextField(blank=True)
    url = models.URLField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-commissioned_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reported_on__isnull=True) | Q(reported_on__gte=F("commissioned_on")),
                name="review_reports_after_it_is_commissioned",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReviewAction(models.Model):
    """What a review asks for, who does it, and when it was done."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="actions")
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner_post = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | ~Q(owner_post=""), name="review_action_has_an_owner"
            )
        ]

    def __str__(self) -> str:
        return self.text

"""How a priority stands in a term, as somebody judged it: immutable versions, and the stamps of releases on
them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from kpis.rag import Mark
from milestones.models.plan import Priority
from schools.models import Release
from trust.models import Term, WrittenOnce

RATED = [
    (Mark.RED.value, "Red"),
    (Mark.AMBER.value, "Amber"),
    (Mark.GREEN.value, "Green"),
    (Mark.COMPLETE.value, "Complete"),
]


class Rating(WrittenOnce):
    """One version of the rating of a priority, as a whole (track 0) or by track, in a term; the highest
    stands."""

    priority = models.ForeignKey(Priority, models.PROTECT, related_name="ratings")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    track = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveSmallIntegerField(default=1)
    mark = models.CharField(max_length=10, choices=RATED)
    happened = models.TextField(blank=True, help_text="What happened this term.")
    next = models.TextField(blank=True, help_text="What happens next.")
    evidence = models.TextField(blank=True)
    slipped_to = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+")
    slipped_from = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+")
    slip_reason = models.CharField(max_length=300, blank=True)
    reached = models.DecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True, help_text="How far a number to reach is."
    )
    reason = models.CharField(max_length=300, blank=True, help_text="Why the version before it was changed.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["term__year", "term__number", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["priority", "term", "track", "version"], name="rating_version_once"
            ),
            models.CheckConstraint(
                condition=~Q(mark__in=["red", "amber"]) | ~Q(happened=""), name="red_or_amber_says_why"
            ),
        ]
        indexes = [models.Index(fields=["term", "priority"], name="rating_cell")]

    def __str__(self) -> str:
        return f"{self.priority_id} {self.term_id} {self.mark}"


class ReleasedRating(WrittenOnce):
    """The stamp of a release on one version of a rating."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="ratings")
    rating = models.ForeignKey(Rating, models.PROTECT, related_name="stamps")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "rating"], name="rating_stamped_once")]

    def __str__(self) -> str:
        return f"{self.release_id} {self.rating_id}"

"""The private address under which a person's own calendar program reads the trust's dates."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class FeedAddress(models.Model):
    """One private calendar address; only a digest of its key is kept, and it can be revoked at any time."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="feed_addresses")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="one_live_feed_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"Calendar of {self.person_id}"

"""What a board or another audience has been given: nothing is seen by it before a release has stamped it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from trust.models import Term


class Audience(models.TextChoices):
    BOARD = "board", "Trust board"
    LOCAL = "local", "Local governing body"
    MEMBERS = "members", "Members"
    PUBLIC = "public", "Public"


class Release(models.Model):
    """One giving-out: issuing an Update makes it, and stamps the versions that it printed."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="releases")
    audience = models.CharField(max_length=10, choices=Audience.choices)
    school = models.ForeignKey(
        "schools.School", models.PROTECT, null=True, blank=True, related_name="releases"
    )
    version = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "audience", "school", "version"], name="release_version_once"
            ),
            models.UniqueConstraint(
                fields=["term", "audience", "version"],
                condition=Q(school__isnull=True),
                name="trust_release_version_once",
            ),
            models.CheckConstraint(
                condition=~Q(audience="local") | Q(school__isnull=False), name="local_release_has_a_school"
            ),
        ]
        get_latest_by = "at"

    def __str__(self) -> str:
        return f"{self.term_id} {self.audience} {self.version}"

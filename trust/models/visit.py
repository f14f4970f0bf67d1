"""A visit: one browser in which a person has signed in, until it is ended or ends by itself."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models


class Visit(models.Model):
    """What a person sees of a browser of theirs; the key that the browser holds is kept as a digest only."""

    # Like the session's row: nobody is signed in by a backup that is brought back.
    is_made_again = True

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="visits")
    # Also the name of the session's own row: see trust/visits/sessions.py.
    digest = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=80)
    address = models.CharField(max_length=45, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="Kept to the minute or so.")
    ends_at = models.DateTimeField(help_text="When it ends by itself if nothing more is asked.")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-seen_at", "-pk"]
        indexes = [models.Index(fields=["person", "ended_at"], name="visits_of_a_person")]

    def __str__(self) -> str:
        return f"{self.device} of {self.person_id}"

    def is_open(self, moment: datetime) -> bool:
        """Whether the browser could still ask for a page at that moment."""
        return self.ended_at is None and self.ends_at > moment

"""A worker as the others see it: that it runs, and that what is rung reaches it."""

from __future__ import annotations

from django.db import models


class Worker(models.Model):
    """One worker process. It writes here every ten seconds, and is forgotten a day after its last word."""

    # A backup that is brought back starts no worker.
    is_made_again = True

    name = models.CharField(max_length=160, unique=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="When it swept last.")
    heard_at = models.DateTimeField(null=True, blank=True, help_text="When a bell last reached it.")

    class Meta:
        ordering = ["-seen_at", "name"]

    def __str__(self) -> str:
        return self.name

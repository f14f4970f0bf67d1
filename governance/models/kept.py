"""A list that the trust keeps for itself: what its entries of every kind share."""

from __future__ import annotations

from django.db import models


class KeptEntry(models.Model):
    """One entry, in the trust's own order; taken out of use rather than deleted, so that its past stays."""

    title: models.CharField[str, str]
    position = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["position", "title"]

    def __str__(self) -> str:
        return self.title

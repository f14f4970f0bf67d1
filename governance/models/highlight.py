"""Something that went well, as somebody noted it, and whether it goes into the Trust Update."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from schools.models import School

LONGEST = 240


class Highlight(models.Model):
    """A dated achievement of a school (none: the trust's); chosen by who compiles, or else only listed."""

    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="highlights")
    on = models.DateField()
    text = models.CharField(max_length=LONGEST)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    request_key = models.CharField(max_length=60, unique=True)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    chosen_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(chosen_by__isnull=True, chosen_at__isnull=True)
                | Q(chosen_by__isnull=False, chosen_at__isnull=False, taken_back_at__isnull=True),
                name="chosen_highlight_says_by_whom",
            )
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.text}"

    @property
    def whose(self) -> str:
        return self.school.short_name if self.school else "The trust"

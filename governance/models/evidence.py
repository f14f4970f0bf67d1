"""What belongs to an inspection area: the areas of oversight and the KPIs whose evidence is shown for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kpis.models import Kpi
from schools.models import EvaluationArea
from trust.models import Area


class EvidenceScope(models.Model):
    """The trust's own list for one inspection area; where there is none, the portal's suggestion holds."""

    inspected = models.OneToOneField(EvaluationArea, models.PROTECT, related_name="evidence_scope")
    areas = models.ManyToManyField(Area, blank=True, related_name="+", help_text="With all that is in them.")
    kpis = models.ManyToManyField(Kpi, blank=True, related_name="+", help_text="These alone, of other areas.")
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["inspected__position"]

    def __str__(self) -> str:
        return f"{self.inspected_id}"

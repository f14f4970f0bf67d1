"""The tombstone of an issued Update: who took it back and why, and what it was."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Withdrawal(models.Model):
    """Asked for by one person and confirmed by another; then contents and files are erased and this stays."""

    update_of = models.ForeignKey("governance.TrustUpdate", models.PROTECT, related_name="withdrawals")
    reason = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    declined_at = models.DateTimeField(null=True, blank=True)
    contents_sha256 = models.CharField(max_length=64, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("asked_by")),
                name="withdrawal_takes_two",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, declined_by__isnull=True),
                name="confirmed_withdrawal_says_when",
            ),
            models.UniqueConstraint(
                fields=["update_of"],
                condition=Q(declined_by__isnull=True),
                name="one_open_withdrawal",
            ),
        ]

    def __str__(self) -> str:
        return f"Withdrawal of {self.update_of_id}"

"""How somebody comes into the portal: an invitation, and a role for oneself that a second person confirms."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q

from schools.models.people import Role

LASTS: Final = timedelta(hours=72)
WAITS: Final = timedelta(days=7)


class Invitation(models.Model):
    """A link under which a person chooses their first password: once, and within 72 hours.

    Only a digest of its token is kept. A newer one takes the place of an older.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token in the link.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"Invitation of {self.person_id}"

    def is_live(self, moment: datetime) -> bool:
        """Whether its link still opens the page."""
        return self.used_at is None and self.withdrawn_at is None and moment < self.expires_at


class Answer(models.TextChoices):
    CONFIRMED = "confirmed", "Confirmed"
    REFUSED = "refused", "Refused"
    TAKEN_BACK = "taken-back", "Taken back"


class RoleRequest(models.Model):
    """A role that somebody who gives roles asks for themselves; it holds once a second person confirms it.

    Unanswered it lapses after seven days.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="role_requests")
    role = models.CharField(max_length=16, choices=Role.choices)
    school = models.ForeignKey("schools.School", models.PROTECT, null=True, blank=True, related_name="+")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="role_request_answered_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} asks to be {self.role}"

    def waits(self, moment: datetime) -> bool:
        return not self.answer and moment < self.asked_at + WAITS

    @property
    def last_day(self) -> date | None:
        return self.ends - timedelta(days=1) if self.ends else None

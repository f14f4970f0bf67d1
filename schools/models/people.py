"""Who governs and who leads: bodies, and appointments, which are the only source of access."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from trust.models import Area


class BodyKind(models.TextChoices):
    MEMBERS = "members", "Members"
    BOARD = "board", "Trust board"
    COMMITTEE = "committee", "Committee"
    LOCAL = "local", "Local governing body"
    APPOINTED = "appointed", "Board-appointed body"
    EXECUTIVE = "executive", "Executive group"
    SCHOOLS = "schools", "School representation group"
    NETWORK = "network", "Network"


class Body(models.Model):
    """A group of people who govern or lead, such as the board, a committee or a local governing body.

    It is closed and not deleted: `closed_on` is the first day on which it no longer existed.
    """

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=BodyKind.choices)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a person is appointed to be; the role table in `schools.access` says what each may do."""

    EXECUTIVE = "executive", "Executive director"
    CHAIR = "chair", "Chair of trustees"
    TRUSTEE = "trustee", "Trustee"
    HEAD = "head", "Headteacher"
    CONTRIBUTOR = "contributor", "Section contributor"
    GOVERNOR_CHAIR = "governor-chair", "Chair of local governors"
    GOVERNOR = "governor", "Local governor"
    CLERK = "clerk", "Governance professional"
    AUDITOR = "auditor", "Auditor"
    CENTRAL = "central", "Central officer"
    HELPER = "helper", "Helper with the trust's return"
    MEMBER = "member", "Member"
    ADMINISTRATOR = "administrator", "Administrator"


# A role of these is held at one school; every other is held for the whole trust, except an auditor's, which
# may be either.
SCHOOL_ROLES = (Role.HEAD, Role.CONTRIBUTOR, Role.GOVERNOR_CHAIR, Role.GOVERNOR)


def needs_an_end(role: str) -> bool:
    """Whether an appointment in that role says when it ends."""
    return role == Role.AUDITOR


class Appointment(models.Model):
    """A person in a role, for a school or for the whole trust, from a day until a day.

    It gives access from `starts` up to, and not including, `ends`. Delegating a section makes one for that
    area.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=16, choices=Role.choices)
    school = models.ForeignKey(
        "schools.School", models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    areas = models.ManyToManyField(Area, blank=True, related_name="+", help_text="Empty means every area.")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    is_acting = models.BooleanField(default=False, help_text="Stands in for the holder of the post.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="appointments_made"
    )

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")), name="appointment_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(role="auditor")
                | Q(role__in=[str(role) for role in SCHOOL_ROLES], school__isnull=False)
                | (~Q(role__in=[str(role) for role in SCHOOL_ROLES]) & Q(school__isnull=True)),
                name="appointment_school_fits_role",
                violation_error_message="This role is held at one school, or for the whole trust only.",
            ),
            models.CheckConstraint(
                condition=~Q(role="auditor") | Q(ends__isnull=False), name="auditor_has_an_end"
            ),
        ]
        indexes = [models.Index(fields=["person", "role"], name="appointment_person_role")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds; None where it has no end."""
        return self.ends - timedelta(days=1) if self.ends else None

    def holds_on(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day < self.ends)

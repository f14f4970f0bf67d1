"""Who governs: how a body is made up, who sits on it and since when, and what each seat brings with it."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from schools.models import Appointment, Body, School
from trust.models import Area


class Constitution(models.Model):
    """How a body is made up from a day on; the next version takes its place and leaves it to be read."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="constitutions")
    starts = models.DateField()
    quorum = models.PositiveSmallIntegerField(help_text="How many people must be there.")
    quorum_words = models.CharField(max_length=160, blank=True, help_text="Such as half, rounded up.")
    term_years = models.PositiveSmallIntegerField(default=4, help_text="The term of office, in years.")
    terms_of_reference = models.TextField(blank=True)
    url = models.URLField(max_length=500, blank=True)
    minute = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["body", "-starts"]
        constraints = [
            models.UniqueConstraint(fields=["body", "starts"], name="constitution_once_a_day"),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="quorum_is_somebody"),
            models.CheckConstraint(
                condition=Q(term_years__gte=1, term_years__lte=10), name="term_of_office_in_years"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} from {self.starts}"


class SeatCategory(models.Model):
    """A kind of seat on a body, such as parent, and who fills it; it stays itself between constitutions."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="categories")
    name = models.CharField(max_length=80)
    appointed_by = models.CharField(max_length=120, help_text="Such as the members, or parents by election.")
    is_ex_officio = models.BooleanField(default=False, help_text="Held with a post, without an end.")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "seat categories"
        constraints = [models.UniqueConstraint(fields=["body", "name"], name="seat_category_once")]

    def __str__(self) -> str:
        return self.name


class Places(models.Model):
    """How many seats of a category a constitution has."""

    constitution = models.ForeignKey(Constitution, models.CASCADE, related_name="places")
    category = models.ForeignKey(SeatCategory, models.PROTECT, related_name="places")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["category__position", "pk"]
        verbose_name_plural = "places"
        constraints = [
            models.UniqueConstraint(fields=["constitution", "category"], name="places_once_a_category")
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.category_id}"


class Office(models.TextChoices):
    MEMBER = "member", "Member of the body"
    VICE_CHAIR = "vice-chair", "Vice-chair"
    CHAIR = "chair", "Chair"


class LeftFor(models.TextChoices):
    TERM_ENDED = "ended", "The term of office ended"
    RESIGNED = "resigned", "Resigned"
    REMOVED = "removed", "Removed"
    DISQUALIFIED = "disqualified", "Disqualified"
    POST = "post", "Left the post that it goes with"
    OTHER = "other", "Another reason"


class Seat(models.Model):
    """A person on a body, from a day until a day; it is never deleted, so that the register can be shown.

    `ends` is the first day after the term of office, `left_on` the first day on which the person no longer
    served where that came earlier. Filling it makes the appointment that gives access, ended with it.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="seats")
    category = models.ForeignKey(SeatCategory, models.PROTECT, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats")
    office = models.CharField(max_length=10, choices=Office.choices, default=Office.MEMBER)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    left_for = models.CharField(max_length=12, choices=LeftFor.choices, blank=True)
    minute = models.CharField(max_length=200, blank=True, help_text="Of the appointment, as text.")
    appointment = models.OneToOneField(
        Appointment, models.PROTECT, null=True, blank=True, related_name="seat"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["body", "category__position", "starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")),
                name="term_of_office_ends_after_start",
                violation_error_message="A term of office ends after it starts.",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("starts")),
                name="nobody_leaves_before_starting",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, left_for="") | (Q(left_on__isnull=False) & ~Q(left_for="")),
                name="who_left_says_why",
            ),
        ]
        indexes = [models.Index(fields=["person", "starts"], name="seat_person_starts")]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.body_id}"

    @property
    def until(self) -> date | None:
        """The first day on which the person does not serve; None where no end is known."""
        days = [day for day in (self.ends, self.left_on) if day]
        return min(days) if days else None

    def is_held_on(self, day: date) -> bool:
        return self.starts <= day and (self.until is None or day < self.until)


class LinkKind(models.TextChoices):
    LINK = "link", "Link role"
    ACCOUNTING_OFFICER = "accounting-officer", "Accounting officer"
    FINANCE = "finance", "Chief financial officer"


class LinkRole(models.Model):
    """A named part that one person of a body plays from a day to a day, such as the link for SEND."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="links")
    kind = models.CharField(max_length=20, choices=LinkKind.choices, default=LinkKind.LINK)
    title = models.CharField(max_length=120)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="link_roles")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["body", "title", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")), name="link_role_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.title


class LinkVisit(models.Model):
    """What a link trustee or governor saw and asks for."""

    role = models.ForeignKey(LinkRole, models.PROTECT, related_name="visits")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="link_visits")
    on = models.DateField()
    seen = models.TextField()
    follow_up = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    request_key = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(seen=""), name="link_visit_has_words")]

    def __str__(self) -> str:
        return f"{self.role_id} {self.on}"


class TaskKind(models.TextChoices):
    """What an appointment or a departure brings with it; docs say which rule asks for each."""

    GIAS = "gias", "Tell the DfE register (GIAS)"
    COMPANIES_HOUSE = "companies-house", "Tell Companies House"
    WEBSITE = "website", "Change the website"
    IDENTITY = "identity", "Check identity"
    DBS = "dbs", "Enhanced DBS check"
    SECTION_128 = "section-128", "Section 128 check"
    INDUCTION = "induction", "Induction"
    ACCESS = "access", "End access"
    HANDOVER = "handover", "Hand over what was theirs"


class SeatTask(models.Model):
    """One thing to do after an appointment (or a departure): its date and outcome, and no document."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=16, choices=TaskKind.choices)
    at_end = models.BooleanField(default=False, help_text="After the departure.")
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=120, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "kind", "at_end"], name="seat_task_once"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(done_by__isnull=False), name="done_task_says_by_whom"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.kind}"

"""What each who governs confirms and declares every year: duties, the code, eligibility, and interests."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from trust.models import WrittenOnce


class ConfirmationKind(models.TextChoices):
    DUTIES = "duties", "I know my duties as a trustee or governor"
    CODE = "code", "I keep to the code of conduct"
    ELIGIBILITY = "eligibility", "I am eligible to serve"
    SAFEGUARDING = "safeguarding", "I have read Keeping children safe in education"


class DutyYear(models.Model):
    """What is asked of everyone who governs in one academic year, and by which day."""

    year = models.PositiveSmallIntegerField(
        unique=True, help_text="The year in which the academic year begins."
    )
    due_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"Duties {self.year}"


class DutyText(models.Model):
    """The text that a confirmation of that year speaks of: its edition, and where it can be read."""

    asked = models.ForeignKey(DutyYear, models.CASCADE, related_name="texts")
    kind = models.CharField(max_length=12, choices=ConfirmationKind.choices)
    edition = models.CharField(max_length=60, blank=True)
    url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["asked", "kind"], name="duty_text_once_a_year")]

    def __str__(self) -> str:
        return f"{self.kind} {self.edition}"


class Confirmation(WrittenOnce):
    """What a person confirmed for an academic year, with the edition of the text where it has one."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="confirmations")
    year = models.PositiveSmallIntegerField(help_text="The year in which the academic year begins.")
    kind = models.CharField(max_length=12, choices=ConfirmationKind.choices)
    edition = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["person", "year", "kind", "edition"], name="confirmed_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.year} {self.kind}"


class DeclarationState(models.TextChoices):
    DRAFT = "draft", "Being written"
    SENT = "sent", "Sent to the clerk"
    PUBLISHED = "published", "Published"


class Declaration(models.Model):
    """A person's interests for an academic year: their own and the clerk's to see until published."""

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        DeclarationState.DRAFT: (DeclarationState.SENT,),
        DeclarationState.SENT: (DeclarationState.DRAFT, DeclarationState.PUBLISHED),
        DeclarationState.PUBLISHED: (DeclarationState.DRAFT,),
    }

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="declarations")
    year = models.PositiveSmallIntegerField(help_text="The year in which the academic year begins.")
    state = models.CharField(max_length=9, choices=DeclarationState.choices, default=DeclarationState.DRAFT)
    has_none = models.BooleanField(default=False, help_text="Declares that there is nothing to declare.")
    sent_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-year", "person__name"]
        constraints = [models.UniqueConstraint(fields=["person", "year"], name="declared_once_a_year")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.year}"


class InterestKind(models.TextChoices):
    BUSINESS = "business", "Business interest"
    FAMILY = "family", "Relationship with staff or a supplier"
    GOVERNANCE = "governance", "Governance of another school or charity"
    LOYALTY = "loyalty", "Other loyalty"
    GIFT = "gift", "Gift or hospitality"


class Interest(models.Model):
    """One interest of a declaration: in what, of what kind, and since when."""

    declaration = models.ForeignKey(Declaration, models.CASCADE, related_name="interests")
    kind = models.CharField(max_length=10, choices=InterestKind.choices)
    organisation = models.CharField(max_length=160)
    nature = models.CharField(max_length=300, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["organisation", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=F("starts")),
                name="interest_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.organisation


class SchemeState(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"


class Scheme(models.Model):
    """One version of the scheme of delegation: who decides, is consulted, is informed."""

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        SchemeState.DRAFT: (SchemeState.PUBLISHED,),
        SchemeState.PUBLISHED: (),
    }

    number = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=160)
    state = models.CharField(max_length=9, choices=SchemeState.choices, default=SchemeState.DRAFT)
    starts = models.DateField(null=True, blank=True)
    minute = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(starts__isnull=False) & ~Q(minute="")),
                name="published_scheme_has_its_minute",
            )
        ]

    def __str__(self) -> str:
        return self.title


class SchemeParty(models.Model):
    """A column of the scheme, such as the board or the headteacher."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="parties")
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "scheme parties"
        constraints = [models.UniqueConstraint(fields=["scheme", "name"], name="scheme_party_once")]

    def __str__(self) -> str:
        return self.name


class SchemeMatter(models.Model):
    """A row of the scheme: something that is decided."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="matters")
    group = models.CharField(max_length=80)
    text = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text


class Part(models.TextChoices):
    DECIDES = "decides", "Decides"
    PROPOSES = "proposes", "Proposes"
    CONSULTED = "consulted", "Is consulted"
    INFORMED = "informed", "Is informed"


class SchemeCell(models.Model):
    """What part one party has in one matter; no row means none."""

    matter = models.ForeignKey(SchemeMatter, models.CASCADE, related_name="cells")
    party = models.ForeignKey(SchemeParty, models.CASCADE, related_name="cells")
    part = models.CharField(max_length=9, choices=Part.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "party"], name="scheme_cell_once")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.party_id} {self.part}"

    @property
    def letter(self) -> str:
        """D, P, C or I: what stands in a narrow column for the part."""
        return self.part[0].upper()

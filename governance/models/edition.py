"""Whom a Trust Update is made for: the editions of one freeze, what each holds, and the words beside it."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q

from schools.models import Audience
from trust.models import Blob


class Edition(models.TextChoices):
    """One document of a term: the board's, or one taken from the board's freeze for other readers."""

    BOARD = "board", "Trust Update"
    SCORECARD = "scorecard", "Audit committee scorecard"
    PART_2 = "part2", "Part 2, confidential"
    LOCAL = "local", "Local governing body’s edition"
    HEAD = "head", "Headteacher’s report"
    MEMBERS = "members", "Members’ edition"
    ANNUAL = "annual", "Annual edition"
    PUBLIC = "public", "Public edition"


# Who reads each edition, and to whom issuing it releases what it printed.
AUDIENCE_OF: Final[dict[str, str]] = {
    Edition.BOARD: Audience.BOARD,
    Edition.SCORECARD: Audience.BOARD,
    Edition.PART_2: Audience.BOARD,
    Edition.LOCAL: Audience.LOCAL,
    Edition.HEAD: Audience.LOCAL,
    Edition.MEMBERS: Audience.MEMBERS,
    Edition.ANNUAL: Audience.BOARD,
    Edition.PUBLIC: Audience.PUBLIC,
}
# What these print, the board has been given with its own Update: they release nothing.
RELEASES_NOTHING: Final = (Edition.SCORECARD, Edition.PART_2, Edition.ANNUAL)


class EditionPlan(models.Model):
    """The sections that an edition holds, in their order, remembered from term to term."""

    edition = models.CharField(max_length=10, choices=Edition.choices, unique=True)
    sections = models.JSONField(default=list, help_text="Slugs of sections, in the order of the document.")
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.get_edition_display()}: {', '.join(self.sections)}"


class Freeze(models.Model):
    """What another audience may see, frozen in the same snapshot as the board's build that it belongs to."""

    build = models.ForeignKey("governance.Build", models.PROTECT, related_name="freezes")
    audience = models.CharField(max_length=10, choices=Audience.choices)
    contents = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["build", "audience"], name="freeze_once_per_audience")]

    def __str__(self) -> str:
        return f"{self.get_audience_display()} of build {self.build_id}"


class SectionNote(models.Model):
    """What is said under one section of an Update: written by rule from the numbers, or by a person.

    Words that nobody owns are a draft and are not issued; leaving a section without words is a person's
    decision as well.
    """

    update_of = models.ForeignKey("governance.TrustUpdate", models.PROTECT, related_name="notes")
    section = models.SlugField(max_length=60)
    text = models.TextField(blank=True, help_text="Plain text with a few marks.")
    drafted = models.TextField(blank=True, help_text="What the rule wrote last.")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    owned_at = models.DateTimeField(null=True, blank=True)
    left_out = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["update_of", "section"], name="section_note_once"),
            models.CheckConstraint(
                condition=Q(owner__isnull=True, owned_at__isnull=True, left_out=False)
                | Q(owner__isnull=False, owned_at__isnull=False),
                name="owned_note_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section} of {self.update_of_id}"


class RenderedPart(models.Model):
    """A piece of a pack as PDF, kept by what it was made from, so that it is laid out once."""

    is_made_again = True

    key = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of HTML, stylesheet, engine.")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, help_text="Of the content.")
    told = models.JSONField(help_text="What binding needs to know of it: sides, anchors, bookmarks.")
    used_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:12]}, used at {self.used_at}"

"""The Trust Update of a term and its builds: contents frozen once, rendered, and issued as they were
reviewed."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.models.edition import RELEASES_NOTHING, Edition
from schools.models import Audience, Release, School
from trust.models import Blob, Immutable, Job, JobState, Term


class UpdateState(models.TextChoices):
    DRAFT = "draft", "Draft"
    ISSUING = "issuing", "Being issued"
    ISSUED = "issued", "Issued"
    WITHDRAWN = "withdrawn", "Withdrawn"


class IssuedStays(models.QuerySet["TrustUpdate"]):
    """Updates in bulk: one that has been issued is not changed that way either, and none is deleted."""

    def update(self, **kwargs: Any) -> int:
        if self.filter(state__in=TrustUpdate.FROZEN).exists():
            raise Immutable("An issued Trust Update is never changed; a correction is a new version.")
        return super().update(**kwargs)

    def withdraw(self, update: TrustUpdate) -> None:
        """The one step that an issued Update still takes; its words on page one go as well."""
        one = self.filter(pk=update.pk, state=UpdateState.ISSUED)
        models.QuerySet.update(one, state=UpdateState.WITHDRAWN, overview="")

    def delete(self) -> NoReturn:
        raise Immutable("A Trust Update is never deleted.")


class TrustUpdate(models.Model):
    """One version of a term's Update for an audience; once issued it never changes, and a correction is a
    new version."""

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        UpdateState.DRAFT: (UpdateState.ISSUING,),
        UpdateState.ISSUING: (UpdateState.ISSUED, UpdateState.DRAFT),
        UpdateState.ISSUED: (UpdateState.WITHDRAWN,),
        UpdateState.WITHDRAWN: (),
    }
    _was_frozen: bool = False
    # What may still be written on an issued Update: nothing but its withdrawal.
    FROZEN = (UpdateState.ISSUED, UpdateState.WITHDRAWN)

    term = models.ForeignKey(Term, models.PROTECT, related_name="updates")
    edition = models.CharField(max_length=10, choices=Edition.choices, default=Edition.BOARD)
    # Follows from the edition: AUDIENCE_OF.
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.BOARD)
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="updates")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=UpdateState.choices, default=UpdateState.DRAFT)
    overview = models.TextField(blank=True, help_text="The executive director's own words on page one.")
    # What was still open when it was issued all the same, each in words, and why.
    exceptions = models.JSONField(default=list, blank=True)
    exception_reason = models.TextField(blank=True)
    # What a later version changes against the one before, and why.
    changed = models.TextField(blank=True)
    change_reason = models.TextField(blank=True)
    final = models.OneToOneField(
        "governance.Build", models.PROTECT, null=True, blank=True, related_name="final_of"
    )
    release = models.OneToOneField(
        Release, models.PROTECT, null=True, blank=True, related_name="update_issued"
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_at = models.DateTimeField(null=True, blank=True)

    objects = IssuedStays.as_manager()

    class Meta:
        ordering = ["term__year", "term__number", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "edition", "school", "version"], name="update_version_once"
            ),
            models.UniqueConstraint(
                fields=["term", "edition", "version"],
                condition=Q(school__isnull=True),
                name="trust_update_version_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued")
                | Q(
                    Q(release__isnull=False) | Q(edition__in=RELEASES_NOTHING),
                    final__isnull=False,
                    issued_by__isnull=False,
                    issued_at__isnull=False,
                ),
                name="issued_update_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_edition_display()} {self.term}, version {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._was_frozen:
            raise Immutable("An issued Trust Update is never changed; a correction is a new version.")
        super().save(*args, **kwargs)

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **kwargs: Any) -> TrustUpdate:
        update = super().from_db(db, field_names, values, **kwargs)
        update._was_frozen = "state" in field_names and update.state in cls.FROZEN
        return update

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Immutable("A Trust Update is never deleted.")


class Purpose(models.TextChoices):
    DRAFT = "draft", "Draft"
    FINAL = "final", "Final"


class Build(Job):
    """One making of a PDF: the contents frozen once as canonical JSON, then rendered by a worker.

    A final build takes the freeze of the draft that was reviewed; only the draft mark differs.
    """

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        JobState.QUEUED: (JobState.RUNNING, JobState.CANCELLED, JobState.FAILED),
        JobState.RUNNING: (JobState.QUEUED, JobState.READY, JobState.FAILED, JobState.CANCELLED),
        JobState.READY: (),
        JobState.FAILED: (),
        JobState.CANCELLED: (),
    }

    update_of = models.ForeignKey(TrustUpdate, models.PROTECT, related_name="builds")
    key = models.CharField(max_length=120, unique=True, help_text="The same key is the same build.")
    number = models.PositiveSmallIntegerField(default=1, help_text="Draft 1, draft 2 …")
    purpose = models.CharField(max_length=6, choices=Purpose.choices, default=Purpose.DRAFT)
    reviewed = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="finals")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    contents = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")
    pdf = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    parts = models.JSONField(default=list, blank=True, help_text="Each part’s title and its first page.")
    engine = models.CharField(max_length=80, blank=True, help_text="What made the PDF, with its version.")
    frozen_at = models.DateTimeField(
        null=True, blank=True, help_text="When the contents were frozen, by the trust's clock."
    )

    class Meta:
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready")
                | Q(contents__isnull=False, pdf__isnull=False, pages__isnull=False),
                name="ready_build_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(purpose="draft") | Q(reviewed__isnull=False), name="final_build_was_reviewed"
            ),
            models.CheckConstraint(condition=Q(done_steps__lte=F("all_steps")), name="build_steps_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.number} of {self.update_of_id}"


class PageReply(models.Model):
    """A head's own words on the school's page, given before the Update is issued and printed on that page."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    school = models.ForeignKey(
        School,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: the trust's own page.",
    )
    text = models.TextField(help_text="At most 60 words.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "page replies"
        constraints = [
            models.UniqueConstraint(fields=["term", "school"], name="page_reply_once"),
            models.UniqueConstraint(
                fields=["term"], condition=Q(school__isnull=True), name="trust_page_reply_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Reply of {self.school_id} in {self.term_id}"

"""What is kept for ever or for long: stored bytes, the audit history, and messages on their way out."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models


class Immutable(TypeError):
    """A row that is written once was changed or deleted through the model layer."""


class AppendOnly(models.QuerySet[Any]):
    """A table that only grows: its rows are neither changed nor deleted, one by one or in bulk."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise Immutable("These rows are written once and never changed.")

    def delete(self) -> NoReturn:
        raise Immutable("These rows are written once and never deleted.")


class WrittenOnce(models.Model):
    """A row that is added and never altered; a change is a new row."""

    objects = AppendOnly.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Immutable("A version is never changed; write the next one, with a reason.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Immutable("A version is never deleted.")


class Blob(WrittenOnce):
    """Bytes addressed by their SHA-256, so that the same file is stored once and can be checked for ever."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(
        null=True, blank=True, help_text="When the bytes were taken out, the row being their tombstone."
    )

    def __str__(self) -> str:
        return f"{self.media_type}, {self.size} bytes, {self.sha256[:12]}"


class Event(WrittenOnce):
    """One thing that happened, chained by hash to the one before it; written only by `trust.history`.

    There are no foreign keys: an event outlives what it speaks of. `facts` is canonical JSON text, and
    `digest` is
    SHA-256 over the previous digest and this row's own canonical text.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.UUIDField(
        null=True, help_text=("A person's history key; empty when the portal itself acted.")
    )
    actor_role = models.CharField(max_length=60, blank=True)
    verb = models.CharField(max_length=60, db_index=True)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    facts = models.TextField(default="{}")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="event_subject"),
            models.Index(fields=["actor", "number"], name="event_actor"),
            models.Index(fields=["at"], name="event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.subject_kind} {self.subject_id}"


class HistoryCheck(models.Model):
    """A walk along the history's chain: asked for, and once it is done, what it found."""

    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    begun_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    events = models.PositiveBigIntegerField(default=0, help_text="How many events held, from the first on.")
    latest = models.CharField(max_length=64, blank=True, help_text="The hash of the last event that held.")
    broken_at = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="The first event that does not hold; empty where the chain is whole."
    )
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"check of {self.events} events"


class MessageState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SENDING = "sending", "Sending"
    SENT = "sent", "Sent"
    REFUSED = "refused", "Refused"
    UNKNOWN = "unknown", "Unclear whether it arrived"


class Message(models.Model):
    """An e-mail to one person, written in the transaction of what it tells and sent afterwards, at most
    once."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    key = models.CharField(
        max_length=160, unique=True, help_text=("Person and event: one message for each pair.")
    )
    address = models.EmailField(
        max_length=254, blank=True, help_text="Where it goes, if not to the person's address of that day."
    )
    subject = models.CharField(max_length=200)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="message_queue")]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to_id}"

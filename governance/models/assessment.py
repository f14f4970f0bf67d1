"""The board's self-assessment: a questionnaire by round, answered anonymously, and what follows from it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.models.skill import RoundState
from governance.models.training import TrainingNeed
from schools.models import Body


class SelfAssessment(models.Model):
    """One round of one body."""

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        RoundState.DRAFT: (RoundState.OPEN,),
        RoundState.OPEN: (RoundState.CLOSED,),
        RoundState.CLOSED: (),
    }

    body = models.ForeignKey(Body, models.PROTECT, related_name="self_assessments")
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=6, choices=RoundState.choices, default=RoundState.DRAFT)
    opens_on = models.DateField()
    closes_on = models.DateField()

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "title"], name="self_assessment_title_once"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="self_assessment_closes_after_opening"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AssessmentQuestion(models.Model):
    """One statement to agree or disagree with; `key` is the same for the same statement in every round."""

    assessment = models.ForeignKey(SelfAssessment, models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60)
    group = models.CharField(max_length=60, blank=True)
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="assessment_number_once"),
            models.UniqueConstraint(fields=["assessment", "key"], name="assessment_key_once"),
        ]

    def __str__(self) -> str:
        return self.text


class AssessmentAnswer(models.Model):
    """An answer that says nothing of who gave it: no person, no time, and a key that tells no order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(AssessmentQuestion, models.PROTECT, related_name="answers")
    level = models.PositiveSmallIntegerField(null=True, blank=True, help_text="1 disagree to 5 agree.")
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__gte=1, level__lte=5),
                name="assessment_level_1_to_5",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.level}"


class AssessmentPart(models.Model):
    """That a person has answered a round, and nothing more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="parts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "person"], name="assessed_once")]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.person_id}"


class AssessmentOutcome(models.Model):
    """What a body does about what it found: an action in words, and the training need or remit it became."""

    assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="outcomes")
    text = models.CharField(max_length=300)
    owner_post = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    need = models.ForeignKey(TrainingNeed, models.PROTECT, null=True, blank=True, related_name="+")
    remit = models.ForeignKey("governance.Remit", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text

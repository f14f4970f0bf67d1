"""How a school stands on the trust's own ladder: its own judgement, moderated, and agreed by the board."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from schools.models.school import School
from trust.models import Term


class Rung(models.Model):
    """One step of the ladder, 1 the best; its name and meaning are the trust's."""

    number = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=60, unique=True)
    meaning = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class EvaluationArea(models.Model):
    """What a self-evaluation speaks of, such as inclusion; the trust's list, beside that of inspectors."""

    name = models.CharField(max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    for_trust = models.BooleanField(default=False, help_text="Of the trust as a whole, not of a school.")
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class CategoryState(models.TextChoices):
    DRAFT = "draft", "Being written"
    JUDGED = "judged", "Judged by the school"
    MODERATED = "moderated", "Moderated"
    AGREED = "agreed", "Agreed by the board"


class Categorisation(models.Model):
    """Where a school stands in a term; without a school, the trust as a whole.

    The three rungs stand side by side and none replaces another: the school's own, the moderated and the
    agreed one.
    """

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        CategoryState.DRAFT: (CategoryState.JUDGED,),
        CategoryState.JUDGED: (CategoryState.DRAFT, CategoryState.MODERATED),
        CategoryState.MODERATED: (CategoryState.DRAFT, CategoryState.AGREED),
        CategoryState.AGREED: (),
    }

    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="categorisations")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=CategoryState.choices, default=CategoryState.DRAFT)
    own_rung = models.ForeignKey(Rung, models.PROTECT, null=True, blank=True, related_name="+")
    own_words = models.TextField(blank=True)
    own_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    own_at = models.DateTimeField(null=True, blank=True)
    moderated_rung = models.ForeignKey(Rung, models.PROTECT, null=True, blank=True, related_name="+")
    moderated_words = models.TextField(blank=True)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    moderated_at = models.DateTimeField(null=True, blank=True)
    agreed_rung = models.ForeignKey(Rung, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_on = models.DateField(null=True, blank=True)
    minute = models.CharField(max_length=200, blank=True, help_text="The board's decision, as text.")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["term__year", "term__number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "term"], name="categorised_once_a_term"),
            models.UniqueConstraint(
                fields=["term"], condition=Q(school__isnull=True), name="trust_categorised_once_a_term"
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed")
                | (Q(agreed_rung__isnull=False, agreed_on__isnull=False) & ~Q(minute="")),
                name="agreed_category_has_its_minute",
            ),
            models.CheckConstraint(
                condition=~Q(state="moderated")
                | Q(moderated_rung__isnull=False, moderated_by__isnull=False, moderated_at__isnull=False),
                name="moderated_category_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.term_id} {self.state}"


class AreaJudgement(models.Model):
    """What a school says of one area in its self-evaluation, with its evidence, and what moderation said."""

    categorisation = models.ForeignKey(Categorisation, models.CASCADE, related_name="judgements")
    area = models.ForeignKey(EvaluationArea, models.PROTECT, related_name="+")
    rung = models.ForeignKey(Rung, models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.TextField(blank=True)
    moderated_rung = models.ForeignKey(Rung, models.PROTECT, null=True, blank=True, related_name="+")
    moderated_words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["area__position"]
        constraints = [models.UniqueConstraint(fields=["categorisation", "area"], name="area_judged_once")]

    def __str__(self) -> str:
        return f"{self.area_id} {self.rung_id}"

"""One thread from a trustee's question to a closed remit."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from governance.models.meeting import AgendaItem
from kpis.models import Figure, Kpi, Return
from milestones.models import Priority
from schools.models import Finding, School
from trust.models import Area, Term


class QuestionState(models.TextChoices):
    DRAFT = "draft", "Not sent yet"
    OPEN = "open", "Waiting for an answer"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Closed"


class Outcome(models.TextChoices):
    """What came of a question: the outcomes that trusts' plans name."""

    SUPPORT = "support", "Support and challenge"
    RESOURCES = "resources", "Extra resources"
    PRIORITY = "priority", "A change of priority"
    SATISFIED = "satisfied", "The answer is enough"


class Questions(models.QuerySet["Question"]):
    """Questions; whoever reads them for others than their asker reads those that were sent."""

    def sent(self) -> Questions:
        return self.exclude(state=QuestionState.DRAFT)


class Question(models.Model):
    """What a trustee asks about a figure, a priority, an audit finding, a section or a school, in a term.

    A draft is its asker's alone until it is sent.
    """

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        QuestionState.DRAFT: (QuestionState.OPEN,),
        QuestionState.OPEN: (QuestionState.ANSWERED, QuestionState.CLOSED),
        QuestionState.ANSWERED: (QuestionState.OPEN, QuestionState.CLOSED),
        QuestionState.CLOSED: (),
    }

    term = models.ForeignKey(Term, models.PROTECT, related_name="questions")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="questions")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    figure = models.ForeignKey(Figure, models.PROTECT, null=True, blank=True, related_name="questions")
    priority = models.ForeignKey(Priority, models.PROTECT, null=True, blank=True, related_name="questions")
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, blank=True, related_name="questions")
    section = models.SlugField(max_length=40, blank=True, help_text="A section of the Trust Update.")
    item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        help_text="Where it is put or answered in a meeting.",
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="questions_assigned"
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    text = models.TextField()
    state = models.CharField(max_length=8, choices=QuestionState.choices, default=QuestionState.OPEN)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="questions_asked")
    asked_at = models.DateTimeField()
    due_on = models.DateField(help_text="When an answer is expected.")
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    request_key = models.CharField(
        max_length=40, unique=True, help_text=("Makes a second click the same question.")
    )

    objects = Questions.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="question_has_words")]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        is_draft = self.state == QuestionState.DRAFT
        return reverse("governance:question_draft" if is_draft else "governance:question", args=[self.pk])


class Answer(models.Model):
    """What was answered, by whom; a later answer adds to the thread and replaces nothing.

    Nobody answers what they asked, so what the asker says here is a further question.
    """

    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="answer_has_words")]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_further_question(self) -> bool:
        return self.by_id == self.question.asked_by_id


class RemitState(models.TextChoices):
    OPEN = "open", "Open"
    REPLIED = "replied", "Replied to"
    CLOSED = "closed", "Closed"


class Remit(models.Model):
    """What the board asks a school, or the executive where there is no school, to do and to report on in a
    return."""

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        RemitState.OPEN: (RemitState.REPLIED, RemitState.CLOSED),
        RemitState.REPLIED: (RemitState.OPEN, RemitState.CLOSED),
        RemitState.CLOSED: (),
    }

    question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="remits")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="remits")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    kpi = models.ForeignKey(Kpi, models.PROTECT, null=True, blank=True, related_name="remits")
    priority = models.ForeignKey(Priority, models.PROTECT, null=True, blank=True, related_name="remits")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="remits"
    )
    owner_post = models.CharField(max_length=120, blank=True, help_text="To whom it is set.")
    item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="remits",
        help_text="Where it was set.",
    )
    closed_in = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="remits_closed"
    )
    closing_words = models.CharField(max_length=300, blank=True)
    set_in = models.ForeignKey(Term, models.PROTECT, related_name="remits_set")
    due_in = models.ForeignKey(
        Term, models.PROTECT, related_name="remits_due", help_text=("The return that answers it.")
    )
    text = models.TextField()
    minute = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=RemitState.choices, default=RemitState.OPEN)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    request_key = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = ["-set_at"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="remit_has_words")]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("governance:remit", args=[self.pk])

    @property
    def owned_by(self) -> str:
        """Who answers for it: the person's name, or the post."""
        return self.owner.name if self.owner else self.owner_post

    def is_past(self, today: date) -> bool:
        """Whether it stands although the term whose return should have settled it is over."""
        return self.state != RemitState.CLOSED and self.due_in.ends <= today


class RemitReply(models.Model):
    """What a school says in its return to a remit that stands at its top."""

    remit = models.ForeignKey(Remit, models.PROTECT, related_name="replies")
    returned = models.ForeignKey(Return, models.PROTECT, null=True, blank=True, related_name="remit_replies")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        verbose_name_plural = "remit replies"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="remit_reply_has_words")]

    def __str__(self) -> str:
        return self.text[:80]

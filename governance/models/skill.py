"""What the boards know: the trust's own list of skills, rounds of the audit, and how people scored."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.models.kept import KeptEntry
from schools.models import Body


class Skill(KeptEntry):
    """One skill on the trust's list, and how many people of a body should have it at level 3 or above."""

    title = models.CharField(max_length=120, unique=True)
    group = models.CharField(max_length=60, help_text="The area of governance it belongs to.")
    guidance = models.CharField(max_length=300, blank=True)
    board_needs = models.PositiveSmallIntegerField(default=2)
    local_needs = models.PositiveSmallIntegerField(default=1)


class RoundState(models.TextChoices):
    DRAFT = "draft", "Not open yet"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class SkillsAudit(models.Model):
    """One round of the skills audit of one body; `skills` is the list as it was when it opened."""

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        RoundState.DRAFT: (RoundState.OPEN,),
        RoundState.OPEN: (RoundState.CLOSED,),
        RoundState.CLOSED: (RoundState.OPEN,),
    }

    body = models.ForeignKey(Body, models.PROTECT, related_name="skills_audits")
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=6, choices=RoundState.choices, default=RoundState.DRAFT)
    opens_on = models.DateField()
    closes_on = models.DateField()
    skills = models.ManyToManyField(Skill, related_name="audits", blank=True)

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "title"], name="skills_audit_title_once"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="skills_audit_closes_after_opening"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SkillsReply(models.Model):
    """One person's part in a round; until it is handed in it can be taken up again."""

    audit = models.ForeignKey(SkillsAudit, models.PROTECT, related_name="replies")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="skills_replies")
    handed_in_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["person__name"]
        verbose_name_plural = "skills replies"
        constraints = [models.UniqueConstraint(fields=["audit", "person"], name="skills_reply_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.audit_id}"


class Level(models.IntegerChoices):
    NONE = 0, "None"
    AWARE = 1, "Aware"
    WORKING = 2, "Working"
    CONFIDENT = 3, "Confident"
    EXPERT = 4, "Expert"


# From this level on a skill counts as there.
COVERED_FROM = Level.CONFIDENT


class SkillScore(models.Model):
    """How a person scored one skill, with what shows it; no row means not answered."""

    reply = models.ForeignKey(SkillsReply, models.CASCADE, related_name="scores")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="scores")
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    evidence = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reply", "skill"], name="skill_scored_once"),
            models.CheckConstraint(condition=Q(level__gte=0, level__lte=4), name="skill_level_0_to_4"),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id} {self.level}"

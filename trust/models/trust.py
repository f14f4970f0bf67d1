"""The trust itself, in one row, and the areas of oversight that its board has chosen."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

HEX_COLOUR = RegexValidator(
    r"^#[0-9A-Fa-f]{6}$", "Give the colour as # and six digits or letters, such as #563069."
)


class Trust(models.Model):
    """The one trust of this installation: its names, its words, and the settings its board has agreed."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    company_number = models.CharField(max_length=8, blank=True)
    group_uid = models.CharField(
        max_length=10, blank=True, help_text=("The group's number in the DfE register.")
    )
    mission = models.TextField(blank=True)
    vision = models.TextField(blank=True)
    values = models.JSONField(default=list, blank=True)
    logo = models.ForeignKey("trust.Blob", models.PROTECT, null=True, blank=True, related_name="+")
    accent = models.CharField(max_length=7, default="#563069", validators=[HEX_COLOUR])
    # The words that vary between trusts: {"trustee": "director", "executive": "CEO", "pupil": "student"}.
    vocabulary = models.JSONField(default=dict, blank=True)
    small_group_below = models.PositiveSmallIntegerField(
        default=10, help_text="Groups of pupils smaller than this are suppressed for members and the public."
    )
    staff_group_below = models.PositiveSmallIntegerField(
        default=10, help_text="Groups of staff smaller than this are suppressed for members and the public."
    )
    survey_group_below = models.PositiveSmallIntegerField(
        default=10,
        help_text="A survey with fewer replies is shown only to the school that asked and to the executive.",
    )
    mark_group_below = models.PositiveSmallIntegerField(
        default=30,
        help_text="Figures of smaller groups are marked for trustees, with what one pupil is worth.",
    )
    trustees_see_accepted = models.BooleanField(
        default=False, help_text="Trustees see accepted returns before the Trust Update is issued."
    )
    heads_see_each_other = models.BooleanField(
        default=False, help_text=("Heads see the other schools' figures.")
    )
    everyone_has_second_step = models.BooleanField(
        default=False, help_text="Everybody signs in with a second step, whatever their role."
    )
    data_lead_name = models.CharField(max_length=120, blank=True, help_text="Who leads on data protection.")
    data_lead_email = models.EmailField(blank=True)
    access_email = models.EmailField(blank=True, help_text="Where somebody says that they cannot use a page.")
    ico_number = models.CharField(
        max_length=12, blank=True, help_text="The trust's registration with the Information Commissioner."
    )
    # Days for what the schedule lets a trust choose, by the row's name; otherwise the schedule's own.
    kept_for = models.JSONField(default=dict, blank=True)
    pinned_today = models.DateField(
        null=True, blank=True, help_text=("The day on which a demonstration stands still.")
    )
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "trust"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_trust_an_installation"),
            models.CheckConstraint(
                condition=Q(pinned_today__isnull=True) | Q(is_demonstration=True),
                name="only_a_demonstration_pins_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def word(self, standard: str) -> str:
        """The trust's own word for one of the field's standard terms ("trustee" → "director")."""
        return str(self.vocabulary.get(standard, standard))

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("The trust's own row is never deleted.")


class Area(models.Model):
    """An area of oversight, such as safeguarding or finance: the trust's list, used by every floor above."""

    name = models.CharField(max_length=80, unique=True)
    short_name = models.CharField(max_length=24)
    slug = models.SlugField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

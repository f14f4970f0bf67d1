"""What is good enough: targets and limits, the way they were agreed, and who was asked."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kpis.models.definition import FIGURE_DIGITS, Definition, Kpi
from kpis.rag import Direction, Kind, Rule
from kpis.rag.groups import OPEN, Guard
from schools.models import Phase, School
from trust.models import Term


class BandState(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    CONSULTED = "consulted", "Consulted on"
    AGREED = "agreed", "Agreed by the board"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Proposal(models.Model):
    """A set of targets on its way to the board: proposed, consulted on with heads and governors, agreed."""

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        BandState.PROPOSED: (BandState.CONSULTED, BandState.AGREED, BandState.WITHDRAWN),
        BandState.CONSULTED: (BandState.PROPOSED, BandState.AGREED, BandState.WITHDRAWN),
        BandState.AGREED: (),
        BandState.WITHDRAWN: (),
    }

    title = models.CharField(max_length=120)
    note = models.TextField(blank=True, help_text="What changes and why, for those who are consulted.")
    from_term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=BandState.choices, default=BandState.PROPOSED)
    views_by = models.DateField(null=True, blank=True, help_text="Until when heads and governors are asked.")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    consulted_at = models.DateTimeField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    minute = models.CharField(max_length=200, blank=True)
    request_key = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(agreed_on__isnull=False), name="agreed_proposal_has_a_date"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Consulted(models.Model):
    """What a school's head or governors said of a proposal; a later word takes the place of the earlier."""

    class Side(models.TextChoices):
        HEAD = "head", "Headteacher"
        GOVERNORS = "governors", "Local governors"

    class View(models.TextChoices):
        CONTENT = "content", "Content"
        CONCERNED = "concerned", "Has a concern"

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="views")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side.choices)
    view = models.CharField(max_length=10, choices=View.choices)
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["school__name", "side"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "school", "side"], name="view_once_a_side"),
            models.CheckConstraint(condition=~Q(view="concerned") | ~Q(words=""), name="concern_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.school_id} {self.side}"


class Band(models.Model):
    """What is good enough, from a term on: for every school, for a phase, or for one school.

    A new threshold never repaints the past, because each term is rated against the band in force then. The
    closest fit
    holds: one school's band before its phase's, its phase's before everyone's.
    """

    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        BandState.PROPOSED: (BandState.CONSULTED, BandState.AGREED, BandState.WITHDRAWN),
        BandState.CONSULTED: (BandState.PROPOSED, BandState.AGREED, BandState.WITHDRAWN),
        BandState.AGREED: (),
        BandState.WITHDRAWN: (),
    }

    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="bands")
    phase = models.CharField(max_length=12, choices=Phase.choices, blank=True)
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="bands")
    from_term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    baseline = models.DecimalField(**FIGURE_DIGITS)
    target = models.DecimalField(**FIGURE_DIGITS)
    stretch = models.DecimalField(**FIGURE_DIGITS)
    limit = models.DecimalField(**FIGURE_DIGITS, help_text="Beyond it the figure is red.")
    upper_target = models.DecimalField(**FIGURE_DIGITS)
    upper_limit = models.DecimalField(**FIGURE_DIGITS)
    margin = models.DecimalField(**FIGURE_DIGITS, help_text="How far from national still counts as in line.")
    min_response = models.DecimalField(
        **FIGURE_DIGITS, help_text=("The response rate a survey needs, in per cent.")
    )
    due_on = models.DateField(null=True, blank=True, help_text="The statutory date.")
    trust_due_on = models.DateField(null=True, blank=True, help_text="The trust's own, earlier date.")
    floor = models.CharField(max_length=60, blank=True, help_text="The grade that is hoped for at least.")
    rationale = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=BandState.choices, default=BandState.PROPOSED)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    minute = models.CharField(max_length=200, blank=True, help_text="Where the board's agreement is minuted.")
    target_by = models.ForeignKey(
        Term,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The term by which the target should be reached, in even steps from the baseline.",
    )
    proposal = models.ForeignKey(
        Proposal,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bands",
        help_text="Its way to the board.",
    )

    class Meta:
        ordering = ["kpi", "from_term__year", "from_term__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "school", "from_term"],
                condition=Q(state="agreed", school__isnull=False),
                name="agreed_school_band_once",
            ),
            models.UniqueConstraint(
                fields=["kpi", "phase", "from_term"],
                condition=Q(state="agreed", school__isnull=True),
                name="agreed_band_once",
            ),
            models.CheckConstraint(
                condition=Q(school__isnull=True) | Q(phase=""), name="band_for_phase_or_school"
            ),
            models.CheckConstraint(
                condition=Q(trust_due_on__isnull=True) | Q(trust_due_on__lte=F("due_on")),
                name="trust_date_not_after_statutory",
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(agreed_on__isnull=False), name="agreed_band_has_a_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi_id} from {self.from_term_id}"


def rule_of(definition: Definition, band: Band | None, kind: str, guard: Guard = OPEN) -> Rule:
    """What the pure rule needs to know of a definition and the band in force, where there is one.

    `guard` is what holds for its small groups before the reader (`kpis.rag.groups`), if it has any.
    """
    known: dict[str, Any] = {}
    if band is not None:
        names = ("target", "limit", "stretch", "upper_target", "upper_limit", "margin", "min_response")
        known = {name: getattr(band, name) for name in (*names, "due_on", "trust_due_on", "floor")}
    return Rule(
        kind=Kind(kind),
        direction=Direction(definition.direction),
        unit=definition.unit,
        places=definition.places,
        scale=tuple(definition.scale),
        small_below=guard.hide_below,
        mark_below=guard.mark_below,
        group_of=guard.group_of,
        **known,
    )

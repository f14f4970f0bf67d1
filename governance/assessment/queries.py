"""Reads rounds and what they found, prepared so that nothing leaves that could be traced to one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Count
from django.utils.safestring import SafeString

from governance.assessment import sight, spread
from governance.assessment.bars import bar
from governance.assessment.spread import FEWEST, TOO_FEW, Spread
from governance.bodies.sight import held_on
from governance.models import (
    AssessmentAnswer,
    AssessmentOutcome,
    AssessmentQuestion,
    RoundState,
    SelfAssessment,
)
from schools.access import Person
from schools.audits.queries import reviews_for
from schools.models import BodyKind, Review, ReviewAction, ReviewKind
from trust import clock
from trust.models import User

MOST_NAMED: Final = 4


@dataclass(frozen=True)
class Finding:
    """One statement with how the answers spread; what too few answered has neither numbers nor words."""

    question: AssessmentQuestion
    spread: Spread
    words: tuple[str, ...] = ()
    before: Decimal | None = None
    is_first: bool = False

    @property
    def mean(self) -> Decimal | None:
        return self.spread.mean

    @property
    def asks(self) -> str:
        """What the form of a question suggests."""
        said = self.question.text
        return f"In our self-assessment we were not sure of this: “{said}” What would make us surer?"

    @property
    def remits(self) -> str:
        """What the form of a remit suggests."""
        return f"Help the board to be able to say: “{self.question.text}”"

    @property
    def bar(self) -> SafeString:
        return bar(self.spread)

    @property
    def change(self) -> Decimal | None:
        return spread.change(self.mean, self.before)

    @property
    def change_words(self) -> str:
        return spread.change_words(self.change, is_first=self.is_first) if self.spread.is_shown else ""


@dataclass(frozen=True)
class Group:
    """The statements of one group, and the mean of those that are shown."""

    name: str
    findings: list[Finding]

    @property
    def mean(self) -> Decimal | None:
        return spread.mean_of([each.mean for each in self.findings])


@dataclass(frozen=True)
class Results:
    """What a round found. `hidden` says in words why nothing is shown yet, or ever."""

    assessment: SelfAssessment
    answered: int
    asked: int
    findings: list[Finding]
    hidden: str = ""
    previous: SelfAssessment | None = None

    @property
    def groups(self) -> list[Group]:
        found: dict[str, list[Finding]] = defaultdict(list)
        for each in self.findings:
            found[each.question.group].append(each)
        return [Group(name, rows) for name, rows in found.items()]

    @property
    def ranked(self) -> list[Finding]:
        """What is shown, the least agreed with first."""
        shown = [each for each in self.findings if each.mean is not None]
        return sorted(shown, key=lambda each: (each.mean or Decimal(0), each.question.number))

    @property
    def most(self) -> list[Finding]:
        """The four most agreed with, the most first."""
        return self.ranked[::-1][:MOST_NAMED]

    @property
    def mean(self) -> Decimal | None:
        return spread.mean_of([each.mean for each in self.findings])

    @property
    def fallen(self) -> list[Finding]:
        return [each for each in self.ranked if each.change is not None and each.change < 0]

    @property
    def risen(self) -> list[Finding]:
        return [each for each in self.ranked if each.change is not None and each.change > 0]


@dataclass(frozen=True)
class Outside:
    """The last external review of governance, and what it asked for that is not done."""

    review: Review
    actions: list[ReviewAction]


def latest_closed(user: Person, wanted: str = "") -> tuple[SelfAssessment | None, list[SelfAssessment]]:
    """The newest closed round of the wanted body (else the board's, else the first), and of every body."""
    newest: dict[int, SelfAssessment] = {}
    for each in sight.rounds_for(user).filter(state=RoundState.CLOSED).order_by("-opens_on", "-pk"):
        newest.setdefault(each.body_id, each)
    rounds = sorted(newest.values(), key=lambda each: (each.body.kind != BodyKind.BOARD, each.body.name))
    chosen = next((each for each in rounds if each.body.slug == wanted), rounds[0] if rounds else None)
    return chosen, rounds


def results(assessment: SelfAssessment) -> Results:
    """Everything that may be shown of the round: before it closes, and with too few answers, nothing."""
    answered = assessment.parts.count()
    asked = asked_in(assessment, answered)
    hidden = _hidden(assessment, answered)
    if hidden:
        return Results(assessment, answered, asked, [], hidden)
    before = before_of(assessment)
    means = {key: each.mean for key, each in _spreads(before).items()} if before else {}
    return Results(assessment, answered, asked, _findings(assessment, means, before is None), "", before)


def before_of(assessment: SelfAssessment) -> SelfAssessment | None:
    """The body's closed round before this one, where enough people answered it."""
    earlier = SelfAssessment.objects.filter(body=assessment.body_id, state=RoundState.CLOSED)
    counted = earlier.filter(opens_on__lt=assessment.opens_on).annotate(answered=Count("parts"))
    found = counted.order_by("-opens_on", "-pk").first()
    return found if found is not None and found.answered >= FEWEST else None


def asked_in(assessment: SelfAssessment, answered: int) -> int:
    """How many people sit, or sat at its close, on the body; never fewer than have answered."""
    day = min(clock.today(), assessment.closes_on)
    people = held_on(day).filter(body=assessment.body_id).values("person").distinct().count()
    return max(people, answered)


def to_answer(user: User) -> list[SelfAssessment]:
    """The open rounds in which the person has still to answer."""
    sits_on = held_on(clock.today()).filter(person=user)
    rounds = SelfAssessment.objects.filter(state=RoundState.OPEN, body__in=sits_on.values("body"))
    return list(rounds.exclude(parts__person=user).select_related("body").order_by("closes_on"))


def open_outcomes(user: Person) -> list[AssessmentOutcome]:
    """What is still to be done about what rounds found."""
    waiting = AssessmentOutcome.objects.filter(
        assessment__in=sight.rounds_for(user), done_on__isnull=True
    ).select_related("assessment__body", "need", "remit")
    return sorted(waiting, key=lambda each: (each.due_on or date.max, each.pk))


def last_review(user: Person) -> Outside | None:
    """The last external review of governance that the person sees, with its open actions."""
    found = reviews_for(user).filter(kind=ReviewKind.GOVERNANCE, school__isnull=True)
    review = found.order_by("-commissioned_on", "-pk").first()
    if review is None:
        return None
    waiting = review.actions.filter(done_on__isnull=True).select_related("owner")
    return Outside(review, list(waiting))


def headline(shown: Results | None) -> str:
    """What the last round says, in one or two sentences."""
    if shown is None:
        return "No round has been closed yet."
    if shown.hidden:
        return shown.hidden
    ranked = shown.ranked
    if not ranked:
        return TOO_FEW
    least = ranked[0]
    return f"{_movement(shown)} Least agreed with: “{least.question.text}” {least.mean} of 5."


def _movement(shown: Results) -> str:
    if shown.previous is None:
        return f"The mean of {len(shown.ranked)} statements is {shown.mean} of 5."
    up, down = len(shown.risen), len(shown.fallen)
    return f"Of {len(shown.ranked)} statements {up} rose and {down} fell since {shown.previous.title}."


def _hidden(assessment: SelfAssessment, answered: int) -> str:
    if assessment.state != RoundState.CLOSED:
        return "Results are shown when the round has closed, to everyone at the same time."
    return TOO_FEW if answered < FEWEST else ""


def _spreads(assessment: SelfAssessment) -> dict[str, Spread]:
    """Statement by its key, and how the answers to it spread."""
    levels: dict[str, list[int | None]] = defaultdict(list)
    answers = AssessmentAnswer.objects.filter(question__assessment=assessment)
    for key, level in answers.values_list("question__key", "level"):
        levels[key].append(level)
    return {key: spread.spread_of(chosen) for key, chosen in levels.items()}


def _findings(assessment: SelfAssessment, before: dict[str, Decimal | None], is_first: bool) -> list[Finding]:
    spreads, words = _spreads(assessment), _words(assessment)
    nothing = spread.spread_of([])
    found = []
    for question in assessment.questions.all():
        each = spreads.get(question.key, nothing)
        kept = tuple(words.get(question.pk, ())) if each.is_shown else ()
        shown = each if each.is_shown else nothing
        found.append(Finding(question, shown, kept, before.get(question.key), is_first))
    return found


def _words(assessment: SelfAssessment) -> dict[int, list[str]]:
    """What was written, in the alphabet's order, which says nothing of who wrote it or when."""
    found: dict[int, list[str]] = defaultdict(list)
    answers = AssessmentAnswer.objects.filter(question__assessment=assessment).exclude(words="")
    for question, words in answers.values_list("question", "words"):
        found[question].append(words)
    return {question: sorted(texts, key=str.casefold) for question, texts in found.items()}


def rows_of(shown: Sequence[Finding]) -> list[dict[str, object]]:
    """The results as plain rows for a table or a file: what the page shows, and no more."""
    return [_row(each) for each in shown]


def _row(each: Finding) -> dict[str, object]:
    counts = each.spread.counts if each.spread.is_shown else (None,) * 5
    return {
        "group": each.question.group,
        "text": each.question.text,
        **{f"level_{at}": count for at, count in enumerate(counts, start=1)},
        "mean": each.mean,
        "change": each.change,
        "words": " / ".join(each.words) or None,
        "note": None if each.spread.is_shown else "Fewer than three answered",
    }

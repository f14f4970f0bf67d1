"""What can happen to a self-assessment: drafted, opened, answered by each person once, closed, acted on."""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify

from governance.assessment import sight
from governance.assessment.library import STARTERS, Statement
from governance.assessment.spread import FEWEST, LEVELS
from governance.bodies.sight import held_on
from governance.models import (
    AssessmentAnswer,
    AssessmentOutcome,
    AssessmentPart,
    AssessmentQuestion,
    NeedSource,
    Remit,
    RoundState,
    SelfAssessment,
)
from governance.notices_assessment import asked_to_answer
from governance.skills.sight import subject_of
from governance.training.actions import add_need, plan_of
from schools.access import Permission, require
from schools.models import Body
from trust import clock, history
from trust.lifecycle import Refused, advance
from trust.models import User
from trust.terms import academic_year

# Order of rows on a disk would tell who answered when; this source cannot be foretold.
_CHANCE: Final = random.SystemRandom()


class Given(NamedTuple):
    """What one person says to one statement: a level from 1 to 5, words, either or neither."""

    level: int | None = None
    words: str = ""


class StatementsChanged(Exception):
    """Somebody else has changed the statements since the page was opened."""

    def __init__(self, standing: SelfAssessment) -> None:
        super().__init__("Somebody else has changed the statements since you opened this page.")
        self.standing = standing


def draft_round(*, by: User, body: Body, title: str, closes_on: date) -> SelfAssessment:
    """Draft a round with the statements of the body's last one, or the starters. Its title is its own once.

    Raises ValidationError at the field.
    """
    require(by, Permission.KEEP_SKILLS, subject_of(body))
    today = clock.today()
    if closes_on < today:
        raise ValidationError({"closes_on": "Choose today or a later day."})
    with transaction.atomic():
        Body.objects.select_for_update().get(pk=body.pk)
        rounds = SelfAssessment.objects.filter(body=body)
        if rounds.filter(title__iexact=title).exists():
            raise ValidationError({"title": f"{body.name} has a round of that name."})
        last = rounds.first()
        made = SelfAssessment.objects.create(body=body, title=title, opens_on=today, closes_on=closes_on)
        _write_statements(made, statements_of(last) if last else STARTERS)
        history.record(by, "assessment.drafted", made, body=body.pk, closes=closes_on)
    return made


def statements_of(assessment: SelfAssessment) -> list[Statement]:
    rows = assessment.questions.values_list("key", "group", "text")
    return [Statement(*row) for row in rows]


def seen_of(assessment: SelfAssessment) -> str:
    """What a page that was opened remembers of the statements, to notice that they have changed since."""
    return uuid.uuid5(uuid.NAMESPACE_OID, repr(statements_of(assessment))).hex


def change_statements(
    assessment: SelfAssessment, *, by: User, statements: Sequence[Statement], seen: str
) -> SelfAssessment:
    """Replace the statements of a draft; one without a key is new. Raises StatementsChanged."""
    require(by, Permission.KEEP_SKILLS, subject_of(assessment.body))
    with transaction.atomic():
        held = _locked(assessment)
        if held.state != RoundState.DRAFT:
            raise Refused("This round has been opened, so its statements stay as they are.")
        if seen_of(held) != seen:
            raise StatementsChanged(held)
        if not statements:
            raise Refused("Keep at least one statement.")
        held.questions.all().delete()
        _write_statements(held, statements)
        history.record(by, "assessment.statements-changed", held, number=len(statements))
    return held


def open_round(assessment: SelfAssessment, *, by: User, closes_on: date | None = None) -> SelfAssessment:
    """Ask everyone who sits on the body today, to answer by that day or the one of the draft.

    Refused with fewer than three people, as nothing could ever be shown, and for a day that has passed.
    """
    require(by, Permission.KEEP_SKILLS, subject_of(assessment.body))
    with transaction.atomic():
        held, today = _locked(assessment), clock.today()
        if held.state == RoundState.OPEN:
            return held
        people = people_asked(held.body, today)
        held.closes_on = closes_on or held.closes_on
        _require_room(held, len(people), today)
        advance(held, RoundState.OPEN)
        held.opens_on = today
        held.save(update_fields=["state", "opens_on", "closes_on"])
        history.record(by, "assessment.opened", held, people=len(people), closes=held.closes_on)
        for person in people:
            asked_to_answer(held, person)
    return held


def people_asked(body: Body, day: date) -> list[User]:
    return list(User.objects.filter(pk__in=held_on(day).filter(body=body).values("person")))


def answer_round(assessment: SelfAssessment, *, by: User, given: Mapping[int, Given]) -> None:
    """Take one person's answers, once. That they answered is kept, and which answers are theirs nowhere.

    History says that an answer was taken and not whose. Every answer of the round is written anew in an
    order of chance, so that neither keys nor the order of rows tell which came together.
    """
    if not sight.is_asked(assessment, by):
        raise PermissionDenied("Whoever sits on the body answers.")
    with transaction.atomic():
        held = _locked(assessment)
        if held.state != RoundState.OPEN:
            raise Refused("This round is not open, so nothing can be answered.")
        if sight.has_answered(held, by):
            return
        known = set(held.questions.values_list("pk", flat=True))
        kept = {pk: each for pk, each in given.items() if pk in known and (each.level or each.words)}
        if any(each.level not in (None, *LEVELS) for each in kept.values()):
            raise ValidationError("Choose a level from 1 to 5.")
        _shuffle_answers(held, kept)
        _shuffle_parts(held, by)
        history.record(None, "assessment.answer-taken", held)


def close_round(assessment: SelfAssessment, *, by: User) -> SelfAssessment:
    """Close a round for good: results are shown from here on, and nobody can add to them."""
    require(by, Permission.KEEP_SKILLS, subject_of(assessment.body))
    with transaction.atomic():
        held = _locked(assessment)
        if held.state == RoundState.CLOSED:
            return held
        advance(held, RoundState.CLOSED)
        held.closes_on = max(held.opens_on, min(held.closes_on, clock.today()))
        held.save(update_fields=["state", "closes_on"])
        history.record(by, "assessment.closed", held, answered=held.parts.count())
    return held


def act_on(
    assessment: SelfAssessment,
    *,
    by: User,
    text: str,
    key: str,
    owner_post: str = "",
    due_on: date | None = None,
    train: bool = False,
    remit: Remit | None = None,
) -> AssessmentOutcome:
    """Note what the body does about what it found; `train` makes it a need of the training plan."""
    require(by, Permission.KEEP_SKILLS, subject_of(assessment.body))
    with transaction.atomic():
        held = _locked(assessment)
        if held.state != RoundState.CLOSED:
            raise Refused("Close the round first: until then nobody knows what it says.")
        same = held.outcomes.filter(text=text).first()
        if same is not None:
            return same
        need = _need(held, by, text, key) if train else None
        fields: dict[str, Any] = {"owner_post": owner_post, "due_on": due_on, "need": need, "remit": remit}
        made = AssessmentOutcome.objects.create(assessment=held, text=text, **fields)
        history.record(by, "assessment.acted-on", made, text=history.salted(text), training=train)
    return made


def finish_outcome(outcome: AssessmentOutcome, *, by: User, done: bool = True) -> AssessmentOutcome:
    """Say that an action is done, or that it is not after all."""
    require(by, Permission.KEEP_SKILLS, subject_of(outcome.assessment.body))
    with transaction.atomic():
        held = AssessmentOutcome.objects.select_for_update().get(pk=outcome.pk)
        if (held.done_on is not None) != done:
            held.done_on = clock.today() if done else None
            held.save(update_fields=["done_on"])
            history.record(by, "assessment.action-done" if done else "assessment.action-open", held)
    return held


def _locked(assessment: SelfAssessment) -> SelfAssessment:
    rows = SelfAssessment.objects.select_for_update(of=("self",)).select_related("body")
    return rows.get(pk=assessment.pk)


def _require_room(held: SelfAssessment, people: int, today: date) -> None:
    if people < FEWEST:
        raise Refused(f"Fewer than three people sit on {held.body.name}, so nothing could ever be shown.")
    if held.closes_on < today:
        raise ValidationError({"closes_on": "The day to answer by has passed. Choose today or a later day."})
    if SelfAssessment.objects.filter(body=held.body_id, state=RoundState.OPEN).exists():
        raise Refused(f"A round of {held.body.name} is open. Close it before you open the next.")


def _write_statements(assessment: SelfAssessment, statements: Sequence[Statement]) -> None:
    taken: set[str] = {each.key for each in statements if each.key}
    for number, each in enumerate(statements, start=1):
        key = each.key or _fresh_key(each.text, taken)
        taken.add(key)
        AssessmentQuestion.objects.create(
            assessment=assessment, number=number, key=key, group=each.group, text=each.text
        )


def _fresh_key(text: str, taken: set[str]) -> str:
    base = slugify(text)[:50] or "statement"
    return next(key for key in (base, *(f"{base}-{at}" for at in range(2, 999))) if key not in taken)


def _shuffle_answers(held: SelfAssessment, new: Mapping[int, Given]) -> None:
    stood = AssessmentAnswer.objects.filter(question__assessment=held)
    rows = [*stood.values_list("question", "level", "words")]
    rows += [(question, each.level, each.words) for question, each in new.items()]
    stood.delete()
    _CHANCE.shuffle(rows)
    AssessmentAnswer.objects.bulk_create(
        AssessmentAnswer(question_id=question, level=level, words=words) for question, level, words in rows
    )


def _shuffle_parts(held: SelfAssessment, new: User) -> None:
    people = [*held.parts.values_list("person", flat=True), new.pk]
    held.parts.all().delete()
    _CHANCE.shuffle(people)
    AssessmentPart.objects.bulk_create(AssessmentPart(assessment=held, person_id=pk) for pk in people)


def _need(held: SelfAssessment, by: User, text: str, key: str) -> Any:
    plan = plan_of(academic_year(clock.today()))
    return add_need(plan, by=by, text=text[:200], source=NeedSource.SELF_ASSESSMENT, key=key, body=held.body)

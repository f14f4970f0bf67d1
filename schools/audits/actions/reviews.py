"""What can happen to an external review: it is commissioned, it reports, and its actions are done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from schools.access import Permission, Subject, require
from schools.models import Review, ReviewAction, School
from trust import clock, history
from trust.lifecycle import Refused
from trust.models import User


@dataclass(frozen=True)
class Commissioned:
    """What was asked for, of whom, when, and until when."""

    title: str
    kind: str
    reviewer: str
    commissioned_on: date
    due_on: date | None = None
    school: School | None = None


@dataclass(frozen=True)
class Asked:
    """One thing that a review asks for, and who does it: a person or a post."""

    text: str
    owner: User | None = None
    owner_post: str = ""
    due_on: date | None = None


class ReviewConflict(Exception):
    """Somebody else changed the same review meanwhile: `standing` is theirs."""

    def __init__(self, standing: Review) -> None:
        super().__init__("Somebody else changed this review while you were writing.")
        self.standing = standing


def subject_of(school: School | None) -> Subject:
    return Subject("review", school=school.pk if school else None)


def commission_review(asked: Commissioned, *, by: User) -> Review:
    """Put a review on record from the day on which it was asked for; the same one again is once."""
    require(by, Permission.KEEP_COMPLIANCE, subject_of(asked.school))
    if asked.due_on and asked.due_on < asked.commissioned_on:
        raise Refused("The report cannot be due before it was asked for.")
    with transaction.atomic():
        known = {"title": asked.title, "school": asked.school, "commissioned_on": asked.commissioned_on}
        review, is_new = Review.objects.get_or_create(**known, defaults=vars(asked))
        if is_new:
            history.record(by, "review.commissioned", review, kind=asked.kind, due_on=asked.due_on)
    return review


def record_report(
    review: Review, *, by: User, seen_version: int, reported_on: date, summary: str, url: str = ""
) -> Review:
    """The review has reported: the day, what it says in short, and where it is kept."""
    require(by, Permission.KEEP_COMPLIANCE, subject_of(review.school))
    if not review.commissioned_on <= reported_on <= clock.today():
        raise Refused("Give a day from when it was asked for until today.")
    with transaction.atomic():
        held = Review.objects.select_for_update().get(pk=review.pk)
        if held.version != seen_version:
            raise ReviewConflict(held)
        held.reported_on, held.summary, held.url = reported_on, summary, url
        held.version += 1
        held.save()
        history.record(by, "review.reported", held, reported_on=reported_on, summary=history.salted(summary))
    return held


def ask_action(review: Review, asked: Asked, *, by: User) -> ReviewAction:
    """One thing that the review asks for; the same words again are once."""
    require(by, Permission.KEEP_COMPLIANCE, subject_of(review.school))
    if asked.owner is None and not asked.owner_post:
        raise Refused("Say who does it: a person or a post.")
    with transaction.atomic():
        held = Review.objects.select_for_update().get(pk=review.pk)
        action, is_new = ReviewAction.objects.get_or_create(
            review=held, text=asked.text, defaults=vars(asked)
        )
        if is_new:
            history.record(by, "review.action-asked", action, due_on=asked.due_on)
    return action


def finish_action(action: ReviewAction, *, by: User, words: str) -> ReviewAction:
    """It is done today; its owner says so, or who keeps reviews. Twice is once."""
    owners = frozenset({action.owner_id} if action.owner_id else ())
    school = action.review.school_id
    require(by, Permission.MEND_FINDING, Subject("review", school=school, owners=owners))
    with transaction.atomic():
        held = ReviewAction.objects.select_for_update().get(pk=action.pk)
        if held.done_on is None:
            held.done_on, held.done_words = clock.today(), words
            held.save()
            history.record(by, "review.action-done", held, words=history.salted(words))
    return held

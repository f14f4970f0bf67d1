"""The demonstration is the same every time it is loaded."""

import pytest
from django.core.management import call_command
from django.db import transaction

from governance.models import Question, Remit
from kpis.models import Figure
from milestones.models import Milestone, Rating
from trust.models import Event


def facts():
    """All that the demonstration says, without row numbers, salts and keys."""
    yield from Figure.objects.order_by("kpi__code", "term", "school__slug", "version").values_list(
        "kpi__code", "term__year", "term__number", "school__slug", "version", "value", "numerator",
        "denominator", "choice", "done_on", "text", "absent", "comment", "entered_by__email", "entered_at",
    )  # fmt: skip
    yield from Rating.objects.order_by("term", "priority__title", "track").values_list(
        "priority__title", "term__year", "term__number", "track", "mark", "happened", "next", "at"
    )
    yield from Milestone.objects.order_by("line__code", "track", "from_term").values_list(
        "line__code",
        "track",
        "from_term__year",
        "from_term__number",
        "to_term__year",
        "to_term__number",
        "text",
    )
    yield from Event.objects.order_by("number").values_list(
        "number", "at", "actor_role", "verb", "subject_kind"
    )
    yield from Question.objects.order_by("request_key").values_list("text", "asked_at", "answers__text")
    yield from Remit.objects.order_by("request_key").values_list("text", "set_at", "replies__text", "state")


def load_and_tell():
    """What one loading leaves behind; then it is taken back, since its rows cannot be deleted."""
    with transaction.atomic():
        call_command("seed_demo", verbosity=0)
        told = list(facts())
        transaction.set_rollback(True)
    return told


@pytest.mark.slow
def test_it_is_the_same_every_time(db):
    first = load_and_tell()
    assert len(first) > 1500
    assert load_and_tell() == first

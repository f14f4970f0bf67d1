"""A ladder of four rungs and two areas."""

import pytest

from schools.categories.actions import Evaluation, Judged
from schools.models import EvaluationArea, Rung


@pytest.fixture
def ladder(world):
    names = ("Leading", "Secure", "Supported", "Intensive")
    return [Rung.objects.create(number=number, name=name) for number, name in enumerate(names, start=1)]


@pytest.fixture
def areas(world):
    EvaluationArea.objects.create(name="Finance and operations", position=1, for_trust=True)
    return [
        EvaluationArea.objects.create(name=name, position=place)
        for place, name in enumerate(("Achievement", "Inclusion"), start=1)
    ]


@pytest.fixture
def whole(ladder, areas):
    """A judgement with nothing missing."""

    def said(rung=1, words="We share what we do."):
        return Evaluation(
            ladder[rung], words, {area.pk: Judged(ladder[rung], "Seen in lessons.") for area in areas}
        )

    return said

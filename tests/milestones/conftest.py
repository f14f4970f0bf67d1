"""A plan that began a year ago, with a line and a milestone that is late: what is rolled forward."""

import pytest

from tests.builders import make_line, make_milestone, make_plan


@pytest.fixture
def plan(world):
    return make_plan(first="2025-26-1")


@pytest.fixture
def line(plan):
    return make_line(plan)


@pytest.fixture
def late(line):
    return make_milestone(line, "2025-26-2", text="Share the plan.")

"""The demonstration's skills and training speak of what there is."""

from governance.skills.demo import BEFORE, NOW
from governance.skills.library import STARTERS
from governance.training.demo import COURSES, DONE_BEFORE
from governance.training.library import REQUIRED


def test_the_demonstration_scores_every_skill_of_the_starter_list():
    assert {len(line) for line in (*BEFORE.values(), *NOW.values())} == {len(STARTERS)}


def test_the_demonstration_speaks_of_skills_and_requirements_that_there_are():
    assert {course.skill for course in COURSES} <= {each.title for each in STARTERS} | {""}
    titles = {each.title for each in REQUIRED}
    assert {course.required for course in COURSES} <= titles | {""}
    assert {title for title, _ in DONE_BEFORE} == titles

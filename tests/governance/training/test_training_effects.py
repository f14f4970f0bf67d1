"""What training changed, told in counts and only of three people or more; and the drawing of its money."""

from datetime import date
from decimal import Decimal

import pytest

from governance.models import Skill, SkillsAudit
from governance.skills.actions import close_audit
from governance.training import effects
from governance.training.actions import add_activity, add_need, book_people, everyone_came, plan_of
from governance.training.bars import bar
from governance.training.budget import Money
from tests.governance.skills.test_skills_rounds import answer, audit, board  # noqa: F401


@pytest.fixture
def trained(audit, clerk, chair, trustee, executive):  # noqa: F811
    """A course between two rounds, in which everyone went from 1 to 3."""
    people = (chair, trustee, executive)
    for person in people:
        answer(audit, person, 1)
    close_audit(audit, by=clerk)
    SkillsAudit.objects.update(opens_on=date(2026, 9, 1))
    skill = Skill.objects.first()
    need = add_need(plan_of(2026), by=clerk, text="Data", source="audit", key="n", skill=skill)
    course = add_activity(
        plan_of(2026), by=clerk, key="k", title="Data", form="course", on=date(2026, 10, 1), cost=Decimal(0),
        needs=[need],
    )  # fmt: skip
    book_people(course, by=clerk, people=people)
    everyone_came(course, by=clerk)
    later = SkillsAudit.objects.create(
        body=audit.body, title="Later", state="open", opens_on=date(2026, 11, 1), closes_on=date(2026, 12, 1)
    )
    later.skills.set(audit.skills.all())
    for person in people:
        later.replies.create(person=person)
    return course, later


def test_three_people_are_told_of_in_counts(trained, chair, trustee, executive):
    course, later = trained
    for level, person in ((3, chair), (3, trustee), (1, executive)):
        answer(later, person, level)
    assert effects.lifted([course]) == {course.pk: "2 of 3 higher"}


def test_two_people_are_not_told_of(trained, chair, trustee):
    course, later = trained
    answer(later, chair, 3)
    answer(later, trustee, 3)
    assert effects.lifted([course]) == {}


def test_money_is_drawn_and_said():
    drawn = bar(Money(Decimal(100), Decimal(20), Decimal(30), Decimal(0)))
    assert 'aria-label="£20 spent, £30 committed and £0 planned of £100"' in drawn
    assert "money-planned" not in drawn


def test_nothing_is_drawn_of_nothing():
    assert bar(Money(Decimal(0), Decimal(0), Decimal(0), Decimal(0))) == ""

"""What the boardroom and the counting house stop keeping, and when."""

from datetime import timedelta

from governance.models import Declaration, Seat, SeatCategory, SkillsAudit, SkillsReply
from kpis.models import Effort, Reminder
from schools.models import BodyKind
from tests import builders
from trust import clock, retention


def count(runs):
    return {run.row.slug: run.records for run in runs if run.records}


def test_interests_go_seven_years_after_their_year(trustee):
    for year in (2018, 2019):
        Declaration.objects.create(person=trustee, year=year)

    assert count(retention.apply()) == {"interests": 1}
    assert Declaration.objects.get().year == 2019


def test_skills_go_a_year_after_the_last_seat(trustee, chair, clerk):
    body = builders.make_body("Board", BodyKind.BOARD)
    category = SeatCategory.objects.create(body=body, name="Trustee")
    audit = SkillsAudit.objects.create(
        body=body, title="Audit", opens_on="2024-09-01", closes_on="2024-10-01"
    )
    long_ago, lately = clock.today() - timedelta(days=400), clock.today() - timedelta(days=300)
    for person, left in ((trustee, long_ago), (chair, lately), (clerk, None)):
        SkillsReply.objects.create(audit=audit, person=person)
        seat = {"body": body, "category": category, "person": person}
        Seat.objects.create(
            starts="2022-09-01", ends="2026-09-01" if left else None, left_on=left,
            left_for="resigned" if left else "", **seat,
        )  # fmt: skip

    assert count(retention.apply()) == {"skills": 1}
    assert set(SkillsReply.objects.values_list("person", flat=True)) == {chair.pk, clerk.pk}


def test_time_spent_and_reminders_go_after_two_years(head_of_oak, oak, term):
    returned = builders.make_return(oak, term, "submitted")
    old = clock.now() - timedelta(days=731)
    Effort.objects.create(returned=returned, person=head_of_oak, seconds=60, last_at=old)
    Reminder.objects.create(returned=returned, kind="week", to=head_of_oak, at=old)

    assert count(retention.apply()) == {"effort": 1, "reminders": 1}

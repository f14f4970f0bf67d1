"""Rounds of the audit: who is asked, who may see which scores, and what is refused."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from governance.models import Seat, SeatCategory, SkillScore
from governance.skills import queries
from governance.skills.actions import (
    ReplyConflict,
    Scored,
    close_audit,
    remind,
    save_scores,
    start_audit,
    start_list,
)
from tests import builders
from trust.lifecycle import Refused
from trust.models import Event, Message


@pytest.fixture
def board(world):
    return builders.make_body("Trust board", "board")


def sit(body, *people):
    category, _ = SeatCategory.objects.get_or_create(body=body, name="Trustee", appointed_by="the members")
    for person in people:
        Seat.objects.create(body=body, category=category, person=person, starts=date(2025, 9, 1))


@pytest.fixture
def audit(board, clerk, chair, trustee, executive):
    sit(board, chair, trustee, executive)
    start_list(by=clerk)
    return start_audit(by=clerk, body=board, title="Autumn", closes_on=date(2026, 12, 4))


def answer(audit, person, level, hand_in=True):
    reply = audit.replies.get(person=person)
    scores = {skill.pk: Scored(level) for skill in audit.skills.all()}
    return save_scores(reply, by=person, scores=scores, seen=reply.version, hand_in=hand_in)


def test_everyone_on_the_body_is_asked(audit):
    assert audit.replies.count() == Message.objects.filter(key__contains="skills.asked").count() == 3


def test_a_second_round_waits_for_the_first(audit, clerk):
    with pytest.raises(Refused, match="Close it"):
        start_audit(by=clerk, body=audit.body, title="Spring", closes_on=date(2026, 12, 4))


def test_nobody_scores_another(audit, chair, trustee):
    with pytest.raises(PermissionDenied):
        save_scores(audit.replies.get(person=chair), by=trustee, scores={}, seen=1)


def test_two_windows_lose_nothing(audit, chair):
    answer(audit, chair, 3, hand_in=False)
    with pytest.raises(ReplyConflict):
        save_scores(audit.replies.get(person=chair), by=chair, scores={}, seen=1)
    assert SkillScore.objects.filter(level=3).count() == 15


def test_history_holds_no_score(audit, chair):
    answer(audit, chair, 4)
    assert Event.objects.get(verb="skills-reply.handed-in").facts == "{}"


def test_under_three_answers_nobody_is_named(audit, clerk, chair, trustee):
    answer(audit, chair, 3)
    answer(audit, trustee, 1)
    assert queries.matrix(audit, clerk).people == []


def test_the_clerk_sees_names_from_three_on(audit, clerk, chair, trustee, executive):
    for person in (chair, trustee, executive):
        answer(audit, person, 3)
    assert queries.matrix(audit, clerk).people == [chair, executive, trustee]


def test_a_trustee_sees_counts_and_themself(audit, clerk, chair, trustee, executive):
    for person in (chair, trustee, executive):
        answer(audit, person, 3)
    assert queries.matrix(audit, trustee).rows == []
    shown = queries.matrix(close_audit(audit, by=clerk), trustee)
    assert (shown.people, shown.rows[0].line.have) == ([trustee], 3)


def test_a_trustee_sees_no_count_of_two(audit, clerk, chair, trustee):
    answer(audit, chair, 3)
    answer(audit, trustee, 3)
    assert "Fewer than three" in queries.matrix(close_audit(audit, by=clerk), trustee).hidden


def test_reminders_go_once_a_day(audit, clerk, chair):
    answer(audit, chair, 3)
    assert (remind(audit, by=clerk), remind(audit, by=clerk)) == (2, 0)


def test_handing_in_names_what_is_missing_and_keeps_what_was_chosen(client, audit, chair):
    client.force_login(chair)
    skill = audit.skills.first()
    sent = {f"level-{skill.pk}": "3", f"evidence-{skill.pk}": "Ten years", "hand-in": "yes", "seen": "1"}
    page = client.post(reverse("governance:score_skills", args=[audit.pk]), sent)
    assert page.status_code == 422
    assert "Ten years" in page.content.decode()


def test_a_level_that_is_none_is_refused_in_words(client, audit, chair):
    client.force_login(chair)
    sent = {f"level-{audit.skills.first().pk}": "9", "seen": "1"}
    page = client.post(reverse("governance:score_skills", args=[audit.pk]), sent)
    assert (page.status_code, "Choose a level from 0 to 4." in page.content.decode()) == (422, True)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_matrix_can_be_taken_away(client, audit, clerk, chair, kind):
    answer(audit, chair, 3)
    client.force_login(clerk)
    taken = client.get(reverse("governance:skills"), {"as": kind})
    assert taken["Content-Disposition"].endswith(f'.{kind}"')


def test_more_people_are_no_more_queries(client, audit, clerk, board, django_assert_max_num_queries):
    client.force_login(clerk)
    with django_assert_max_num_queries(40) as few:
        client.get(reverse("governance:skills"))
    close_audit(audit, by=clerk)
    people = [builders.make_person(f"Trustee {number}") for number in range(30)]
    sit(board, *people)
    grown = start_audit(by=clerk, body=board, title="Spring", closes_on=date(2026, 12, 4))
    for person in people[:4]:
        answer(grown, person, 3)
    with django_assert_max_num_queries(len(few) + 3):
        client.get(reverse("governance:skills"))

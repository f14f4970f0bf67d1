"""The plan as it stood on a day: the words of then, the ratings made by then, and nothing hidden."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from milestones.actions import pause_priority, rate_priority, stamp_ratings
from milestones.actions.copies import keep_copy
from milestones.models import GrowthTarget, Objective, PlanCopy, PlanText, Sheet, StrategicQuestion
from milestones.queries.comparing import compare_with_today, moments_of
from milestones.queries.copied import as_plain, read_text
from milestones.queries.rows import read_lines
from milestones.queries.standing import matrix_on, stood_on
from milestones.queries.visible import PACK, reader_for
from milestones.queries.words import read_words
from schools.models import Release
from tests.builders import TODAY, make_body, make_kpi, make_line, make_milestone, make_plan
from trust import blobs, clock
from trust.blobs import keep

MARCH, JUNE, NOVEMBER = (datetime(2026, month, 10, 9, tzinfo=UTC) for month in (3, 6, 11))


@pytest.fixture
def line(world):
    line = make_line(make_plan(), title="Reviews")
    make_milestone(line, "2025-26-2", "2026-27-1", text="Train twelve.", note="Rejoined.")
    with clock.standing_at(MARCH):
        keep_copy(line.plan, "Imported")
    return line


def on(line, day, user, term=None):
    return matrix_on(line.plan, day, user=user, now=term or line.plan.last_term)


def test_a_copy_gives_back_what_was_copied(line, executive):
    found = on(line, date(2026, 3, 10), executive)
    assert [as_plain(each.row) for each in found.lines] == [as_plain(each) for each in read_lines(line.plan)]


def test_a_fresh_copy_is_the_edition_to_the_last_field(line, executive, finance, world):
    priority = line.priority
    priority.owner, priority.sponsor, priority.sponsor_post = finance, executive, "Chief executive"
    priority.save()
    Sheet.objects.create(priority=priority, body=make_body("Finance committee"))
    make_milestone(line, "2026-27-2", target=Decimal(4), unit="posts", recurs=True, kpi=make_kpi())
    keep_copy(line.plan, "Led")
    stood = stood_on(line.plan, TODAY, user=executive)
    assert stood.lines == read_lines(line.plan, reader_for(executive))
    assert stood.lines[0].is_own


def test_a_fresh_copy_holds_the_words_to_the_last_field(line, executive):
    plan = line.plan
    PlanText.objects.create(plan=plan, kind="mission", title="Mission", text="Teach.", summary="T.")
    aim = Objective.objects.create(plan=plan, number=1, text="Read")
    aim.kpis.add(make_kpi())
    asked = {"plan": plan, "response": "All."}
    StrategicQuestion.objects.create(number=1, text="Who?", strand=plan.strands.get(), **asked)
    StrategicQuestion.objects.create(number=2, text="Why?", **asked)
    GrowthTarget.objects.create(plan=plan, text="Share", target=Decimal("0.125"), by_term=plan.last_term)
    plan.firm_to, plan.review_on = plan.last_term, "2027-07"
    plan.save()
    keep_copy(plan, "Written")
    assert stood_on(plan, TODAY, user=executive).words == read_words(plan)


def test_a_copy_from_before_words_were_kept_is_read_as_its_lines(line, executive):
    plain = [as_plain(each) for each in read_lines(line.plan)]
    for added in ("sponsor", "body"):
        del plain[0][added]
    for added in ("target", "unit", "kpi", "recurs"):
        del plain[0]["milestones"][0][added]
    older = keep(json.dumps(plain).encode())
    PlanCopy.objects.update(contents=older)
    stood = stood_on(line.plan, date(2026, 3, 10), user=executive)
    assert (stood.lines, stood.words) == (read_lines(line.plan), None)


def test_an_edition_without_a_copy_stands_as_it_is_since_its_adoption(world, executive):
    plan = make_plan()
    make_line(plan)
    days = [date(2026, 7, 8), date(2026, 7, 9), TODAY]
    assert [bool(stood_on(plan, day, user=executive)) for day in days] == [False, False, True]
    plan.adopted_on = "2026-07-09"
    assert [bool(stood_on(plan, day, user=executive)) for day in days] == [False, True, True]
    plan.approved_on = "2026-07"
    assert [bool(stood_on(plan, day, user=executive)) for day in days] == [True, True, True]


def test_between_adoption_and_first_copy_the_earliest_one_is_shown_and_says_so(line, executive):
    line.plan.adopted_on = "2025-07-10"
    stood = stood_on(line.plan, date(2025, 12, 1), user=executive)
    assert (len(stood.lines), stood.since) == (1, date(2026, 3, 10))
    assert stood_on(line.plan, date(2026, 3, 10), user=executive).since is None
    assert stood_on(line.plan, date(2025, 7, 9), user=executive) is None


def test_the_first_change_of_an_edition_without_a_copy_loses_nothing(world, executive, term):
    line = make_line(make_plan())
    pause_priority(line.priority, by=executive, since=term, reason="No money.")
    standings = [
        read_text(blobs.read(each.contents).decode(), PACK).lines[0].state.standing.value
        for each in line.plan.copies.order_by("at", "pk")
    ]
    assert standings == ["active", "paused"]


def test_before_the_first_copy_there_is_nothing(line, executive):
    assert on(line, date(2026, 3, 9), executive) is None


def test_the_words_are_those_of_then(line, executive):
    line.milestones.update(text="Train ten.")
    with clock.standing_at(JUNE):
        keep_copy(line.plan, "Reworded")
    texts = [
        on(line, day, executive).lines[0].row.milestones[0].text
        for day in (date(2026, 6, 9), date(2026, 6, 10))
    ]
    assert texts == ["Train twelve.", "Train ten."]


def test_a_pause_holds_from_the_day_it_was_made(line, executive, term):
    with clock.standing_at(NOVEMBER):
        pause_priority(line.priority, by=executive, since=term, reason="No money.")
    before, after = (on(line, day, executive) for day in (date(2026, 11, 9), date(2026, 11, 10)))
    assert (before.lines[0].is_paused, after.lines[0].is_paused) == (False, True)
    assert after.lines[0].standstill == "Since Autumn 2026/27. No money."


def test_ratings_are_those_made_by_then(line, executive, term):
    with clock.standing_at(NOVEMBER):
        rate_priority(
            line.priority, term, by=executive, mark="red", happened="Late.", next="Hurry.", evidence=""
        )
    marks = [
        on(line, day, executive, term).lines[0].rating for day in (date(2026, 11, 9), date(2026, 11, 10))
    ]
    assert marks[0] is None
    assert marks[1].happened == "Late."


def test_a_copy_of_just_after_midnight_in_london_is_of_the_new_day(line, executive):
    line.milestones.update(text="Train ten.")
    with clock.standing_at(datetime(2026, 6, 10, 23, 30, tzinfo=UTC)):
        keep_copy(line.plan, "Reworded")
    assert on(line, date(2026, 6, 10), executive).lines[0].row.milestones[0].text == "Train twelve."
    assert on(line, date(2026, 6, 11), executive).lines[0].row.milestones[0].text == "Train ten."


def test_a_head_sees_no_priority_of_other_schools_then_either(line, elm, oak, head_of_oak, executive):
    line.priority.schools.set([elm])
    assert on(line, date(2026, 4, 1), head_of_oak).lines == []
    line.priority.schools.set([oak])
    assert len(on(line, date(2026, 4, 1), head_of_oak).lines) == 1


def test_a_trustee_sees_no_rating_that_was_not_given_out(line, executive, trustee, term):
    with clock.standing_at(NOVEMBER):
        rate_priority(
            line.priority, term, by=executive, mark="red", happened="Late.", next="Hurry.", evidence=""
        )
    assert on(line, date(2026, 11, 11), trustee, term).lines[0].rating is None


def test_a_trustee_sees_on_a_past_day_what_was_given_out_by_then(line, executive, trustee, term):
    with clock.standing_at(NOVEMBER):
        rating = rate_priority(
            line.priority, term, by=executive, mark="red", happened="Late.", next="Hurry.", evidence=""
        )
    given = datetime(2026, 11, 20, 9, tzinfo=UTC)
    stamp_ratings(Release.objects.create(term=term, audience="board", at=given), [rating.pk])
    days = (date(2026, 11, 19), date(2026, 11, 20))
    assert [bool(on(line, day, trustee, term).lines[0].rating) for day in days] == [False, True]
    assert [bool(on(line, day, executive, term).lines[0].rating) for day in days] == [True, True]


def test_the_copies_tell_which_words_changed(line, executive):
    PlanText.objects.create(plan=line.plan, kind="mission", title="Mission", text="Teach.")
    aim = Objective.objects.create(plan=line.plan, number=2, text="Read")
    with clock.standing_at(JUNE):
        keep_copy(line.plan, "Written")
    PlanText.objects.update(text="Learn.")
    Objective.objects.filter(pk=aim.pk).update(number=1)
    line.plan.review_on = "2027-07"
    line.plan.save()
    with clock.standing_at(NOVEMBER):
        keep_copy(line.plan, "Reworded")
    told = [each.changes for each in moments_of(line.plan, user=executive)]
    words = ("Mission", "Objective 2")
    assert told == [
        ("Mission was reworded.", "The approval was reworded."),
        tuple(f"{each} is new." for each in words),
        (),
    ]


def test_what_has_changed_since_a_day(line, executive):
    stood = stood_on(line.plan, date(2026, 3, 10), user=executive)
    assert compare_with_today(line.plan, stood, user=executive).is_same
    line.milestones.update(text="Train ten.")
    PlanText.objects.create(plan=line.plan, kind="mission", title="Mission", text="Teach.")
    found = compare_with_today(line.plan, stood, user=executive)
    assert [each.words for each in found.changed[0].changes] == ["Reworded in 2025/26 (2) to 2026/27 (1)."]
    assert [each.words for each in found.texts] == ["Mission is new."]


def test_the_copies_tell_what_changed_and_why(line, executive, term):
    with clock.standing_at(NOVEMBER):
        pause_priority(line.priority, by=executive, since=term, reason="No money.")
    told = [(each.on, each.why, each.changes) for each in moments_of(line.plan, user=executive)]
    assert told == [
        (date(2026, 11, 10), "Reviews: paused", ("1a Reviews: Active before, paused after.",)),
        (date(2026, 3, 10), "Imported", ()),
    ]


def test_the_copies_tell_a_head_nothing_of_what_is_hidden(line, elm, executive, head_of_oak, term):
    line.priority.schools.set([elm])
    with clock.standing_at(NOVEMBER):
        pause_priority(line.priority, by=executive, since=term, reason="No money.")
    assert moments_of(line.plan, user=head_of_oak) == []

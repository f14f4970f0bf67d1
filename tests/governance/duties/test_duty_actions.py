import json
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from governance.duties.actions import (
    DeclarationConflict,
    Line,
    TextAsked,
    YearConflict,
    confirm,
    declare,
    follow_duties,
    nudge,
    open_year,
    publish,
    take_back,
    take_over,
)
from governance.duties.actions.reminding import remind
from governance.duties.queries import published_interests, year_of, years_of
from governance.models import Confirmation, Declaration, Interest
from schools.models import BodyKind
from tests import builders
from tests.governance.duties.conftest import CATERING, DUE, TEXTS, YEAR, body_of, declared, seat
from trust import clock
from trust.lifecycle import Refused
from trust.models import Event, Message

TODAY = builders.TODAY
GIFT = Line("Orchard Press", "gift", "A dinner", date(2026, 3, 1), date(2026, 3, 1))


def events(verb):
    return Event.objects.filter(verb=verb).count()


def subjects(person):
    return list(person.messages.order_by("pk").values_list("subject", flat=True))


def test_interests_are_saved_then_sent_and_the_clerk_is_told_once(board, trustee, clerk):
    saved = declare(by=trustee, year=YEAR, lines=[CATERING], has_none=False, seen=0)
    assert (saved.state, saved.version, subjects(clerk)) == ("draft", 2, [])
    sent = {"by": trustee, "year": YEAR, "lines": [CATERING], "has_none": False, "seen": 2, "send": True}
    declare(**sent)
    declare(**sent)
    held = Declaration.objects.get()
    assert (held.state, held.sent_at is not None, held.interests.count()) == ("sent", True, 1)
    assert subjects(clerk) == ["Interests: Trustee"]
    assert "Fenwick" not in Message.objects.get(to=clerk).text
    assert (events("declaration.saved"), events("declaration.sent")) == (1, 1)


def test_the_history_tells_neither_what_was_declared_nor_how_much(board, trustee, chair):
    declared(trustee, CATERING)
    declared(chair)
    told = [json.loads(event.facts) for event in Event.objects.filter(verb="declaration.sent")]
    assert [sorted(facts) for facts in told] == [["text", "year"], ["text", "year"]]
    assert "Fenwick" not in str(told)


def test_nothing_and_something_do_not_go_together(board, trustee):
    same = {"by": trustee, "year": YEAR, "seen": 0}
    with pytest.raises(ValidationError, match="leave “nothing to declare” unticked"):
        declare(lines=[CATERING], has_none=True, **same)
    with pytest.raises(ValidationError, match="List an interest"):
        declare(lines=[], has_none=False, send=True, **same)
    assert not Declaration.objects.exists()
    declare(lines=[], has_none=False, **same)


def test_what_was_saved_elsewhere_is_not_written_over(board, trustee):
    declare(by=trustee, year=YEAR, lines=[CATERING], has_none=False, seen=0)
    with pytest.raises(DeclarationConflict) as conflict:
        declare(by=trustee, year=YEAR, lines=[GIFT], has_none=False, seen=0)
    assert [each.organisation for each in conflict.value.standing.interests.all()] == ["Fenwick Catering Ltd"]
    declare(by=trustee, year=YEAR, lines=[GIFT], has_none=False, seen=2)
    assert Interest.objects.get().organisation == "Orchard Press"


def test_what_was_sent_is_changed_only_after_it_was_taken_back(board, trustee, clerk, chair):
    held = declared(trustee, CATERING)
    with pytest.raises(Refused, match="Take it back"):
        declare(by=trustee, year=YEAR, lines=[GIFT], has_none=False, seen=3)
    with pytest.raises(PermissionDenied):
        take_back(held, by=chair)
    take_back(held, by=trustee)
    assert Declaration.objects.get().state == "draft"
    assert subjects(clerk)[-1] == "Interests taken back: Trustee"


def test_the_clerk_sends_it_back_with_a_reason(board, trustee, clerk):
    held = declared(trustee, CATERING)
    take_back(held, by=clerk, words="Say since when.")
    assert "Say since when." in trustee.messages.get().text
    assert events("declaration.taken-back") == 1


def test_only_what_was_sent_is_published_and_only_by_the_clerk(board, trustee, clerk):
    draft = declare(by=trustee, year=YEAR, lines=[CATERING], has_none=False, seen=0)
    with pytest.raises(Refused, match="not been sent"):
        publish(draft, by=clerk)
    sent = declare(by=trustee, year=YEAR, lines=[CATERING], has_none=False, seen=2, send=True)
    with pytest.raises(PermissionDenied):
        publish(sent, by=trustee)
    publish(sent, by=clerk)
    publish(sent, by=clerk)
    assert (Declaration.objects.get().state, events("declaration.published")) == ("published", 1)
    assert subjects(trustee) == ["Your interests have been published"]


def test_last_year_s_interests_are_taken_over_without_what_is_over(board, trustee, clerk):
    with pytest.raises(Refused, match="no earlier declaration"):
        take_over(by=trustee, year=YEAR, today=TODAY)
    declared(trustee, CATERING, GIFT, year=2025, published_by=clerk)
    take_over(by=trustee, year=YEAR, today=TODAY)
    held = take_over(by=trustee, year=YEAR, today=TODAY)
    assert (held.state, [each.organisation for each in held.interests.all()]) == (
        "draft",
        [CATERING.organisation],
    )


def test_who_had_nothing_to_declare_takes_that_over(board, trustee):
    declared(trustee, year=2025)
    assert take_over(by=trustee, year=YEAR, today=TODAY).has_none


def test_only_who_governs_or_sees_who_does_declares(world, stranger):
    with pytest.raises(PermissionDenied):
        declare(by=stranger, year=YEAR, lines=[], has_none=True, seen=0)


def test_published_interests_are_those_of_the_last_published_declaration(board, trustee, chair, clerk):
    declared(trustee, CATERING, GIFT, year=2025, published_by=clerk)
    declared(chair, GIFT, year=2025)
    assert [each.organisation for each in published_interests([trustee.pk, chair.pk], TODAY)[trustee.pk]] == [
        CATERING.organisation
    ]
    assert chair.pk not in published_interests([trustee.pk, chair.pk], TODAY)
    declared(trustee, published_by=clerk)
    assert published_interests([trustee.pk], TODAY) == {}
    assert trustee.pk in published_interests([trustee.pk], date(2026, 3, 1))


def test_a_year_is_opened_by_the_clerk_within_it(clerk, chair, world):
    with pytest.raises(PermissionDenied):
        open_year(by=chair, year=YEAR, due_on=DUE, texts=TEXTS)
    with pytest.raises(ValidationError, match="from 1 September to 31 August"):
        open_year(by=clerk, year=YEAR, due_on=date(2027, 9, 1), texts=TEXTS)
    held = open_year(by=clerk, year=YEAR, due_on=DUE, texts=TEXTS)
    assert open_year(by=clerk, year=YEAR, due_on=DUE, texts=TEXTS).version == held.version == 1
    with pytest.raises(YearConflict):
        open_year(by=clerk, year=YEAR, due_on=date(2026, 12, 1), texts=TEXTS)


def test_each_thing_is_confirmed_once(board, asked, trustee):
    said = [("code", ""), ("safeguarding", "September 2026")]
    assert len(confirm(by=trustee, year=YEAR, said=said, today=TODAY)) == 2
    assert confirm(by=trustee, year=YEAR, said=said, today=TODAY) == []
    assert year_of(trustee, YEAR, TODAY).owed == ("interests", "duties", "eligibility")
    assert events("duty.confirmed") == 2


def test_another_edition_asks_again_and_keeps_what_was_confirmed(board, asked, trustee, clerk):
    confirm(by=trustee, year=YEAR, said=[("safeguarding", "September 2026")], today=TODAY)
    texts = [*TEXTS[:3], TextAsked("safeguarding", "January 2027")]
    open_year(by=clerk, year=YEAR, due_on=DUE, texts=texts, seen=asked.version)
    assert "safeguarding" in year_of(trustee, YEAR, TODAY).owed
    with pytest.raises(Refused, match="has changed"):
        confirm(by=trustee, year=YEAR, said=[("safeguarding", "September 2026")], today=TODAY)
    confirm(by=trustee, year=YEAR, said=[("safeguarding", "January 2027")], today=TODAY)
    assert Confirmation.objects.count() == 2


def test_nobody_confirms_what_is_not_asked_of_them(members, asked, member, stranger):
    for person in (member, stranger):
        with pytest.raises(Refused):
            confirm(by=person, year=YEAR, said=[("safeguarding", "September 2026")], today=TODAY)


def test_everyone_who_governs_stands_once_with_all_their_bodies(board, members, asked, clerk, trustee):
    seat(members, clerk, trustee)
    found = {each.person.name: each for each in years_of(YEAR, TODAY)}
    assert list(found) == ["Chair", "Member", "Trustee"]
    assert found["Trustee"].bodies == ("Members", "Trust board")


def test_who_has_left_or_sits_in_no_governing_body_owes_nothing(board, asked, clerk, executive):
    group = body_of(clerk, "Executive group", BodyKind.EXECUTIVE)
    seat(group, clerk, executive)
    assert [each.person.name for each in years_of(YEAR, TODAY)] == ["Chair", "Trustee"]
    assert year_of(executive, YEAR, TODAY).asked.kinds == ()


def told(person):
    return [
        key.partition("duties.owed ")[2]
        for key in person.messages.order_by("pk").values_list("key", flat=True)
    ]


def test_the_sweep_reminds_at_each_of_its_days_and_never_twice(board, asked, trustee, chair):
    declared(chair)
    confirm(by=chair, year=YEAR, said=[(each.kind, each.edition) for each in TEXTS], today=TODAY)
    assert [remind(DUE - timedelta(days=days)) for days in (15, 14, 13, 3, 2, -1, -1, -14, -40)] == [
        0, 1, 0, 1, 0, 1, 0, 1, 0,
    ]  # fmt: skip
    assert told(chair) == []
    assert told(trustee) == [
        "2026 -14 2026-11-13", "2026 -3 2026-11-24", "2026 1 2026-11-28", "2026 14 2026-12-11",
    ]  # fmt: skip
    assert events("duties.reminded") == 4


def test_a_nudge_and_the_sweep_do_not_meet_on_a_day(board, asked, trustee, chair, clerk):
    assert nudge(by=clerk, today=DUE - timedelta(days=3), people=[trustee.pk]) == 1
    assert remind(DUE - timedelta(days=3)) == 1
    assert nudge(by=clerk, today=DUE - timedelta(days=3)) == 0
    assert (len(told(trustee)), len(told(chair))) == (1, 1)
    assert nudge(by=clerk, today=DUE - timedelta(days=2)) == 2


def test_nobody_is_nudged_by_others_than_the_clerk(board, asked, chair):
    with pytest.raises(PermissionDenied):
        nudge(by=chair, today=TODAY)


def test_a_year_that_is_not_open_reminds_nobody(board):
    assert remind(DUE) == 0


@pytest.mark.parametrize(("hour", "number"), [(6, 0), (7, 2)])
def test_nobody_is_written_to_before_seven(board, asked, world, hour, number):
    world.trust.is_demonstration, world.trust.pinned_today = False, None
    world.trust.save()
    with clock.standing_at(datetime(2026, 11, 24, hour, tzinfo=clock.LONDON)):
        follow_duties()
    assert Message.objects.count() == number


def test_a_demonstration_that_stands_still_reminds_nobody(board, asked, world):
    world.trust.is_demonstration, world.trust.pinned_today = True, DUE
    world.trust.save()
    with clock.standing_at(datetime(2026, 11, 24, 9, tzinfo=clock.LONDON)):
        follow_duties()
    assert not Message.objects.exists()

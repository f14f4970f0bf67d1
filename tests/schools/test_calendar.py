"""The calendar: what the dates of a term must agree with, who changes them, days without school."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from schools.calendar.actions import change_term, close_days, days_of, open_days
from schools.calendar.order import Span, problems_of
from schools.calendar.year import year_of
from schools.models import Audience, ClosedDays, Release
from tests import builders
from trust.lifecycle import Refused
from trust.models import Event, Term

TODAY = builders.TODAY
DAYS = {
    "starts": date(2026, 9, 1),
    "ends": date(2027, 1, 4),
    "returns_open": date(2026, 10, 26),
    "returns_due": date(2026, 11, 23),
    "returns_close": date(2026, 12, 4),
    "ratings_due": date(2026, 11, 24),
    "issue_on": date(2026, 12, 7),
    "board_date": date(2026, 12, 10),
}


def problems(**days):
    before = Span("Summer 2025/26", date(2026, 4, 13), date(2026, 9, 1))
    after = Span("Spring 2026/27", date(2027, 1, 4), date(2027, 4, 15))
    return problems_of(DAYS | days, DAYS, TODAY, before=before, after=after)


# The order of the dates, in words


def test_dates_that_agree_have_no_problems():
    assert problems() == {}


def test_only_the_borders_of_a_term_must_be_known():
    unset = dict.fromkeys(["returns_open", "returns_due", "returns_close", "ratings_due"])
    assert problems(**unset) == {}
    assert problems(starts=None) == {"starts": "Give the day."}


@pytest.mark.parametrize(
    ("field", "day", "words"),
    [
        ("returns_open", date(2026, 11, 24), None),
        ("returns_due", date(2026, 10, 20), "“Returns open”, Monday 26 October 2026"),
        ("returns_close", date(2026, 11, 20), "“Returns are due”, Monday 23 November 2026"),
        ("issue_on", date(2026, 11, 20), "“Returns are due”"),
        ("board_date", date(2026, 12, 5), "“The Trust Update goes out”, Monday 7 December 2026"),
        ("returns_due", date(2027, 1, 4), "Choose a day of the term"),
        ("board_date", date(2026, 8, 1), "The term starts on Tuesday 1 September 2026"),
        ("returns_due", date(2026, 11, 17), "Tuesday 17 November 2026 has passed"),
        ("ends", date(2026, 8, 31), "cannot start before this one"),
        ("ends", date(2027, 4, 15), "Spring 2026/27 ends on Thursday 15 April 2027"),
        ("starts", date(2026, 4, 13), "Summer 2025/26 starts on Monday 13 April 2026"),
    ],
)
def test_a_date_out_of_order_is_named_in_words(field, day, words):
    found = problems(**{field: day})
    if words is None:
        assert found == {"returns_due": "This cannot come before “Returns open”, Tuesday 24 November 2026."}
    else:
        assert words in found[field]


def test_a_day_that_passed_long_ago_may_be_put_right():
    was = DAYS | {"returns_due": date(2026, 10, 30)}
    assert problems_of(was | {"returns_due": date(2026, 10, 29)}, was, TODAY) == {}


# Changing a term


def test_new_dates_are_set_with_what_changed_in_history(term, clerk):
    change_term(term, by=clerk, returns_due=date(2026, 11, 19))
    term.refresh_from_db()
    assert term.returns_due == date(2026, 11, 19)
    assert Event.objects.get(verb="term.dated").facts == '{"returns_due":"2026-11-19","term":"2026-27-1"}'


def test_the_same_dates_again_change_nothing(term, clerk):
    change_term(term, by=clerk, **days_of(term))
    assert not Event.objects.exists()


def test_setting_provisional_dates_makes_them_firm(term, clerk):
    Term.objects.filter(pk=term.pk).update(is_provisional=True)
    change_term(term, by=clerk, **days_of(term))
    term.refresh_from_db()
    assert term.is_provisional is False


def test_a_border_moves_on_both_sides(term, clerk):
    spring, summer = builders.make_term(term.ref.next), builders.make_term(term.ref.previous)
    change_term(term, by=clerk, starts=date(2026, 9, 3), ends=date(2027, 1, 5))
    for each in (term, spring, summer):
        each.refresh_from_db()
    assert (summer.ends, term.starts) == (date(2026, 9, 3),) * 2
    assert (term.ends, spring.starts) == (date(2027, 1, 5),) * 2


def test_a_border_cannot_cut_off_a_day_of_the_neighbour(term, clerk):
    spring = builders.make_term(term.ref.next)
    with pytest.raises(
        ValidationError, match="Spring 2026/27, “Returns open”: Choose a day of the term"
    ) as no:
        change_term(term, by=clerk, ends=date(2027, 3, 1))
    assert list(no.value.message_dict) == ["ends"]
    spring.refresh_from_db()
    assert spring.starts == builders.first_day(spring.ref)


def test_dates_out_of_order_change_nothing(term, clerk):
    with pytest.raises(ValidationError) as no:
        change_term(term, by=clerk, returns_close=date(2026, 11, 9))
    assert list(no.value.message_dict) == ["returns_close"]
    assert not Event.objects.exists()


def issue(term):
    Release.objects.create(term=term, audience=Audience.BOARD, at=builders.NOW)


def test_a_term_whose_update_was_issued_keeps_its_dates(term, clerk):
    issue(term)
    with pytest.raises(Refused, match="has been issued, so its dates stand"):
        change_term(term, by=clerk, board_date=date(2026, 12, 12))


def test_and_keeps_its_borders(term, clerk):
    issue(builders.make_term(term.ref.previous))
    with pytest.raises(ValidationError, match="Summer 2025/26 has been issued"):
        change_term(term, by=clerk, starts=date(2026, 9, 3))


@pytest.mark.parametrize("name", ["head_of_oak", "trustee", "chair", "auditor", "finance", "member"])
def test_others_change_nothing(world, term, name):
    with pytest.raises(PermissionDenied):
        change_term(term, by=world.people[name], returns_due=date(2026, 11, 30))
    with pytest.raises(PermissionDenied):
        close_days(by=world.people[name], kind="inset", first=TODAY, last=TODAY)


# Days without school


def half_term(by, **fields):
    wanted = {"kind": "half-term", "first": date(2026, 10, 26), "last": date(2026, 10, 30)}
    return close_days(by=by, **(wanted | fields))


def test_days_are_closed_once_and_opened_again(clerk):
    closed = half_term(clerk)
    assert half_term(clerk) == closed
    open_days(closed, by=clerk)
    assert not ClosedDays.objects.exists()
    assert list(Event.objects.values_list("verb", flat=True)) == ["days.closed", "days.opened"]


def test_an_inset_day_of_one_school(clerk, oak):
    closed = half_term(clerk, kind="inset", school=oak, note="  Phonics  ")
    assert (closed.school, closed.note) == (oak, "Phonics")


@pytest.mark.parametrize(
    ("last", "words"),
    [(date(2026, 10, 25), "cannot be before"), (date(2027, 10, 30), "Check the year")],
)
def test_days_in_the_wrong_order_and_far_too_many_are_refused(clerk, last, words):
    with pytest.raises(ValidationError, match=words):
        half_term(clerk, last=last)


# The pages


def page_of(client, path="/calendar/"):
    return client.get(path).content.decode()


def test_the_year_counts_its_school_days_and_names_its_holidays(term, clerk):
    half_term(clerk)
    year = year_of(2026, clerk)
    assert [card.school_days for card in year.cards] == [81, 71]
    assert [(each.words, each.first) for each in year.stretches][:2] == [
        ("Half-term", date(2026, 10, 26)),
        ("Christmas Day", date(2026, 12, 25)),
    ]
    assert [month.first.month for month in year.months] == [9, 10, 11, 12, 1, 2, 3, 4]


def test_a_head_reads_the_calendar_with_the_own_schools_days_only(as_person, head_of_oak, clerk, oak, elm):
    half_term(clerk, kind="inset", school=oak, note="Phonics day")
    half_term(clerk, kind="inset", school=elm, note="Sums day")
    page = page_of(as_person(head_of_oak))
    assert "Phonics day" in page
    assert "Sums day" not in page
    assert "Change the dates" not in page


def test_the_clerk_changes_dates_on_a_page(as_person, clerk, term):
    client = as_person(clerk)
    assert "Change the dates" in page_of(client)
    sent = {name: day.isoformat() if day else "" for name, day in days_of(term).items()}
    response = client.post(f"/calendar/{term.slug}/", sent | {"returns_due": "2026-11-19"})
    assert response.url == "/calendar/?year=2026"
    term.refresh_from_db()
    assert term.returns_due == date(2026, 11, 19)


def test_what_is_wrong_stands_beside_its_field(as_person, clerk, term):
    sent = {name: day.isoformat() if day else "" for name, day in days_of(term).items()}
    response = as_person(clerk).post(f"/calendar/{term.slug}/", sent | {"returns_close": "2026-11-01"})
    assert response.status_code == 200
    assert "This cannot come before “Returns are due”" in response.content.decode()


def test_days_are_added_and_removed_on_the_page(as_person, clerk, term):
    client = as_person(clerk)
    sent = {"kind": "inset", "first": "2026-11-27", "last": "", "school": "oak", "note": "", "year": "2026"}
    assert client.post("/calendar/closed/", sent).url == "/calendar/?year=2026#no-school"
    closed = ClosedDays.objects.get()
    assert (closed.first, closed.last) == (date(2026, 11, 27),) * 2
    client.post(f"/calendar/closed/{closed.pk}/open/", {"year": "2026"})
    assert not ClosedDays.objects.exists()


def test_a_year_that_nobody_has_laid_out_is_not_found(as_person, clerk, term):
    client = as_person(clerk)
    for year in ("1066", "99999999999", "next", "-1"):
        assert client.get("/calendar/", {"year": year}).status_code == 404


def test_a_portal_without_terms_says_so(as_person, clerk):
    Term.objects.all().delete()
    assert "No terms yet" in page_of(as_person(clerk))


@pytest.mark.parametrize("many", [1, 30])
def test_queries_do_not_grow_with_the_calendar(as_person, clerk, oak, many, django_assert_num_queries):
    for number in range(many):
        day = date(2026, 11, 1 + number % 28)
        ClosedDays.objects.create(school=oak, kind="inset", first=day, last=day, note=str(number))
    client = as_person(clerk)
    with django_assert_num_queries(9):
        client.get("/calendar/")

from datetime import date

import pytest

from governance.bodies import checklist
from governance.bodies.checklist import Told, text_to_copy
from governance.bodies.places import Complement, Held, complement, ends_soon, first_day_over, full_term
from governance.bodies.separation import Verdict, separation

TODAY = date(2026, 11, 18)
LONG = date(2030, 1, 1)


def held(person, category=1, starts=date(2024, 9, 1), until=LONG):
    return Held(person, category, starts, until)


def test_places_are_counted_category_by_category():
    shown = complement(
        [(1, "Parent governor", 2), (2, "Staff governor", 1)], [held(1), held(2, 2), held(3, 2)], TODAY
    )
    assert (shown.of, shown.vacant, shown.over, shown.is_full) == ("2 of 3", 1, 1, False)
    assert shown.words == "1 place vacant: parent governor; 1 over the places that there are"


def test_a_spare_person_in_one_category_fills_no_place_of_another():
    shown = complement([(1, "Parent", 1), (2, "Staff", 1)], [held(1), held(2)], TODAY)
    assert (shown.filled, shown.vacant) == (1, 1)


def test_every_place_filled_is_the_full_complement():
    shown = complement([(1, "Member", 1)], [held(1)], TODAY)
    assert (shown.is_full, shown.words) == (True, "Full complement")


def test_a_body_without_places_says_so():
    assert Complement().words == "No places have been set out"


@pytest.mark.parametrize(
    ("until", "soon"),
    [
        (date(2027, 2, 16), True),  # 90 days from today
        (date(2027, 2, 17), False),
        (date(2026, 11, 19), True),
        (date(2026, 11, 18), False),
        (None, False),
    ],
)
def test_a_term_ends_soon_within_ninety_days(until, soon):
    one = held(1, until=until)
    assert ends_soon(one, [one], TODAY) is soon


def test_who_has_been_renewed_does_not_end_soon():
    one, next_one = held(1, until=date(2026, 12, 1)), held(1, starts=date(2026, 12, 1))
    assert not ends_soon(one, [one, next_one], TODAY)


def test_one_more_fits_until_the_day_on_which_another_begins():
    others = [held(2, starts=date(2027, 1, 1))]
    wanted = held(1, starts=date(2026, 9, 1))
    assert first_day_over(wanted, others, lambda _day: 1) == date(2027, 1, 1)
    assert first_day_over(wanted, others, lambda _day: 2) is None


def test_who_leaves_on_the_day_makes_room_on_that_day():
    others = [held(2, until=date(2026, 9, 1))]
    assert first_day_over(held(1, starts=date(2026, 9, 1)), others, lambda _day: 1) is None


def test_a_time_that_never_held_takes_no_place():
    never = held(2, starts=date(2027, 1, 1), until=date(2027, 1, 1))
    assert not never.meets(date(2026, 1, 1), None)


def test_a_term_from_a_leap_day_ends_on_the_first_of_march():
    assert full_term(date(2024, 2, 29), 3) == date(2027, 3, 1)
    assert full_term(date(2023, 9, 1), 4) == date(2027, 9, 1)


@pytest.mark.parametrize(
    ("members", "trustees", "staff", "verdicts"),
    [
        ({1, 2, 3, 4, 5}, {5, 6}, set(), "kept kept kept"),
        ({1, 2, 3, 4}, {3, 4}, set(), "short short kept"),
        ({1, 2}, {1}, {2}, "broken short broken"),
        (set(), {1}, set(), "broken short kept"),
    ],
)
def test_members_stand_apart_from_trustees_and_staff(members, trustees, staff, verdicts):
    assert [check.verdict for check in separation(members, trustees, staff)] == verdicts.split()


def test_the_reason_says_how_many_are_wanted():
    apart = separation({1, 2, 3, 4}, {3, 4}, set())[1]
    assert (apart.verdict, apart.word) == (Verdict.SHORT, "Falls short")
    assert apart.reason == (
        "2 of 4 members are not trustees. A majority should stand apart from the board: 3 or more."
    )


@pytest.mark.parametrize(
    ("kind", "known", "kinds"),
    [
        ("board", False, "gias companies-house website identity section-128 dbs induction"),
        ("board", True, "gias companies-house website induction"),
        ("members", False, "gias website identity section-128 dbs induction"),
        ("local", False, "gias website identity section-128 dbs induction"),
        ("committee", True, "website induction"),
        ("executive", False, ""),
    ],
)
def test_what_an_appointment_brings(kind, known, kinds):
    assert [step.kind for step in checklist.at_start(kind, is_known=known)] == kinds.split()


def test_what_a_departure_brings():
    assert [step.kind for step in checklist.at_end("board")] == [
        "gias", "companies-house", "website", "access", "handover",
    ]  # fmt: skip
    assert checklist.at_end("network") == []


def test_the_registers_are_told_within_fourteen_days():
    for step in (checklist.GIAS, checklist.COMPANIES_HOUSE, checklist.WEBSITE):
        assert step.due_on(date(2026, 9, 1)) == date(2026, 9, 15)


def test_the_text_for_the_register_names_school_term_and_who_appoints():
    told = Told(
        "Ann Bell", "Parent governor", "Oak governors", "parents", date(2026, 9, 1), date(2030, 8, 31), None,
        schools=(("Oak School", "100001"),),
    )  # fmt: skip
    assert text_to_copy("gias", told, at_end=False) == (
        "Full name: Ann Bell\nRole: Parent governor, Oak governors\nSchool: Oak School (URN 100001)\n"
        "Appointed by: parents\nDate of appointment: 1 September 2026\nTerm of office ends: 31 August 2030"
    )
    assert text_to_copy("dbs", told, at_end=False) == ""


def test_companies_house_is_told_the_company_and_the_day_of_leaving():
    told = Told(
        "Ann Bell", "Trustee", "Trust board", "the members", date(2026, 9, 1), None, date(2026, 11, 1),
        company_number="01234567",
    )  # fmt: skip
    assert text_to_copy("companies-house", told, at_end=True).splitlines()[2:] == [
        "Company number: 01234567",
        "Date of appointment: 1 September 2026",
        "Date they stepped down: 1 November 2026",
    ]

from datetime import date, timedelta

import pytest

from governance.duties.asking import REMINDED, Asked, asked_of, due_for, reminder_on
from governance.duties.conflicts import name_of, named_in, names

DUE = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("organisation", "text"),
    [
        ("Fenwick Catering", "Catering from September: Fenwick Catering asks for more"),
        ("Fenwick Catering Ltd", "FENWICK CATERING LIMITED"),
        ("Fenwick Catering Limited", "Fenwick Catering Ltd."),
        ("The Fenwick Catering Co.", "a contract with Fenwick-Catering Co"),
        ("Desmond & Hale Surveyors LLP", "Survey by Desmond and Hale Surveyors"),
        ("Sainsbury’s", "Vouchers of Sainsbury's for families"),
        ("Lomax Playgrounds", "Lomax Playgrounds’s offer"),
        ("Café Noir", "Lunch by CAFE NOIR"),
        ("O’Brien Builders", "OBrien Builders, roof"),
    ],
)
def test_a_name_is_found_however_it_is_written(organisation, text):
    assert names(organisation, text)


@pytest.mark.parametrize(
    ("organisation", "text"),
    [
        ("Fenwick Catering", "Fenwick Caterings and others"),
        ("Fenwick Catering", "Catering by Fenwick"),
        ("Ash", "The cash flow and Ashbarrow School"),
        ("BT Ltd", "BT asks for more"),
        ("Ltd", "Any company Ltd"),
        ("", "Everything"),
        ("…", "Everything …"),
    ],
)
def test_part_of_a_word_or_of_a_name_is_none(organisation, text):
    expected = organisation == "Ltd"  # nothing else is left of such a name
    assert names(organisation, text) is expected


def test_only_a_legal_ending_at_the_end_is_left_out():
    assert name_of("Limited Editions Ltd") == "limited editions"
    assert named_in("Editions; Pennine Audit", ["Limited Editions", "Pennine Audit plc"]) == [
        "Pennine Audit plc"
    ]


@pytest.mark.parametrize(
    ("bodies", "is_open", "answers", "kinds"),
    [
        ([], True, False, ()),
        ([], True, True, ("interests",)),
        (["board"], False, False, ("interests",)),
        (["members"], True, False, ("interests", "code", "eligibility")),
        (["members", "board"], True, False, ("interests", "duties", "code", "eligibility", "safeguarding")),
        (["local"], True, False, ("interests", "duties", "code", "eligibility", "safeguarding")),
    ],
)
def test_what_is_asked_of_whom(bodies, is_open, answers, kinds):
    assert asked_of(bodies, is_open=is_open, answers=answers) == kinds


def test_who_begins_late_has_thirty_days():
    assert due_for(DUE, [date(2024, 9, 1), date(2026, 11, 20)]) == DUE
    assert due_for(DUE, [date(2026, 11, 20)]) == date(2026, 12, 20)
    assert due_for(DUE, []) == DUE


def test_what_is_owed_and_when_it_is_late():
    year = Asked(("interests", "code"), frozenset({"code"}), DUE)
    assert year.owed == ("interests",)
    assert not year.is_late(DUE)
    assert year.is_late(DUE + timedelta(days=1))
    assert not Asked(("code",), frozenset({"code"}), DUE).is_late(date(2027, 1, 1))


def test_there_are_four_reminders_each_from_its_day_on():
    assert reminder_on(DUE - timedelta(days=15), DUE) is None
    for days in REMINDED:
        assert reminder_on(DUE + timedelta(days=days), DUE) == days
    assert reminder_on(DUE, DUE) == -3
    assert reminder_on(DUE + timedelta(days=90), DUE) == 14

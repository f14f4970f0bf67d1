from datetime import date
from decimal import Decimal

import pytest
from django import forms

from trust.dates import NOT_A_DAY
from trust.forms import A_DAY, DayField, NumberField, OneOf, PrintedDayField


class Sheet(forms.Form):
    value = NumberField(required=False, least=Decimal("-100"), most=Decimal("100"))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("85", Decimal(85)),
        ("85.5%", Decimal("85.5")),
        ("−0.31", Decimal("-0.31")),
        ("", None),
        ("0", Decimal(0)),
    ],
)
def test_a_number_is_read(typed, read):
    sheet = Sheet({"value": typed})
    assert sheet.is_valid()
    assert sheet.cleaned_data["value"] == read


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("85,5", "Use a full stop for decimals: 85.5"),
        ("1e309", "Write the number in full, without an e."),
        ("1_000", "Leave out the underscore: 1000"),
        ("N/A", "Enter a number such as 85.5, or leave this blank if there is no figure."),
    ],
)
def test_what_is_no_number_stands_in_the_field_again_beside_what_is_expected(typed, said):
    sheet = Sheet({"value": typed})
    assert not sheet.is_valid()
    assert (sheet.errors["value"], sheet["value"].value()) == ([said], typed)


def test_a_number_out_of_range_says_the_range():
    assert Sheet({"value": "101"}).errors["value"] == ["Enter 100 or less."]
    assert Sheet({"value": "-101"}).errors["value"] == ["Enter −100 or more."]


def test_the_same_number_written_otherwise_is_no_change():
    assert not Sheet({"value": "85.50%"}, initial={"value": Decimal("85.5")}).has_changed()
    assert Sheet({"value": "x"}, initial={"value": Decimal("85.5")}).has_changed()


def test_a_kept_number_is_shown_without_an_exponent():
    assert 'value="100"' in str(Sheet(initial={"value": Decimal("1E+2")})["value"])


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ([("", "Not yet"), ("yes", "Yes"), ("no", "No")], "Choose one of: Yes, No."),
        ([("a", "Weak, and falling"), ("b", "Good")], "Choose one of: Weak, and falling; Good."),
        ([(str(number), str(number)) for number in range(9)], "Choose one of the answers in the list."),
    ],
)
def test_who_answers_otherwise_is_told_the_answers(choices, words):
    with pytest.raises(forms.ValidationError) as refused:
        OneOf(choices=choices).clean("<other>")
    assert refused.value.messages == [words]


def test_an_answer_that_is_needed_is_still_asked_for():
    with pytest.raises(forms.ValidationError) as refused:
        OneOf(choices=[("yes", "Yes")]).clean("")
    assert refused.value.code == "required"


class Approval(forms.Form):
    on = PrintedDayField(required=False)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("9 July 2026", "2026-07-09"),
        ("Thursday 9th July 2026", "2026-07-09"),
        (" 9  jul 2026 ", "2026-07-09"),
        ("July 2026", "2026-07"),
        ("Sept. 2026", "2026-09"),
        ("Nov. '17", "2017-11"),
        ("2026-07", "2026-07"),
        ("2026-07-09", "2026-07-09"),
        ("09/07/2026", "2026-07-09"),
        ("9.7.2026", "2026-07-09"),
        ("7/2026", "2026-07"),
        ("29 February 2028", "2028-02-29"),
        ("", ""),
    ],
)
def test_a_printed_day_is_read_as_people_write_it(typed, kept):
    form = Approval({"on": typed})
    assert form.is_valid()
    assert form.cleaned_data["on"] == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("soon", NOT_A_DAY),
        ("2026", NOT_A_DAY),
        ("9 Juno 2026", NOT_A_DAY),
        ("2026-13", NOT_A_DAY),
        ("July 0001", NOT_A_DAY),
        (
            "31 June 2026",
            f"There is no day 31 in June 2026. {NOT_A_DAY}",
        ),
        (
            "29/02/2027",
            f"There is no day 29 in February 2027. {NOT_A_DAY}",
        ),
        (
            "00/07/2026",
            f"There is no day 0 in July 2026. {NOT_A_DAY}",
        ),
    ],
)
def test_what_is_no_day_is_refused_in_words_and_stands_as_typed(typed, said):
    form = Approval({"on": typed})
    assert form.errors == {"on": [said]}
    assert form["on"].value() == typed


@pytest.mark.parametrize(
    ("kept", "shown"), [("2026-07-09", "9 July 2026"), ("2026-07", "July 2026"), ("", "")]
)
def test_a_printed_day_that_is_kept_stands_in_the_field_as_people_write_it(kept, shown):
    assert Approval(initial={"on": kept})["on"].value() == shown


def test_the_same_day_written_otherwise_is_no_change():
    assert not Approval({"on": "July 2026"}, initial={"on": "2026-07"}).has_changed()
    assert Approval({"on": "8 July 2026"}, initial={"on": "2026-07"}).has_changed()
    assert Approval({"on": "soon"}, initial={"on": "2026-07"}).has_changed()


def test_a_printed_day_that_is_needed_is_asked_for():
    form = forms.Form({})
    form.fields["on"] = PrintedDayField()
    assert form.errors == {"on": ["This field is required."]}


class Visit(forms.Form):
    on = DayField()


@pytest.mark.parametrize("typed", ["2026-07-09", "09/07/2026", "9 July 2026", "Thu 9th Jul 2026", "9/7/2026"])
def test_a_day_is_read_as_people_write_it(typed):
    form = Visit({"on": typed})
    assert form.is_valid()
    assert form.cleaned_data["on"] == date(2026, 7, 9)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", A_DAY),
        ("July 2026", A_DAY),
        ("9/7/26", A_DAY),
        ("soon", A_DAY),
        ("31/02/2027", f"There is no day 31 in February 2027. {A_DAY}"),
    ],
)
def test_what_is_no_day_is_refused_in_words_and_stays(typed, said):
    form = Visit({"on": typed})
    assert form.errors["on"] == [said]
    assert form["on"].value() == typed

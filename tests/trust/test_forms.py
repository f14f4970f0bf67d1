from decimal import Decimal

import pytest
from django import forms

from trust.forms import NumberField, OneOf


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

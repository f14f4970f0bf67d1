"""The number grammar: what is read, what is refused and with which words, and how numbers are shown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust.numbers import read_number, round_half_up, show_exact, show_number

LEDGER = st.decimals(
    min_value=Decimal("-99999999999.9999"), max_value=Decimal("99999999999.9999"), places=4, allow_nan=False
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("85", "85"),
        ("85.5", "85.5"),
        ("85%", "85"),
        ("85.5 %", "85.5"),
        ("1,234", "1234"),
        ("1,234,567.89", "1234567.89"),
        ("-0.31", "-0.31"),
        ("−0.31", "-0.31"),
        ("- 0.31", "-0.31"),
        ("+0.31", "0.31"),
        ("0", "0"),
        ("007", "7"),
        (".5", "0.5"),
        ("£1,234.50", "1234.50"),
        ("-£1,234.50", "-1234.50"),
        (" 85 ", "85"),
        ("\u00a085\u00a0", "85"),
        ("\u202f85", "85"),
        ("999999999999999", "999999999999999"),
        ("0.00000000000001", "0.00000000000001"),
    ],
)
def test_a_number_is_read(text, number):
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize("text", [None, "", " ", "\u00a0", "   "])
def test_blank_is_none_and_never_zero(text):
    assert read_number(text) is None


def test_a_negative_zero_is_zero():
    assert str(read_number("-0")) == "0"


EXPECTED = "Enter a number such as 85.5, or leave this blank if there is no figure."
DASH = f"A dash is not a number. {EXPECTED}"
HIDDEN = (
    "Enter a number such as 85.5. "
    "There is a tab, a new line or a hidden character here: type the number again."
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("85,5", "Use a full stop for decimals: 85.5"),
        ("1,23", "Use a full stop for decimals: 1.23"),
        ("-0,31", "Use a full stop for decimals: -0.31"),
        ("0,123", "Use a full stop for decimals: 0.123"),
        ("12,3456", "Use a full stop for decimals: 12.3456"),
        ("1.234,5", "Use a full stop for decimals, as in 1,234.5."),
        ("12,34,567", "Use commas only between thousands, as in 1,234."),
        ("1,2345.6", "Use commas only between thousands, as in 1,234."),
        ("-", DASH),
        ("–", DASH),
        ("−", DASH),
        ("--", DASH),
        ("+", DASH),
        ("N/A", EXPECTED),
        ("n/a", EXPECTED),
        ("NaN", EXPECTED),
        ("Infinity", EXPECTED),
        ("inf", EXPECTED),
        ("%", EXPECTED),
        ("£", EXPECTED),
        (".", EXPECTED),
        ("£85%", EXPECTED),
        ("85%%", EXPECTED),
        ("1.2.3", EXPECTED),
        ("½", EXPECTED),
        ("8²", EXPECTED),
        ("<script>alert(1)</script>", EXPECTED),
        ("1e309", "Write the number in full, without an e."),
        ("1E5", "Write the number in full, without an e."),
        ("1e-5", "Write the number in full, without an e."),
        ("1_000", "Leave out the underscore: 1000"),
        ("1 234", "Leave out the spaces: 1234"),
        ("85.", "Put a digit after the full stop, or leave it out: 85"),
        ("(1,234)", "Write a minus in place of brackets: -1,234"),
        ("–0.31", "Write a minus in place of the dash: -0.31"),
        ("£-500", "Write the minus before the pound sign: -£500"),
        ("85 pupils", "Enter the number alone, without letters."),
        ("1.2m", "Enter the number alone, without letters."),
        ("٨٥", "Use the digits 0 to 9: 85"),
        ("８５.５", "Use the digits 0 to 9: 85.5"),
        ("८५", "Use the digits 0 to 9: 85"),
        ("85\t", HIDDEN),
        ("85\n", HIDDEN),
        ("85\n86", HIDDEN),
        ("\x0085", HIDDEN),
        ("8\u200b5", HIDDEN),
        ("\ufeff85", HIDDEN),
        ("\u202e85", HIDDEN),
        ("\t", HIDDEN),
        ("1234567890123456", "Enter a number with at most 15 digits."),
        ("0.0000000000000001", "Enter a number with at most 15 digits."),
        ("9" * 41, "Enter a number such as 85.5. This is too long: use at most 15 digits."),
        ("9" * 100_000, "Enter a number such as 85.5. This is too long: use at most 15 digits."),
    ],
)
def test_what_is_not_a_number_is_refused_in_words(text, message):
    with pytest.raises(ValueError) as refusal:
        read_number(text)
    assert str(refusal.value) == message


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_briefly_and_safely(text):
    try:
        number = read_number(text)
    except ValueError as refusal:
        message = str(refusal)
        assert len(message) < 130
        assert not set(message) & set("<>&\"'\x00\n\t")
    else:
        assert number is None or number.is_finite()


@given(LEDGER)
def test_a_shown_number_is_read_back(number):
    assert read_number(show_number(number, 4)) == number
    assert read_number(show_number(number, 2, "£")) == round_half_up(number, 2)
    assert read_number(show_number(number, 1, "%", signed=True)) == round_half_up(number, 1)


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("94.95", 1, "95.0"),
        ("94.949999", 1, "94.9"),
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-0.5", 0, "-1"),
        ("-0.004", 2, "0.00"),
        ("999999999999999", 4, "999999999999999.0000"),
    ],
)
def test_a_half_rounds_away_from_zero(value, places, rounded):
    assert str(round_half_up(Decimal(value), places)) == rounded


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity", "1E+99"])
def test_what_cannot_be_rounded_is_refused(value):
    with pytest.raises(ValueError, match="This is not a number that can be rounded"):
        round_half_up(Decimal(value), 1)


@pytest.mark.parametrize(
    ("value", "places", "unit", "signed", "shown"),
    [
        ("85", 0, "", False, "85"),
        ("85.25", 1, "%", False, "85.3%"),
        ("-0.31", 2, "", False, "−0.31"),
        ("0.31", 2, "", True, "+0.31"),
        ("-0.31", 2, "", True, "−0.31"),
        ("0.001", 2, "", True, "0.00"),
        ("-0.001", 2, "", True, "0.00"),
        ("1234567.5", 2, "£", False, "£1,234,567.50"),
        ("-1234", 0, "£", False, "−£1,234"),
        ("3", 0, "days", False, "3 days"),
        ("3", 0, " days", False, "3 days"),
        ("1", 0, "days", False, "1 day"),
        ("1.0", 1, "days", False, "1.0 days"),
        ("-1", 0, "days", False, "−1 day"),
    ],
)
def test_a_number_is_shown_as_people_read_it(value, places, unit, signed, shown):
    assert show_number(Decimal(value), places, unit, signed) == shown


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("80.00", "%", "80%"),
        ("1.20", "points", "1.2 points"),
        ("1.0", "points", "1 point"),
        ("100", "", "100"),
        ("1500.50", "£", "£1,500.5"),
        ("0.00", "", "0"),
        ("-0.310", "", "−0.31"),
    ],
)
def test_an_exact_number_drops_closing_zeros(value, unit, shown):
    assert show_exact(Decimal(value), unit) == shown

"""What a cell of published statistics says: numbers, percentages as text, and every sign."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.imports.symbols import PERFORMANCE, STATISTICS, read_cell
from kpis.rag.marks import Mark

ABSENT = {Mark.NOT_REPORTED, Mark.NOT_DUE, Mark.NOT_APPLICABLE, Mark.NOT_PRODUCED, Mark.SMALL_GROUP}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("65%", "65"),
        ("65.4 %", "65.4"),
        (" 6.88 ", "6.88"),
        ("-0.03", "-0.03"),
        ("−0.03", "-0.03"),
        ("+0.55", "0.55"),
        ("1404325264", "1404325264"),
        ("4,490,550", "4490550"),
        (".5", "0.5"),
        ("0", "0"),
    ],
)
def test_numbers_are_read_as_published(text: str, value: str):
    assert read_cell(text).value == Decimal(value)
    assert read_cell(text).words == ""


@pytest.mark.parametrize(
    ("text", "value"), [("2.90389523861075e-05", "0"), ("6.88125", "6.8813"), ("1e3", "1000")]
)
def test_long_numbers_are_kept_to_four_places(text: str, value: str):
    assert read_cell(text).value == Decimal(value)


@pytest.mark.parametrize(
    ("sign", "mark"),
    [
        ("z", Mark.NOT_APPLICABLE),
        ("x", Mark.NOT_REPORTED),
        ("c", Mark.SMALL_GROUP),
        ("k", None),
        ("low", None),
        ("u", Mark.NOT_REPORTED),
        (".", Mark.NOT_APPLICABLE),
        ("..", Mark.NOT_REPORTED),
        (":", Mark.NOT_REPORTED),
        ("~", None),
        ("SUPP", Mark.SMALL_GROUP),
        ("NE", Mark.NOT_APPLICABLE),
        ("NP", Mark.NOT_PRODUCED),
        ("NA", Mark.NOT_APPLICABLE),
        ("NEW", Mark.NOT_APPLICABLE),
        ("LOWCOV", Mark.NOT_REPORTED),
        ("", Mark.NOT_REPORTED),
        (" ", Mark.NOT_REPORTED),
    ],
)
def test_a_sign_is_never_a_number(sign: str, mark: Mark | None):
    cell = read_cell(sign)
    assert (cell.value, cell.absent) == (None, mark)
    assert cell.words
    assert not cell.is_odd


def test_a_sign_that_rounds_to_zero_is_not_zero():
    assert read_cell("low").value is None
    assert "rounds to zero" in read_cell("low").words


def test_low_reliability_is_said():
    assert "low reliability" in read_cell("u").words


def test_signs_are_known_in_either_case():
    assert [read_cell("supp"), read_cell("Z")] == [PERFORMANCE["supp"], STATISTICS["z"]]


@pytest.mark.parametrize("text", ["C+", "65%%", "1,23", "nan", "inf", "1e400", "9" * 16, "12 July", "£5"])
def test_anything_else_is_odd_and_no_number(text: str):
    assert read_cell(text).is_odd
    assert read_cell(text).value is None


@given(st.text(max_size=60))
def test_no_text_is_too_strange(text: str):
    cell = read_cell(text)
    assert (cell.value is None) == bool(cell.words)
    assert cell.absent is None or cell.absent in ABSENT
    if cell.value is not None:
        assert abs(cell.value) < Decimal(10) ** 11
        assert cell.value == round(cell.value, 4)

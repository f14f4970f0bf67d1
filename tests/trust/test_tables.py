import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from trust.tables import csv_bytes, disarm, xlsx_bytes

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\x00=1", " =1", "＝1", "－1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_would_run_gets_an_apostrophe(text):
    assert disarm(text).startswith("'")


@pytest.mark.parametrize("text", ["Oak School", "3−1", "a=b", "", "100%"])
def test_other_text_stays_as_it_is(text):
    assert disarm(text) == text


def test_csv_quotes_text_and_leaves_numbers_bare():
    made = csv_bytes(["School", "Value"], [["Oak; =1+1", Decimal("-0.31")], ["=1+1", None], ["Élan", 1234]])
    assert made.decode("utf-8-sig") == (
        '"School","Value"\r\n"Oak; =1+1",-0.31\r\n"\'=1+1",""\r\n"Élan",1234\r\n'
    )


def test_closing_zeros_of_a_database_are_left_out():
    made = csv_bytes(["Value"], [[Decimal("45.2000")], [Decimal("100.0000")], [Decimal("0.0000")]])
    assert made.decode("utf-8-sig").splitlines() == ['"Value"', "45.2", "100", "0"]


def test_csv_says_dates_plainly_and_moments_in_london():
    row = [date(2026, 11, 18), datetime(2026, 7, 1, 12, 0, tzinfo=UTC), True]
    made = csv_bytes(["Day", "At", "Done"], [row]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(made)))[1] == ["2026-11-18", "2026-07-01 13:00", "yes"]


def test_a_float_is_refused():
    with pytest.raises(TypeError, match="Decimals"):
        csv_bytes(["Value"], [[0.1]])


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "-1"])
def test_a_workbook_types_text_as_text(text):
    book = load_workbook(io.BytesIO(xlsx_bytes("Figures", ["School"], [[text]])))
    cell = book.active["A2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_a_workbook_keeps_numbers_and_names_its_sheet():
    book = load_workbook(io.BytesIO(xlsx_bytes("Autumn 2026/27: all", ["Value"], [[Decimal("-0.31")]])))
    assert (book.active.title, book.active["A2"].data_type) == ("Autumn 2026 27  all", "n")
    assert (Decimal(str(book.active["A2"].value)), book.active["A1"].font.bold) == (Decimal("-0.31"), True)


def test_a_workbook_writes_what_cannot_be_printed_as_spreadsheets_do():
    book = load_workbook(io.BytesIO(xlsx_bytes("Notes", ["Note"], [["a\x00b\x1bc"]])))
    assert book.active["A2"].value == "a_x0000_b_x001B_c"

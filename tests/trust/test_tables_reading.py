"""Tables that are sent in: what is read, what is refused; hostile files are made here and cost little."""

import io
import resource
import time
import zipfile
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook
from openpyxl.styles import Protection

from tests.hostile_tables import DOCTYPE, HUGE, LAUGHS, MAIN, PAIR, packed, strings
from trust.tables import MOST_ROWS, Sheet, Unreadable, csv_bytes, read_table, xlsx_bytes
from trust.tables.letters import NotUtf8, utf8_letters


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refusal(content, name="return.xlsx"):
    with pytest.raises(Unreadable) as refused:
        read_table(name, content)
    return str(refused.value)


def one_sheet(*values, **formats):
    book = Workbook()
    for row, value in enumerate(values, start=1):
        book.active.cell(row, 1, value)
    for row, pattern in formats.items():
        book.active.cell(int(row[1:]), 1).number_format = pattern
    return saved(book)


def column(content):
    return [row[0] if row else "" for row in read_table("x.xlsx", content)[0].rows]


# What is read


def test_a_workbook_reads_as_a_person_types_it():
    content = one_sheet(
        85, 0.1 + 0.2, -0.31, 1e15, 0.85, date(2026, 11, 14), datetime(2026, 11, 14, 9, 30), True, " a ",
        r5="0.0%", r6="dd/mm/yyyy",
    )  # fmt: skip
    assert column(content) == [
        "85", "0.3", "-0.31", "1000000000000000", "85%", "2026-11-14", "2026-11-14 09:30", "yes", " a ",
    ]  # fmt: skip


def test_blank_rows_between_stay_and_those_at_the_end_go():
    book = Workbook()
    book.active["B3"] = "here"
    book.active["C9"].protection = Protection(locked=False)
    assert read_table("x.xlsx", saved(book)) == [Sheet("Sheet", [[], [], ["", "here"]])]


def test_every_sheet_is_read_by_its_name():
    book = Workbook()
    book.active.title = "Attendance"
    book.create_sheet("Finance")["A1"] = "£"
    assert read_table("x.xlsx", saved(book)) == [Sheet("Attendance", []), Sheet("Finance", [["£"]])]


def test_a_formula_counts_as_what_it_came_to():
    assert column(packed('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>')) == ["2"]


def test_a_formula_that_was_never_worked_out_is_named():
    assert refusal(one_sheet("a", "=1+1")) == (
        "The formula in cell A2 of sheet “Sheet” has not been worked out. "
        "Open the workbook in a spreadsheet, save it and send it again."
    )


def test_rich_text_is_joined_and_its_pronunciation_left_out():
    texts = f'<sst xmlns="{MAIN}"><si><r><t>Oak</t></r><r><t> Hill</t></r><rPh><t>x</t></rPh></si></sst>'
    assert column(packed('<row><c t="s"><v>0</v></c></row>', texts)) == ["Oak Hill"]


@pytest.mark.parametrize("text", ["=1+1", "-5", "'=1", "  x ", "a\nb", "a\r\nb", "_x0041_", "\x0b", "￿"])
def test_a_text_comes_back_from_a_workbook_as_it_was(text):
    assert read_table("x.xlsx", xlsx_bytes("T", ["A"], [[text]]))[0].rows == [["A"], [text]]


@pytest.mark.parametrize("text", ["=1+1", "-5", "'=1", "''=1", "'tis", "  x ", "a\nb", "a\r\nb", 'say "x"'])
def test_a_text_comes_back_from_csv_as_it_was(text):
    assert read_table("x.csv", csv_bytes(["A", "B"], [[text, "end"]]))[0].rows == [["A", "B"], [text, "end"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_whichever_program_wrote_it(encoding, separator):
    text = f'School{separator}Paid\r\nÉcole{separator}"£1{separator}2"\r\n'
    rows = [["School", "Paid"], ["École", f"£1{separator}2"]]
    assert read_table("x.csv", text.encode(encoding)) == [Sheet("", rows)]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_that_is_no_utf_8_is_named_with_its_place(mark):
    with pytest.raises(NotUtf8, match=f"byte 0x92 at position {12 + len(mark)} cannot be read") as raised:
        utf8_letters(mark + b"a\r\nb\tc\td\t\xc3\xa9\x92")
    assert (raised.value.line, raised.value.column) == (2, 4)


def test_the_first_line_may_name_the_separator():
    assert read_table("x.csv", b"sep=;\r\na,b;c\r\n")[0].rows == [[], ["a,b", "c"]]


# What is refused


@pytest.mark.parametrize(
    "texts",
    [
        strings(DOCTYPE.format('<!ENTITY l0 "ha">' + LAUGHS)),
        strings(DOCTYPE.format('<!ENTITY l9 SYSTEM "file:///etc/passwd">')),
        strings(DOCTYPE.format('<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;')),
        strings(DOCTYPE.format("")).replace("&l9;", "plain"),
        strings(DOCTYPE.format('<!ENTITY l9 "ha">')).replace("?>", ' encoding="utf-16"?>').encode("utf-16"),
    ],
    ids=["billion laughs", "XXE", "parameter entity", "document type", "in UTF-16"],
)
def test_hidden_orders_are_refused(texts):
    assert refusal(packed(PAIR, texts)) == (
        "The workbook holds instructions that no spreadsheet writes. It was not opened."
    )


def test_a_program_inside_is_refused_whatever_the_file_is_called():
    assert "macros" in refusal(packed(PAIR, xl__vbaProject_bin=b"x").replace(b"Project_", b"Project."))


def test_another_file_inside_is_refused():
    assert "another file inside" in refusal(packed("", xl__embeddings__object="x"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "an old Excel file or one with a password"),
        (b"<html><table><tr><td>1", "a web page"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html>", "a web page"),
        (b"%PDF-1.7", "a PDF"),
        (b"School,Paid\r\n", "name is a spreadsheet's"),
        (b"PK\x03\x04 and no more", "damaged"),
        (b" \r\n", "empty"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_in_words(content, words):
    assert words in refusal(content)


def test_another_office_file_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert refusal(out.getvalue()) == "This is not an Excel workbook. Save it as .xlsx and send it again."


@pytest.mark.parametrize("change", range(0, 60))
def test_a_broken_workbook_is_refused_and_nothing_else_is_raised(change):
    content = bytearray(xlsx_bytes("T", ["A"], [["x" * 50]] * 20))
    place = change * len(content) // 60
    content[place : place + 7] = b"\xff" * 7
    with suppress(Unreadable):
        read_table("x.xlsx", bytes(content))


@pytest.mark.parametrize("cell", ['r="A0"', 'r="9A"', 't="s"', 'r="AAAA1"'])
def test_a_cell_that_stands_nowhere_is_damage(cell):
    assert "damaged" in refusal(packed(f"<row><c {cell}><v>99</v></c></row>"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a,b\r\n1,\x00\r\n", "Line 2 holds a character that no text has"),
        (b"a\r\n" + b"x" * 40_000, "Row 2, column A holds more than 32,767 characters."),
        (b'a,b\r\n"' + b"x,\r\n" * 50_000, "a quotation mark without its partner"),
        (b"a\r\n\x81\x8d\r\n", "letters cannot be read"),
        (b"," * 300 + b"x", "more than 200 columns"),
    ],
)
def test_csv_is_refused_with_its_row_and_column(content, words):
    assert words in refusal(content, "x.csv")


# What a huge or hostile file costs


@pytest.mark.parametrize("kind", HUGE)
def test_a_huge_file_is_refused(kind):
    content = HUGE[kind]()
    started = time.monotonic()
    words = refusal(content, "x.csv" if content[:2] != b"PK" else "x.xlsx")
    took = time.monotonic() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{kind}: refused in {took:.2f} s, largest process so far {peak} MB: {words}")
    assert words.endswith(".")


def test_as_many_rows_as_are_allowed_are_read():
    rows = [[f"Oak {number}", Decimal(number)] for number in range(MOST_ROWS - 1)]
    assert len(read_table("x.xlsx", xlsx_bytes("T", ["School", "Value"], rows))[0].rows) == MOST_ROWS
    assert len(read_table("x.csv", csv_bytes(["School", "Value"], rows))[0].rows) == MOST_ROWS


def test_one_row_more_is_refused():
    rows = [["x"]] * MOST_ROWS
    words = "has more than 5,000 rows. Send it in parts."
    assert refusal(xlsx_bytes("T", ["A"], rows)) == f"The workbook {words}"
    assert refusal(csv_bytes(["A"], rows), "x.csv") == f"The file {words}"

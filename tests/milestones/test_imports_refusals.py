"""What the reader refuses: each with its words, its line and its column; a cut text is never half a plan."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.imports import ImportProblem, read_plan, read_text

LARKFEN = (Path(__file__).parent / "files" / "larkfen_plan.txt").read_text()
TERMS = "\t2026/27 (1)\t2026/27 (2)\t2026/27 (3)\n"


def problem(source):
    with pytest.raises(ImportProblem) as raised:
        read_plan(source) if isinstance(source, bytes) else read_text(source)
    return raised.value.message, raised.value.line, raised.value.column


def test_the_message_names_line_and_column():
    assert (
        str(ImportProblem(3, 2, "The row of terms has a gap"))
        == "The row of terms has a gap (line 3, column 2)"
    )


REFUSED = {
    "empty": (b"", "The file is empty", 1, 1),
    "blank": (b" \n\t\n", "The file is empty", 1, 1),
    "an archive of nothing": (
        b"PK\x03\x04rest",
        "This is no Word document or Excel workbook, or it is damaged. Save it as .docx or .xlsx again",
        1,
        1,
    ),
    "pdf": (
        b"%PDF-1.7",
        "This is a PDF, not a text: save the plan as .docx, .xlsx, .csv or plain text",
        1,
        1,
    ),
    "old word": (
        b"\xd0\xcf\x11\xe0rest",
        "This is an old Word or Excel file, or one with a password: "
        "save the plan as .docx, .xlsx, .csv or plain text",
        1,
        1,
    ),
    "nul": (
        b"Plan\n1a\tOne\x00two\n",
        "The text holds the control character 0x00, so it is not plain text",
        2,
        2,
    ),
    "UTF-8 with a damaged letter": (
        b"Plan \xe2\x80\x93 ours\n1a\tthe head\x92s list\n",
        "The file is not UTF-8 text: byte 0x92 at position 26 cannot be read; save the plan as UTF-8",
        2,
        2,
    ),
    "byte order mark, then cp1252": (
        b"\xef\xbb\xbfthe head\x92s list",
        "The file is not UTF-8 text: byte 0x92 at position 12 cannot be read; save the plan as UTF-8",
        1,
        1,
    ),
    "too large": (b"a" * (5 * 1024 * 1024 + 1), "The file is larger than 5 MB", 1, 1),
    "no matrix": (
        "Our plan\n\nWe will do well.",
        "No row of terms such as 2026/27 (1) was found, so there is no matrix to read",
        3,
        1,
    ),
    "rows without a header": (
        "Our plan\n1a Reading\tBuy\tUse\tReview\n",
        "A row of the matrix stands here, but no row of terms above it",
        2,
        1,
    ),
    "header alone": (TERMS, "The text ends after this row of terms, without rows", 1, 1),
    "second header alone": (
        TERMS + "1a Reading\tBuy\t\t\n\n" + TERMS,
        "The text ends after this row of terms, without rows",
        4,
        1,
    ),
    "not a term": (
        "\t2026/27 (1)\t2026/27 (4)\t2027/28 (1)\n",
        "“2026/27 (4)” is not a term such as 2026/27 (1)",
        1,
        3,
    ),
    "years that do not follow": (
        "\t2026/28 (1)\t2026/28 (2)\n",
        "“2026/28 (1)” is not a term such as 2026/27 (1)",
        1,
        2,
    ),
    "gap": ("\t2026/27 (1)\t\t2026/27 (3)\n", "The row of terms has a gap", 1, 3),
    "repeated term": (
        "\t2026/27 (1)\t2026/27 (2)\t2026/27 (2)\n",
        "The term 2026/27 (2) stands twice in the row of terms",
        1,
        4,
    ),
    "terms out of order": (
        "\t2026/27 (1)\t2026/27 (3)\t2026/27 (2)\n",
        "The terms are out of order: 2026/27 (3) where 2026/27 (2) was expected",
        1,
        3,
    ),
    "no column for codes": (
        "2026/27 (1)\t2026/27 (2)\n",
        "The terms begin in the first column, which should hold the codes",
        1,
        1,
    ),
    "headers that differ": (
        TERMS + "1a Reading\tBuy\t\t\n\n" + "\t2026/27 (1)\t2026/27 (2)\n1b Books\t\t\n",
        "The row of terms differs from the one on line 1",
        4,
        4,
    ),
    "too many columns": (
        TERMS + "1a Reading\tBuy\t\tUse\t\n",
        "This row has 5 columns where the row of terms has 4",
        2,
        5,
    ),
    "too few columns": (
        TERMS + "1a Reading\tBuy\tUse\n",
        "This row stops after 3 of 4 columns: the text is cut short, "
        "or the tabs of its last blank terms were lost",
        2,
        3,
    ),
    "text under no term": (
        "\t2026/27 (1)\t2026/27 (2)\t\n1a Reading\tBuy\t\tUse\n",
        "This text stands under no term",
        2,
        4,
    ),
    "no code": (
        TERMS + "Reading\tBuy\t\t\n",
        "“Reading” does not begin with a code such as 1a",
        2,
        1,
    ),
    "no title": (TERMS + "1a\tBuy\t\t\n", "The code 1a needs a title of up to 200 characters", 2, 1),
    "first row without a code": (
        TERMS + "\tBuy\t\t\n",
        "This row has no code, and no coded row stands above it",
        2,
        1,
    ),
    "code twice": (
        TERMS + "1a Reading\tBuy\t\t\n1b Books\t\t\t\n1a Reading\t\tUse\t\n",
        "The code 1a stands twice, first on line 2",
        4,
        1,
    ),
    "code left out": (
        TERMS + "1a Reading\tBuy\t\t\n1c Books\t\t\t\n",
        "The code 1c is out of sequence: 1b or 2a was expected here",
        3,
        1,
    ),
    "does not begin at 1a": (
        TERMS + "1b Reading\tBuy\t\t\n",
        "The code 1b is out of sequence: 1a was expected here",
        2,
        1,
    ),
    "interrupted": (
        TERMS + "1a Reading\tBuy\t\t\nA word from the chair\n1b Books\t\t\t\n",
        "A row of the matrix stands here, but the text on line 3 ended the matrix",
        4,
        1,
    ),
    "a very long text": (
        TERMS + f"1a Reading\t{'Buy ' * 1001}\t\t\n",
        "This text is longer than 4000 characters",
        2,
        2,
    ),
    "forty terms": (
        "".join(f"\t{year}/{year + 1 - 2000} ({n})" for year in range(2026, 2040) for n in (1, 2, 3)) + "\n",
        "The plan has more than 30 terms",
        1,
        32,
    ),
    "five hundred rows": (
        TERMS + "1a Reading\tBuy\t\t\n" + "\tBuy\t\t\n" * 499,
        "The matrix has more than 300 rows",
        302,
        1,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name):
    source, *expected = REFUSED[name]
    assert problem(source) == tuple(expected)


def test_a_matrix_that_ends_before_a_listed_strand_is_cut_short():
    cut = "\n".join(LARKFEN.split("\n")[:60]) + "\n"
    expected = "The matrix ends at 2e, but the plan also lists strand 3, Services: the text is cut short"
    assert problem(cut) == (expected, 60, 7)


def test_a_matrix_that_ends_before_a_listed_priority_is_cut_short():
    cut = "\n".join(LARKFEN.split("\n")[:64]) + "\n"
    expected = (
        "The text ends at 3a, but the plan lists 2 priorities in strand 3 and only 1 have a line: "
        "the text is cut short"
    )
    assert problem(cut) == (expected, 64, 7)


def test_a_text_cut_anywhere_is_refused_or_holds_the_whole_matrix():
    # The plan lists its strands before its matrix, so that a cut is noticed wherever it falls.
    whole = read_text(LARKFEN).strands
    read_to_the_end = []
    for end in range(len(LARKFEN)):
        try:
            plan = read_text(LARKFEN[:end])
        except ImportProblem:
            continue
        assert plan.strands == whole
        read_to_the_end.append(end)
    end_of_matrix = LARKFEN.index("\n\nWho is who")
    assert read_to_the_end == list(range(end_of_matrix, len(LARKFEN)))


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(text):
    _read_or_refuse(text)


PIECES = st.sampled_from(
    [
        "\t",
        "\n",
        "2026/27 (1)",
        "2026/27 (2)",
        "2199/00 (3)",
        "1900/01 (1)",
        "1a Reading",
        "1b x",
        "2a Leading",
        "Aims 1: Reading",
        "- a. Books (Deleted)",
        "(see 1a)",
        "as 1a, but",
        "and",
        " ",
        "\x0c",
        "(",
        "1a",
        "é",
    ]
)


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_text_like_a_plan_is_read_or_refused(text):
    _read_or_refuse(text)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw):
    with suppress(ImportProblem):
        read_plan(raw)


def _read_or_refuse(text):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    place = (1, 1)
    try:
        assert read_text(text).strands
    except ImportProblem as refusal:
        place = (refusal.line, refusal.column)
    assert place >= (1, 1)
    assert place[0] <= lines

"""Which codes lines may have, which strand a code stands in, and what headings say."""

import pytest

from milestones.imports.codes import read_code, read_heading, strand_numbers


@pytest.mark.parametrize(
    ("label", "code", "title"),
    [
        ("1a Reading", "1a", "Reading"),
        ("1a. Reading", "1a", "Reading"),
        ("A3 Reading", "A3", "Reading"),
        ("1.2 Reading", "1.2", "Reading"),
        ("SP1.2(a) Reading", "SP1.2(a)", "Reading"),
        ("SP1.2(a): Reading", "SP1.2(a)", "Reading"),
        ("1A Reading", "1A", "Reading"),
        ("1(a) Reading", "1(a)", "Reading"),
        ("1.2.3 Reading", "1.2.3", "Reading"),
    ],
)
def test_codes(label, code, title):
    read = read_code(label)
    assert (read.text, read.title) == (code, title)


@pytest.mark.parametrize(
    "label", ["", "Reading", "4 additional staff", "3rd day", "Year 7", "1st day", "a1 Reading"]
)
def test_what_is_no_code(label):
    assert read_code(label) is None


@pytest.mark.parametrize(
    ("codes", "strands"),
    [
        (["1a", "1b", "2a"], [1, 1, 2]),
        (["A1", "A2", "B1"], [1, 1, 2]),
        (["1.1", "1.2", "3.1"], [1, 1, 3]),
        (["SP1.1(a)", "SP2.1"], [1, 2]),
        (["TL1", "TL2", "LD1"], [1, 1, 2]),
        (["P1", "P2"], [1, 1]),
        (["B1", "B2"], [2, 2]),
    ],
)
def test_strands_by_codes(codes, strands):
    assert strand_numbers([read_code(code) for code in codes]) == strands


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Strand 2: Leading", (2, "Leading")),
        ("Strategic area B – Leading", (2, "Leading")),
        ("3. Services", (3, "Services")),
        ("Leading well", (None, "Leading well")),
        ("Strand 4", (4, "Strand 4")),
    ],
)
def test_headings(text, expected):
    assert read_heading(text) == expected

"""What is read of the register's files, and how files that are not its own are refused."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schools.gias.headings import company_of, day_of, number_of, phase_of, predecessors_in, route_of
from schools.gias.reading import Group, read_register
from schools.models import Phase, Route

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
HEADINGS = (
    "URN", "EstablishmentName", "TypeOfEstablishment (name)", "EstablishmentStatus (name)", "OpenDate",
    "CloseDate", "PhaseOfEducation (name)", "StatutoryLowAge", "StatutoryHighAge", "SchoolCapacity",
    "CensusDate", "NumberOfPupils", "Trusts (code)", "Trusts (name)", "Linked establishments",
)  # fmt: skip
LINKS = (
    "URN", "Group UID", "Group ID", "Group Name", "Companies House Number", "Group Type", "Joined date",
    "EstablishmentName", "TypeOfEstablishment (name)", "PhaseOfEducation (name)",
)  # fmt: skip
BIRCH = {
    "URN": "990001", "EstablishmentName": "Birch Academy", "TypeOfEstablishment (name)": "Academy converter",
    "EstablishmentStatus (name)": "Open", "OpenDate": "01-10-2015", "PhaseOfEducation (name)": "Primary",
    "StatutoryLowAge": "4", "StatutoryHighAge": "11", "SchoolCapacity": "210", "CensusDate": "21-01-2026",
    "NumberOfPupils": "198", "Trusts (code)": "7001", "Trusts (name)": "TEST LEARNING TRUST",
    "Linked establishments": "980001 Predecessor",
}  # fmt: skip
LINK = {
    "URN": "990001", "Group UID": "7001", "Group ID": "TR07001", "Group Name": "TEST LEARNING TRUST",
    "Companies House Number": "1234567.0", "Group Type": "Multi-academy trust", "Joined date": "2016-09-01",
    "EstablishmentName": "Birch Academy", "TypeOfEstablishment (name)": "Academy converter",
    "PhaseOfEducation (name)": "Primary",
}  # fmt: skip


def as_file(headings, *rows, codec="cp1252", beyond=()):
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([*(row.get(name, "") for name in headings), *beyond])
    return io.BytesIO(out.getvalue().encode(codec))


def read(*files, group="Test Learning Trust", known=()):
    return read_register([(f"file {at}.csv", file) for at, file in enumerate(files, 1)], Group(group), known)


def test_a_school_of_the_group_is_read():
    register = read(as_file(HEADINGS, BIRCH, BIRCH | {"URN": "990002", "Trusts (name)": "ANOTHER"}))

    (birch,) = register.entries.values()
    assert (birch.name, birch.low_age, birch.high_age, birch.opened) == (
        "Birch Academy", 4, 11, date(2015, 10, 1),
    )  # fmt: skip
    assert (birch.pupils, birch.places, birch.counted_on) == (198, 210, date(2026, 1, 21))
    assert birch.predecessors == ("980001",)
    assert register.members is None
    assert register.faults == []


@pytest.mark.parametrize(
    "group", ["7001", "test learning trust", "The Test Learning Trust", "TR07001", "01234567"]
)
def test_a_group_is_found_by_any_of_its_names_and_numbers(group):
    assert list(read(as_file(LINKS, LINK), as_file(HEADINGS, BIRCH), group=group).entries) == ["990001"]


def test_letters_of_windows_and_rows_longer_than_the_headings_are_read():
    named = BIRCH | {"EstablishmentName": "St Thomas à Becket"}

    for codec in ("cp1252", "utf-8", "utf-8-sig"):
        register = read(as_file(HEADINGS, named, codec=codec, beyond=("left over", "")))
        assert [each.name for each in register.entries.values()] == ["St Thomas à Becket"], codec


def test_columns_are_found_by_name_wherever_they_stand():
    headings = ("LA (code)", *reversed(HEADINGS), "Easting")

    assert read(as_file(headings, BIRCH)).entries["990001"].places == 210


def test_a_sponsors_own_record_does_not_count_twice_nor_alone():
    sponsor = LINK | {"Group UID": "8001", "Group Type": "School sponsor", "Joined date": "2012-01-01"}

    register = read(as_file(LINKS, sponsor, LINK, sponsor))

    assert register.members == {"990001": date(2016, 9, 1)}
    assert read(as_file(LINKS, sponsor)).faults == [
        "file 1.csv: No school in it belongs to “Test Learning Trust”."
    ]


def test_the_links_tell_the_day_whichever_file_comes_first():
    for files in ((LINKS, HEADINGS), (HEADINGS, LINKS)):
        rows = [as_file(each, LINK if each is LINKS else BIRCH) for each in files]
        (birch,) = read(*rows).entries.values()
        assert (birch.joined, birch.is_described) == (date(2016, 9, 1), True)


def test_a_list_of_earlier_urns_is_joined_to_what_the_register_says():
    earlier = as_file(("URN", "PREDECESSOR_URN"), {"URN": "990001", "PREDECESSOR_URN": "970001"},
                      {"URN": "990009", "PREDECESSOR_URN": "970002"})  # fmt: skip

    assert read(earlier, as_file(HEADINGS, BIRCH)).entries["990001"].predecessors == ("980001", "970001")


def test_a_known_school_is_read_wherever_it_stands():
    elsewhere = BIRCH | {"URN": "990002", "Trusts (name)": "ANOTHER TRUST"}

    register = read(as_file(HEADINGS, BIRCH, elsewhere), known=["990002"])

    assert list(register.elsewhere) == ["990002"]


def test_a_group_that_is_not_there_is_told_with_those_most_like_it():
    other = as_file(HEADINGS, BIRCH | {"Trusts (name)": "TESTING LEARNING TRUST"})

    assert read(other, group="Test Learning").faults == [
        "file 1.csv: No school in it belongs to “Test Learning”. The file has TESTING LEARNING TRUST."
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "These are not the headings"),
        (b"Name,Age\r\nOak,4\r\n", "These are not the headings"),
        (b"%PDF-1.7\n\x00\x01", "These are not the headings"),
        (b"PK\x03\x04\x00\x00", "no text has"),
        (b'"URN","Establishment', "These are not the headings"),
    ],
)
def test_other_files_are_refused_in_words(content, words):
    (fault,) = read(io.BytesIO(content)).faults
    assert fault.startswith("file 1.csv: ")
    assert words in fault


def test_a_row_without_a_urn_is_told_by_its_number():
    register = read(as_file(HEADINGS, BIRCH, BIRCH | {"URN": "12"}))

    assert register.faults == ["file 1.csv, row 3: “12” is no URN, which is six digits."]
    assert list(register.entries) == ["990001"]


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr("schools.gias.reading.LARGEST", 200)
    (fault,) = read(as_file(HEADINGS, BIRCH)).faults
    assert "larger than" in fault


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_rows_or_plain_faults(content):
    head = ",".join(HEADINGS).encode() + b"\r\n"
    for file in (content, head + content, b"\xef\xbb\xbf" + head + content):
        register = read(io.BytesIO(file), known=["990001"])
        assert all(len(fault) < 500 for fault in register.faults)


def test_days_numbers_and_company_numbers_in_the_registers_own_ways():
    assert day_of("01-10-2015") == day_of("2015-10-01") == day_of("01/10/2015") == date(2015, 10, 1)
    assert (day_of("31-02-2020"), day_of("")) == (None, None)
    assert (number_of("180"), number_of("180.0"), number_of(""), number_of("about 9")) == (
        180,
        180,
        None,
        None,
    )
    assert (company_of("7421140.0"), company_of("07421140"), company_of("")) == ("07421140", "07421140", "")


@pytest.mark.parametrize(
    ("kind", "phase", "expected"),
    [
        ("Academy converter", "Primary", (Route.CONVERTER, Phase.PRIMARY)),
        ("Academy sponsor led", "Middle deemed secondary", (Route.SPONSORED, Phase.SECONDARY)),
        ("Academy special converter", "Not applicable", (Route.CONVERTER, Phase.SPECIAL)),
        ("Academy alternative provision sponsor led", "Not applicable", (Route.SPONSORED, Phase.SPECIAL)),
        ("Free schools", "All-through", (Route.FREE, Phase.ALL_THROUGH)),
        ("University technical college", "Secondary", (Route.FREE, Phase.SECONDARY)),
        ("Academy 16-19 converter", "16 plus", (Route.CONVERTER, Phase.SECONDARY)),
        ("Community school", "Primary", (None, Phase.PRIMARY)),
    ],
)
def test_kinds_and_phases(kind, phase, expected):
    assert (route_of(kind), phase_of(phase, kind)) == expected


def test_only_what_went_before_is_a_predecessor():
    said = "125085 Predecessor, 130001 Successor, 125086 - Predecessor, 125085 Predecessor"
    assert predecessors_in(said) == ("125085", "125086")


@pytest.fixture
def shared():
    if not SHARED.exists():
        pytest.skip("The real files of the register are not beside this project.")
    return SHARED


def real(shared, group, *names):
    files = [(name, io.BytesIO((shared / name).read_bytes())) for name in names]
    return read_register(files, Group(group), [])


def test_a_whole_trust_of_the_real_register(shared):
    names = ("gias/gias_20220420_kite.csv", "groups/kite_group_links.csv")
    register = real(shared, "The Kite Academy Trust", *names)

    assert (len(register.entries), len(register.members or {}), register.faults) == (10, 10, [])
    assert all(each.joined and each.predecessors for each in register.entries.values())


def test_a_part_of_a_trust_and_headers_of_three_widths(shared):
    assert len(real(shared, "Tandridge Learning Trust", "gias/gias_20220420_tandridge.csv").entries) == 4
    for name, urn in (
        ("gias/edubasealldata_133col_sample.csv", "126416"),
        ("gias/edubasealldata_120col_sample.csv", "100000"),
    ):
        file = io.BytesIO((shared / name).read_bytes())
        register = read_register([(name, file)], Group("No such trust"), [urn])
        assert list(register.elsewhere) == [urn]


def test_earlier_urns_from_a_list_of_their_own(shared):
    names = ("groups/jtmat_group_links.csv", "groups/jtmat_predecessor_urns.csv")
    register = real(shared, "07421140", *names)

    assert len(register.entries) == 14
    assert sum(bool(each.predecessors) for each in register.entries.values()) == 13

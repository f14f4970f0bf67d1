"""Files of Explore Education Statistics and of the performance tables, in small samples of our own."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpis.imports.opening import open_published
from kpis.imports.periods import Period
from kpis.imports.published import EACH, Wanted, candidates
from trust.tables import Unreadable

STATISTICS = """time_period,time_identifier,geographic_level,country_code,region_name,phase,rate,pupils
202425,Academic year,National,E92000001,,Total,6.5,1000
202425,Academic year,National,E92000001,,Primary,5.2,z
202425,Academic year,National,E92000001,,Nursery,4.1,10
202425,Autumn term,National,E92000001,,Primary,5.0,low
202425,Autumn and spring term,National,E92000001,,Primary,5.1,20
202425,Academic year,Regional,E92000001,South East,Primary,9.9,30
"""
METADATA = """col_name,col_type,label,indicator_grouping,indicator_unit
phase,Filter,School phase,,
rate,Indicator,Absence rate,Absence,%
pupils,Indicator,Number of pupils,Absence,
"""
TABLES = """RECTYPE,LEA,URN,SCHNAME,PTRWM_EXP,TKS1AVERAGE,READ_AVERAGE
1,936,100001,A school,SUPP,NEW,NP
3,936, , An authority,66%,16.2,105
4, , , ,64%,16.1,LOWCOV
5, , , ,65%,16.2
"""


def opened(text: str = STATISTICS, metadata: str = METADATA, name: str = "file.csv", encoding: str = "utf-8"):
    return open_published(name, text.encode(encoding), metadata.encode())


def figures_of(published, column="rate", **filters):
    wanted = Wanted(column, filters or {"phase": EACH}, published.phase, published.year)
    return candidates(published, wanted)


def test_only_england_is_read():
    assert [line.number for line in opened().lines] == [2, 3, 4, 5, 6]


def test_metadata_name_the_columns_and_units():
    assert [column.words for column in opened().columns] == [
        "Absence rate, % (rate)",
        "Number of pupils (pupils)",
    ]
    assert [(one.label, one.values) for one in opened().filters] == [
        ("School phase", ("Total", "Primary", "Nursery"))
    ]


def test_without_metadata_columns_of_words_are_filters():
    published = opened(metadata="")
    assert [one.name for one in published.filters] == ["phase"]
    assert [one.name for one in published.columns] == ["rate", "pupils"]


def test_each_phase_takes_its_own_figure_and_a_term_stays_a_term():
    found, left = figures_of(opened())
    assert [(one.period, one.phase, str(one.value)) for one in found] == [
        (Period(2024), "", "6.5"),
        (Period(2024), "primary", "5.2"),
        (Period(2024, 1), "primary", "5.0"),
        (Period(2024, 2, is_running=True), "primary", "5.1"),
    ]
    assert [(one.number, one.why) for one in left] == [
        (4, "These schools are no phase of ours."),
    ]


def test_signs_leave_a_row_out_and_say_so():
    found, left = figures_of(opened(), "pupils", phase="Primary")
    assert [str(one.value) for one in found] == ["20"]
    assert [one.why for one in left] == [
        "In the file stands “z”, not applicable, or not produced.",
        "In the file stands “low”, rounds to zero.",
    ]


def test_attendance_is_a_hundred_less_absence_where_it_is_asked():
    wanted = Wanted("rate", {"phase": "Total"}, as_remainder=True)
    found, _ = candidates(opened(), wanted)
    assert [(str(one.published), str(one.value)) for one in found] == [("6.5", "93.5")]


def _quoted(text: str) -> str:
    return "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in text.splitlines())


def _identifier_last(text: str) -> str:
    rows = [line.split(",") for line in text.splitlines()]
    return "\n".join(",".join([row[0], *row[2:], row[1]]) for row in rows)


@pytest.mark.parametrize(
    "text",
    [
        "﻿" + STATISTICS,
        STATISTICS.replace("\n", "\r\n"),
        _quoted(STATISTICS),
        _identifier_last(STATISTICS),
        STATISTICS + "\n\n",
    ],
    ids=["byte order mark", "line ends", "quoted", "identifier last", "blank rows"],
)
def test_the_same_is_read_however_it_was_written(text: str):
    assert figures_of(opened(text)) == figures_of(opened())


def test_a_file_of_windows_letters_is_read():
    text = STATISTICS.replace("Nursery", "Crèche")
    assert "Crèche" in opened(text, encoding="cp1252").filters[0].values


def test_without_identifier_six_digits_are_a_year_and_it_is_said():
    text = "time_period,geographic_level,rate\n202425,National,5\n"
    published = opened(text, "")
    assert figures_of(published, nothing=EACH)[0][0].period == Period(2024)
    assert (
        published.notes[0]
        == "The file has no column time_identifier: six digits are read as an academic year."
    )


def test_a_column_of_terms_beside_the_identifier_makes_terms():
    text = "time_period,time_identifier,term,geographic_level,rate\n201617,Academic year,Total,National,4\n"
    text += "201617,Academic year,Autumn term,National,3.9\n201617,Academic year,Spring term,National,4.1\n"
    found, _ = figures_of(opened(text, ""), nothing=EACH)
    assert [one.period for one in found] == [Period(2016), Period(2016, 1), Period(2016, 2)]


def test_two_rows_of_the_same_schools_and_period_are_refused():
    text = "time_period,geographic_level,sex,rate\n202425,National,Girls,5\n202425,National,Boys,6\n"
    with pytest.raises(Unreadable, match="Rows 2 and 3 both speak of 2024/25"):
        figures_of(opened(text, ""), sex=EACH)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "This is neither a file of Explore Education Statistics"),
        ("time_period,geographic_level,rate\n202425,Regional,5\n", "The file has no row for England"),
        (
            "time_period,geographic_level,rate,rate\n202425,National,5,6\n",
            "The column rate stands in the first row twice.",
        ),
        (
            "time_period,geographic_level,rate\n202425,National,5,6\n",
            "Row 2 has 4 cells, the first row 3 columns",
        ),
        (
            "time_period,geographic_level,rate\n202425,National\n",
            "The file has no column of figures for England.",
        ),
        ("PK\x03\x04", "This is a packed archive or a workbook."),
    ],
)
def test_a_file_that_cannot_be_read_says_why(text: str, words: str):
    with pytest.raises(Unreadable) as refusal:
        opened(text, "")
    assert str(refusal.value).startswith(words)


def test_metadata_of_another_file_are_refused():
    with pytest.raises(Unreadable, match="a column absent_pupils that the file does not have"):
        opened(metadata=METADATA + "absent_pupils,Indicator,Pupils,,\n")


def test_metadata_that_are_none_are_refused():
    with pytest.raises(Unreadable, match="The metadata have no columns col_name and col_type"):
        opened(metadata="name,label\na,b\n")


# Performance tables.


def test_of_the_tables_only_england_is_read_by_its_record_type():
    published = opened(TABLES, "", "ks2final_201819.csv")
    assert [(line.number, line.about["RECTYPE"]) for line in published.lines] == [
        (4, "All schools"),
        (5, "State-funded schools"),
    ]
    assert (published.what, published.phase, published.year) == (
        "Performance tables, key stage 2",
        "primary",
        2018,
    )


def test_percentages_as_text_become_numbers():
    found, _ = figures_of(
        opened(TABLES, "", "ks2final_201819.csv"), "PTRWM_EXP", RECTYPE="State-funded schools"
    )
    assert [(one.period, one.phase, str(one.value)) for one in found] == [(Period(2018), "primary", "65")]


def test_low_coverage_and_a_short_row_give_no_figure():
    published = opened(TABLES, "", "ks2final_201819.csv")
    reasons = [
        figures_of(published, "READ_AVERAGE", RECTYPE=one)[1][0].why for one in published.filters[0].values
    ]
    assert reasons == [
        "In the file stands LOWCOV, too few pupils have a result.",
        "In the file stands a blank cell.",
    ]


def test_state_funded_schools_are_the_usual_choice():
    assert opened(TABLES, "").filters[0].usual == "State-funded schools"


def test_a_long_row_is_refused():
    with pytest.raises(Unreadable, match="Row 5 has 9 cells, the first row 7 columns"):
        opened(TABLES.replace("65%,16.2", "65%,16.2,105,1,2"), "")


def test_without_a_year_in_name_or_choice_nothing_is_taken():
    found, left = figures_of(opened(TABLES, ""), "PTRWM_EXP", RECTYPE="All schools")
    assert (found, [one.why for one in left]) == ([], ["Say which academic year the file is of."])


def test_a_record_type_of_england_with_an_authority_is_refused():
    with pytest.raises(Unreadable, match=r"the record type of England \(5\) and yet a LEA: 936"):
        opened(TABLES.replace("5, , , ,65%", "5,936, , ,65%"), "")


def test_type_4_is_an_authority_at_key_stage_4():
    text = "RECTYPE,LEA,URN,ATT8SCR,P8MEA\n4,936, ,47.1,0.1\n5, , ,44.5,NA\n7, , ,46.7,-0.03\n"
    published = opened(text, "")
    assert [line.number for line in published.lines] == [3, 4]
    found, _ = candidates(published, Wanted("P8MEA", {"RECTYPE": "State-funded schools"}, "secondary", 2022))
    assert [(one.phase, str(one.value)) for one in found] == [("secondary", "-0.03")]


def test_the_published_metadata_say_which_record_types_are_england():
    metadata = (
        "Column,Field Name,Label/Description\n"
        '1,RECTYPE,"Record type (1=School; 8=National (all schools); 9=National (state-funded))"\n'
        '5,PTRWM_EXP,"Reached the expected standard"\n'
    )
    text = TABLES.replace("4, ,", "8, ,").replace("5, ,", "9, ,")
    published = opened(text, metadata)
    assert [line.about["RECTYPE"] for line in published.lines] == ["All schools", "State-funded schools"]
    assert published.columns[0].words == "Reached the expected standard, % (PTRWM_EXP)"


def test_a_chosen_column_of_grades_is_refused_by_row_and_column():
    text = "RECTYPE,LEA,TALLPPE_ALEV_1618,TALLPPEGRD_ALEV_1618,OTHER\n5, ,34.01,C+,1\n7, ,33.1,12,1\n"
    published = opened(text, "")
    with pytest.raises(Unreadable) as refusal:
        candidates(published, Wanted("TALLPPEGRD_ALEV_1618", {"RECTYPE": "All schools"}, "", 2018))
    assert str(refusal.value) == (
        "Row 2, column TALLPPEGRD_ALEV_1618: “C+” is not a number. Choose another column."
    )


PIECES = st.sampled_from(
    [b"time_period", b"geographic_level", b"National", b"RECTYPE", b"5", b"202425", b"%", b",", b"\n", b'"',
     b"\r", b"\xff", b"\xef\xbb\xbf", b"\x00", b"PTRWM_EXP", b"z", b"col_name", b"col_type", b"Indicator",
     b";", b"=1+1"]
)  # fmt: skip


def _never_breaks(content: bytes, metadata: bytes) -> None:
    with contextlib.suppress(Unreadable):
        published = open_published("any 2018-19.csv", content, metadata)
        for column in published.columns[:3]:
            candidates(published, Wanted(column.name, {}, "", 2018))


@given(st.lists(PIECES, max_size=40).map(b"".join), st.lists(PIECES, max_size=10).map(b"".join))
@settings(max_examples=150)
def test_whatever_is_sent_in_is_read_or_refused(content: bytes, metadata: bytes):
    _never_breaks(content, metadata)


@pytest.mark.slow
@given(st.lists(PIECES, max_size=120).map(b"".join) | st.binary(max_size=400), st.binary(max_size=100))
@settings(max_examples=100_000, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_sent_in_is_read_or_refused_many_times_over(content: bytes, metadata: bytes):
    _never_breaks(content, metadata)

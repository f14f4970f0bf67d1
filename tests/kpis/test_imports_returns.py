"""The parsers of returns as tables, given anything: the same answer as the screen, or a plain refusal."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpis.answers import Asked, read_answer
from kpis.exports.returns import question_of
from kpis.imports.columns import FIELD_HEADINGS
from kpis.imports.past import COLUMNS, read_past, read_term
from kpis.imports.returns import read_return
from kpis.models import Band, Definition, Kpi
from kpis.models.band import rule_of
from tests.builders import TODAY
from trust.tables import UNPRINTABLE, Sheet, Unreadable, csv_bytes, limits, read_table, xlsx_bytes
from trust.tables.opening import answer as open_workbook
from trust.terms import TermRef

LIMITS = {name: value for name, value in vars(limits).items() if name.isupper()}
KINDS = {
    "measure": {},
    "ratio": {},
    "penetration": {},
    "deadline": {},
    "national": {"forecasts": True},
    "ordinal": {"scale": ["Weak", "Good, mostly", "=Best"]},
    "assurance": {},
    "survey": {},
    "judgement": {},
}


def ask(kind):
    wanted = {"title": "Attendance", "unit": "%", "places": 1, "direction": "up", "reported_in": [1, 2, 3]}
    made = Definition(**(wanted | KINDS[kind]))
    band = Band(target=Decimal(95), limit=Decimal(93))
    return Asked(Kpi(code="ATT", kind=kind), made, band, rule_of(made, band, kind))


ASKED = {kind: ask(kind) for kind in KINDS}
QUESTIONS = {
    kind: {name: question_of(field, name) for name, field in read_answer(one, {}, TODAY).form.fields.items()}
    for kind, one in ASKED.items()
}
FIELDS = [(kind, name) for kind in KINDS for name in QUESTIONS[kind]]

LIKELY = st.one_of(
    st.text(),
    st.text("0123456789.,-+−£% \u00a0eE()/'=", max_size=16),
    st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str),
    st.dates(date(1890, 1, 1), date(2100, 1, 1)).map(str),
    st.sampled_from(["yes", "Partly", "not yet", "Good, mostly", "=Best", "'=1+1", "_x0041_", "red", "\x0b"]),
)


def said(kind, name, text):
    """What the screen makes of a text, as far as anybody can see it."""
    found = read_answer(ASKED[kind], {name: text} if text.strip() else {}, TODAY)
    return found.rag, found.value, dict(found.given), dict(found.errors), dict(found.gaps)


def through(sheets, kind):
    """The one answer in a file, and that nothing in it was refused."""
    reading = read_return(sheets, {"ATT": QUESTIONS[kind]}, "oak 2026-27-1")
    assert reading.faults == []
    return reading.given[0].text if reading.given else ""


def opened(content):
    return [Sheet(**sheet) for sheet in open_workbook(content, LIMITS)["sheets"]]


def the_same_from_screen_csv_and_workbook(field, text):
    kind, name = field
    header, row = ["Code", FIELD_HEADINGS[name]], ["ATT", text]
    kept = QUESTIONS[kind][name].read(text)
    from_workbook = through(opened(xlsx_bytes("Any", header, [row])), kind)
    assert from_workbook == kept
    assert said(kind, name, from_workbook) == said(kind, name, kept)
    carried = UNPRINTABLE.sub("", text)  # CSV holds no control characters
    from_csv = through(read_table("x.csv", csv_bytes(header, [["ATT", carried]])), kind)
    assert from_csv == QUESTIONS[kind][name].read(carried)
    assert said(kind, name, from_csv) == said(kind, name, QUESTIONS[kind][name].read(carried))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FIELDS), LIKELY)
def test_screen_csv_and_workbook_make_the_same_of_any_text(field, text):
    the_same_from_screen_csv_and_workbook(field, text)


@pytest.mark.slow
@settings(max_examples=100_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(FIELDS), LIKELY)
def test_screen_csv_and_workbook_make_the_same_of_a_hundred_thousand_texts(field, text):
    the_same_from_screen_csv_and_workbook(field, text)


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["Code", "ATT", "Return", "Your answer", "Field", "What to enter", "As downloaded", "Term"]
    ),
    st.sampled_from([*COLUMNS, "oak", "oak 2026-27-1", "elm 2026-27-1", "2023-24-1", "value", "95"]),
)
SHEETS = st.lists(
    st.builds(
        Sheet,
        st.sampled_from(["", "Read me", "Lists", "Attendance"]),
        st.lists(st.lists(CELLS, max_size=6), max_size=8),
    ),
    max_size=3,
)


def any_table_is_answers_and_faults(sheets):
    reading = read_return(sheets, {"ATT": QUESTIONS["measure"]}, "oak 2026-27-1")
    for one in reading.given:
        read_answer(ASKED["measure"], {one.field: one.text}, TODAY)
    past = read_past(sheets, {"oak": "oak"}, {"ATT"})
    assert all(fault.words for fault in [*reading.faults, *past.faults])


@settings(max_examples=150, deadline=None)
@given(SHEETS)
def test_any_table_is_answers_and_faults(sheets):
    any_table_is_answers_and_faults(sheets)


@pytest.mark.slow
@settings(max_examples=100_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(SHEETS)
def test_a_hundred_thousand_tables_are_answers_and_faults(sheets):
    any_table_is_answers_and_faults(sheets)


WORKBOOK = xlsx_bytes("T", ["Code", "Value"], [["ATT", "95.2"], ["=1", Decimal("1.5")]])


def damaged(place, rubbish):
    at = place % len(WORKBOOK)
    return WORKBOOK[:at] + rubbish + WORKBOOK[at + len(rubbish) :]


def any_bytes_are_read_or_refused(place, rubbish):
    try:
        read_table("x.csv", rubbish)
    except Unreadable as refused:
        assert str(refused).strip()  # noqa: PT017 - either is right
    made = open_workbook(damaged(place, rubbish), LIMITS)
    assert set(made) in ({"sheets"}, {"refused"})


NOT_A_ZIP = st.binary(max_size=200).filter(lambda content: not content.startswith(b"PK"))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10_000), NOT_A_ZIP)
def test_any_bytes_are_read_or_refused(place, rubbish):
    any_bytes_are_read_or_refused(place, rubbish)


@pytest.mark.slow
@settings(max_examples=100_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10_000), NOT_A_ZIP)
def test_a_hundred_thousand_rubbishes_are_read_or_refused(place, rubbish):
    any_bytes_are_read_or_refused(place, rubbish)


@pytest.mark.parametrize(
    "text",
    [
        "2023-24-2",
        "2023/24 (2)",
        "Spring 2023/24",
        "spring term 2023-24",
        "SPRING 2023/2024",
        " Spring, 2023/24 ",
    ],
)
def test_a_term_is_read_as_people_write_it(text):
    assert read_term(text) == TermRef(2023, 2)


@given(st.text())
def test_any_other_term_is_refused_in_words(text):
    try:
        assert isinstance(read_term(text), TermRef)
    except ValueError as refused:
        assert str(refused).startswith("Write a term as")  # noqa: PT017 - either is right

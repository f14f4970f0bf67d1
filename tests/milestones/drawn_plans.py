"""Plans drawn at random, as the rows from which a matrix is made, and what is read again of one."""

from datetime import date

from hypothesis import strategies as st

from milestones.imports import Span, State
from milestones.imports.refs import cross_refs
from milestones.imports.statuses import merged_into, since
from milestones.progress import Standing, TermDates
from milestones.progress import State as Standstill
from milestones.queries import MilestoneRow, PlanRows, matrix_from
from milestones.queries.rows import LineRow, TermRow
from trust.terms import TermRef

LETTERS = "abcdeéłΩ中AZ19 ,.;:!?-–“”‘’'\"=+@&<>()/%£_x"  # fmt: skip
STATUSES = {
    "": State.ACTIVE,
    "Paused 2026/27 (1)": State.PAUSED,
    "Mothballed 2019/20": State.PAUSED,
    "On hold: no money (yet)": State.PAUSED,
    "Closed": State.CLOSED,
    "Merged with 1a": State.MERGED,
}
STANDINGS = {
    State.ACTIVE: Standing.ACTIVE, State.PAUSED: Standing.PAUSED, State.CLOSED: Standing.CLOSED,
    State.MERGED: Standing.MERGED,
}  # fmt: skip

words = st.text(LETTERS, min_size=1, max_size=40).map(lambda text: " ".join(text.split())).filter(bool)
texts = st.lists(words, min_size=1, max_size=3).map("\n".join)
titles = st.one_of(words, st.sampled_from(["Alarms (closed circuit)", "Alarms (closed)", "1a", "Paused"]))


@st.composite
def tracks(draw, terms):
    """The texts of one row: from which term to which, none over another, and at least one."""
    found, at = [], 0
    while at < len(terms):
        reach = draw(st.integers(1, min(5, len(terms) - at)))
        if draw(st.booleans()):
            found.append((terms[at], terms[at + reach - 1], draw(texts)))
        at += reach
    return found or [(terms[-1], terms[-1], draw(texts))]


@st.composite
def lines(draw, number, strand, code, terms):
    status = draw(st.sampled_from(list(STATUSES)))
    rows = draw(st.lists(tracks(terms), max_size=3))
    milestones = tuple(
        MilestoneRow(0, track, first, last, text, "", ())
        for track, row in enumerate(rows, start=1)
        for first, last, text in row
    )
    standstill = Standstill(STANDINGS[STATUSES[status]], None, "")
    return LineRow(number, code, draw(titles), status, strand, (None, ""), standstill, None, milestones)


@st.composite
def plans(draw):
    """The rows of a plan of 1 to 4 strands, 1 to 6 lines in each, 0 to 3 tracks, and 1 to 15 terms."""
    first = draw(st.builds(TermRef, st.integers(2015, 2030), st.integers(1, 3)))
    terms = [first.shift(step) for step in range(draw(st.integers(1, 15)))]
    made = []
    for strand in range(1, draw(st.integers(1, 4)) + 1):
        named = (strand, draw(words))
        for letter in "abcdef"[: draw(st.integers(1, 6))]:
            made.append(draw(lines(len(made) + 1, named, f"{strand}{letter}", terms)))
    known = tuple(TermRow(TermDates(term, date(2026, 12, 31)), True) for term in terms)
    return PlanRows(draw(words), tuple(made), known)


def matrix_of(rows):
    return matrix_from(rows, rows.terms[0].ref, date(2026, 11, 18))


def read_as(rows):
    """The shape (tests/milestones/test_round_trip.py) that is read again of the plan of these rows."""
    codes = {line.code for line in rows.lines}
    return rows.title, tuple(term.ref for term in rows.terms), [
        (*line.strand, line.code, line.title, STATUSES[line.status_as_printed],
         line.status_as_printed or None, since(line.status_as_printed), _into(line.status_as_printed),
         [_cell(each, codes) for each in line.milestones])
        for line in rows.lines
    ]  # fmt: skip


def _into(status):
    return merged_into(status) if STATUSES[status] is State.MERGED else None


def _cell(row, codes):
    span = Span.POINT if row.first == row.last else Span.SPAN
    return row.text, row.first, row.last, str(span), row.track, cross_refs(row.text, codes)

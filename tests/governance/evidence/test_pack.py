"""What belongs to an inspection area, in which order, and what a pack says is missing."""

from datetime import date

import pytest

from governance.evidence.pack import Entry, Part, Scope, Touches, pack_of, season
from governance.evidence.starter import suggested
from trust.terms import TermRef

FIRST, LAST = TermRef(2024, 2), TermRef(2026, 1)
SCOPE = Scope(1, "Inclusion", frozenset({7}), frozenset({70}))


def entry(part=Part.QUESTIONS, *, on=date(2026, 10, 1), term=LAST, what="Why?", **more):
    touches = more.pop("touches", Touches(areas=frozenset({7})))
    return Entry(part, on, term, what, "Open", "Asked by a trustee", "/", touches, **more)


def section(part, *entries):
    return next(each for each in pack_of(SCOPE, entries, FIRST, LAST).sections if each.part is part)


@pytest.mark.parametrize(
    ("touches", "belongs"),
    [
        (Touches(areas=frozenset({7, 8})), True),
        (Touches(areas=frozenset({8})), False),
        (Touches(areas=frozenset({8}), kpis=frozenset({70})), True),
        (Touches(inspected=1), True),
        (Touches(areas=frozenset({7}), inspected=2), False),
        (Touches(whole=True), True),
        (Touches(), False),
    ],
)
def test_an_entry_belongs_by_its_areas_its_kpis_or_its_name(touches, belongs):
    assert SCOPE.holds(touches) is belongs


def test_what_is_missing_is_said_since_the_first_term_of_the_span():
    assert section(Part.QUESTIONS).gap == "No question about this area since spring 2025."
    assert section(Part.QUESTIONS, entry()).gap == ""


def test_a_part_that_went_quiet_says_since_when():
    assert section(Part.QUESTIONS, entry(term=LAST.shift(-1))).gap == ""
    assert section(Part.QUESTIONS, entry(term=LAST.shift(-2))).gap == "Nothing since spring 2026."


def test_the_newest_comes_first_and_the_undated_last():
    rows = [entry(on=None, what="c"), entry(on=date(2025, 1, 1), what="b"), entry(what="a")]
    assert [each.what for each in section(Part.QUESTIONS, *rows).entries] == ["a", "b", "c"]


def test_the_headline_counts_what_is_open():
    pack = pack_of(SCOPE, [entry(is_open=True), entry(Part.REMITS)], FIRST, LAST)
    assert pack.headline == "2 pieces of evidence, 1 still open"
    assert pack_of(SCOPE, [], FIRST, LAST).headline == "No evidence yet"
    assert section(Part.QUESTIONS, entry(is_open=True), entry()).counted == "2, 1 open"


def test_a_season_is_named_as_people_say_it():
    assert [season(FIRST.shift(by)) for by in range(3)] == ["spring 2025", "summer 2025", "autumn 2025"]


def test_the_suggestion_goes_by_the_words_of_the_areas():
    areas = [(1, "Attendance"), (2, "Pupil behaviour"), (3, "Finance"), (4, "Safeguarding")]
    assert suggested("Attendance and behaviour", areas) == {1, 2}
    assert suggested("Safeguarding", areas) == {4}
    assert suggested("Music", areas) == frozenset()

"""Answers that cannot be right, that are unusual, that disagree; what stands behind them."""

from decimal import Decimal

import pytest

from kpis.answers import Asked, read_answer, read_together, reading_of, typed_of_last
from kpis.models import Band, Definition, Figure, Kpi, Strength
from kpis.models.band import rule_of
from kpis.plausible import Agreement
from kpis.rag import Mark
from tests.builders import NOW, TODAY
from trust.models import Term

BAND = Band(target=Decimal("95"), limit=Decimal("93"))


def ask(code="ATT", kind="measure", pk=1, **more):
    own = {name: more.pop(name) for name in ("last", "documents") if name in more}
    wanted = {"title": "Attendance", "unit": "%", "places": 1, "direction": "up", "reported_in": [1, 2, 3]}
    made = Definition(**(wanted | more))
    return Asked(Kpi(pk=pk, code=code, kind=kind), made, BAND, rule_of(made, BAND, kind), **own)


def read(asked, **typed):
    return read_answer(asked, typed, TODAY)


def last(value, **fields):
    return Figure(value=Decimal(value), term=Term(year=2025, number=3), entered_at=NOW, **fields)


def test_what_is_impossible_is_an_error_of_its_field():
    answer = read(ask(least=Decimal(50)), value="49")
    assert answer.errors == {"value": "49.0% is impossible here: it is at least 50.0%."}
    assert (answer.rag.mark, answer.value, answer.gaps) == (Mark.NOT_REPORTED, None, {})


def test_of_counts_it_is_the_figure_worked_out_from_them_that_is_impossible():
    answer = read(ask(kind="ratio", most=Decimal(90)), numerator="95", denominator="100")
    assert answer.errors == {"numerator": "95.0% is impossible here: it is at most 90.0%."}


def test_an_unusual_figure_wants_a_note():
    asked = ask(usual_move=Decimal(3), last=last("99"))
    answer = read(asked, value="95.0")
    assert answer.gaps == {"note": "4.0 points lower than in summer 2025/26: is this right? If so, say why."}
    assert answer.errors == {}
    assert read(asked, value="95.0", note="A snow day.").is_complete


def test_a_usual_figure_wants_none():
    assert read(ask(usual_move=Decimal(3), last=last("97")), value="95").unusual == ()


def test_a_figure_that_is_absent_is_neither():
    answer = read(ask(least=Decimal(50), usual_low=Decimal(60)), absent="not_reported")
    assert (answer.errors, answer.unusual) == ({}, ())


AT_MOST = Agreement(1, "value", "at-most", 2, "value", True, "More left than were there.")
EQUALS = Agreement(1, "value", "equals", 2, "value", False, "The two rolls differ.")


def together(agreements, one, other, **instead):
    asked = [ask("ONE", pk=1), ask("TWO", pk=2)]
    typed = {"ONE": one, "TWO": other} | instead
    return read_together(asked, agreements, TODAY, instead=typed)


def test_answers_that_must_agree_and_do_not_are_refused():
    first, second = together([AT_MOST], {"value": "97"}, {"value": "96"})
    assert first.errors == {"value": "More left than were there."}
    assert second.is_complete


def test_or_want_a_note():
    first, _ = together([EQUALS], {"value": "97"}, {"value": "96"})
    assert first.gaps == {"note": "The two rolls differ."}
    first, _ = together([EQUALS], {"value": "97", "note": "Two pupils left."}, {"value": "96"})
    assert first.is_complete


@pytest.mark.parametrize("other", [{}, {"value": "9,6"}, {"absent": "not_reported"}])
def test_what_is_not_known_yet_disagrees_with_nothing(other):
    first, _ = together([AT_MOST, EQUALS], {"value": "97"}, other)
    assert first.is_complete


def test_amounts_agree_as_they_are_displayed():
    first, _ = together([EQUALS], {"value": "96.04"}, {"value": "96"})
    assert first.unusual == ()


@pytest.mark.parametrize(
    ("typed", "documents", "strength"),
    [
        ({}, 0, Strength.NONE),
        ({"evidence": "Seen."}, 0, Strength.STATED),
        ({"evidence_link": "https://www.example.org/a"}, 0, Strength.STATED),
        ({}, 1, Strength.DOCUMENT),
    ],
)
def test_evidence_has_a_strength_and_makes_an_assurance_green(typed, documents, strength):
    answer = read(ask(kind="assurance", documents=documents), choice="yes", **typed)
    assert answer.strength == strength
    assert answer.rag.mark is (Mark.GREEN if strength else Mark.AMBER)


def test_a_reported_figure_with_a_document_stays_green():
    asked = ask(kind="assurance")
    figure = Figure(choice="yes", strength=Strength.DOCUMENT, entered_at=NOW)
    assert reading_of(figure, asked).has_evidence


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://example.org/a", "data:text/html,x", "a b", "http://"]
)
def test_only_pages_are_links(link):
    assert list(read(ask(), value="95", evidence_link=link).errors) == ["evidence_link"]


def test_a_link_without_its_beginning_is_taken_as_https():
    answer = read(ask(), value="95", evidence_link="www.example.org/report")
    assert answer.given["evidence_link"] == "https://www.example.org/report"


def test_the_last_answer_is_given_again_without_what_was_said_of_its_term():
    figure = last(
        "95.5", comment="Then.", note="Then.", forecast_low=Decimal(1), judged="red", judged_reason="So."
    )
    assert typed_of_last(figure) == {"value": "95.5"}


def test_words_that_look_like_pupil_data_worry_also_where_they_cannot_be_saved():
    answer = read(ask(), value="95", comment="x" * 700 + " UPN A123456789012")
    assert "comment" in answer.errors
    assert answer.worry
    assert read(ask(), value="95", comment="All is well.").worry == ""

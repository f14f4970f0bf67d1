"""What can be typed for each kind of KPI, and what a return still needs of it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpis.answers import Asked, read_answer, typed_of
from kpis.forms import EntryForm, names_for
from kpis.models import Band, Definition, Figure, Kpi
from kpis.models.band import rule_of
from kpis.rag import Kind, Mark
from tests.builders import NOW, TODAY


def ask(kind="measure", *, band=None, previous=None, **definition):
    wanted = {"title": "Attendance", "unit": "%", "places": 1, "direction": "up", "reported_in": [1, 2, 3]}
    made = Definition(**(wanted | definition))
    agreed = Band(**({"target": Decimal("95"), "limit": Decimal("93")} if band is None else band))
    return Asked(Kpi(code="ATT", kind=kind), made, agreed, rule_of(made, agreed, kind), last=previous)


def read(asked, **typed):
    return read_answer(asked, typed, TODAY)


SCALE = ["Requires improvement", "Good", "Outstanding"]


@pytest.mark.parametrize(
    ("kind", "definition", "names"),
    [
        ("measure", {}, ["value"]),
        ("measure", {"denominator_label": "Pupils"}, ["numerator", "denominator"]),
        ("ratio", {}, ["numerator", "denominator"]),
        ("penetration", {}, ["numerator", "denominator"]),
        ("deadline", {}, ["done_on", "choice"]),
        ("national", {}, ["value"]),
        ("ordinal", {"scale": SCALE}, ["choice"]),
        ("assurance", {}, ["choice"]),
        ("survey", {}, ["numerator", "denominator", "eligible"]),
        ("judgement", {}, ["choice", "text"]),
    ],
)
def test_each_kind_asks_for_its_own_fields(kind, definition, names):
    assert list(read(ask(kind, **definition)).form.figure_fields) == names


def test_a_kpi_that_forecasts_also_asks_for_low_and_high():
    asked = ask(forecasts=True)
    assert {"forecast_low", "forecast_high"} <= set(names_for("measure", asked.definition))


@pytest.mark.parametrize(
    ("kind", "definition", "typed", "mark", "value"),
    [
        ("measure", {}, {"value": "95.25%"}, Mark.GREEN, "95.3"),
        ("ratio", {"direction": "down"}, {"numerator": "812", "denominator": "1,000"}, Mark.GREEN, "81.2"),
        ("penetration", {}, {"numerator": "19", "denominator": "20"}, Mark.GREEN, "95.0"),
        ("survey", {}, {"numerator": "90", "denominator": "96", "eligible": "120"}, Mark.AMBER, "93.8"),
        ("assurance", {}, {"choice": "yes"}, Mark.AMBER, None),
        ("assurance", {}, {"choice": "yes", "evidence": "The audit of 3 November."}, Mark.GREEN, None),
        ("judgement", {}, {"choice": "amber", "text": "Two posts are open."}, Mark.AMBER, None),
        ("measure", {}, {"absent": "not_applicable"}, Mark.NOT_APPLICABLE, None),
    ],
)
def test_what_is_typed_is_rated(kind, definition, typed, mark, value):
    answer = read(ask(kind, **definition), **typed)
    assert (answer.rag.mark, answer.value) == (mark, value and Decimal(value))


@pytest.mark.parametrize(
    ("typed", "mark"),
    [
        ({"done_on": "2026-10-01"}, Mark.GREEN),
        ({"done_on": "14 October 2026"}, Mark.AMBER),
        ({"done_on": "10/11/2026"}, Mark.RED),
        ({"choice": "not yet"}, Mark.RED),
        ({}, Mark.NOT_REPORTED),
    ],
)
def test_a_deadline_is_rated_by_its_two_dates(typed, mark):
    dates = {"due_on": date(2026, 10, 31), "trust_due_on": date(2026, 10, 7)}
    assert read(ask("deadline", band=dates), **typed).rag.mark == mark


def test_a_grade_is_rated_against_the_one_before():
    before = Figure(choice="Good", entered_at=NOW)
    asked = ask("ordinal", band={}, scale=SCALE, previous=before)
    assert read(asked, choice="Good").rag.mark == Mark.GREEN
    assert read(asked, choice="Requires improvement").rag.mark == Mark.RED


@pytest.mark.parametrize(
    ("kind", "typed", "field", "words"),
    [
        ("measure", {"value": "85,5"}, "value", "Use a full stop for decimals: 85.5"),
        ("measure", {"value": "952"}, "value", "Enter a percentage between 0 and 100. Did you mean 95.2?"),
        ("measure", {"value": "-1"}, "value", "Enter a percentage between 0 and 100."),
        ("measure", {"value": "95.12345"}, "value", "Enter at most 4 decimal places."),
        (
            "measure",
            {"value": "95", "absent": "not_reported"},
            "absent",
            "Clear the figure, or say that there is one.",
        ),
        (
            "penetration",
            {"numerator": "21", "denominator": "20"},
            "numerator",
            "This cannot be more than 20.",
        ),
        ("penetration", {"numerator": "2"}, "denominator", "Enter both numbers, or leave both blank."),
        ("penetration", {"numerator": "-2", "denominator": "3"}, "numerator", "Enter 0 or more."),
        ("ratio", {"numerator": "2", "denominator": "0"}, "denominator", "Enter a number above 0."),
        (
            "survey",
            {"numerator": "2", "denominator": "9", "eligible": "8"},
            "denominator",
            "This cannot be more than the 8 who were asked.",
        ),
        ("deadline", {"done_on": "31/02/2026"}, "done_on", "Enter a date such as 14 November 2026."),
        ("deadline", {"done_on": "2026-11-19"}, "done_on", "Thursday 19 November 2026 has not come yet."),
        ("deadline", {"done_on": "٢٠٢٦-11-01"}, "done_on", "Enter a date such as 14 November 2026."),
        ("measure", {"comment": "x" * 601}, "comment", "Use at most 600 characters."),
    ],
)
def test_what_cannot_be_read_or_be_right_says_what_is_expected(kind, typed, field, words):
    assert read(ask(kind), **typed).errors[field] == words


def test_a_deficit_is_a_percentage_too():
    asked = ask(band={"target": Decimal("2"), "limit": Decimal("0")})
    assert read(asked, value="-3.1").errors == {}


def test_a_choice_that_is_not_on_the_list_is_refused():
    assert "choice" in read(ask("assurance"), choice="perhaps").errors


def test_low_is_not_above_high():
    answer = read(ask(forecasts=True), value="95", forecast_low="96", forecast_high="94")
    assert answer.errors == {"forecast_high": "Enter 96 or more."}


@pytest.mark.parametrize(
    ("kind", "typed", "gaps"),
    [
        ("measure", {}, ["value"]),
        ("measure", {"value": "0"}, ["comment"]),
        ("measure", {"value": "94"}, []),
        ("survey", {"numerator": "95", "denominator": "96"}, ["eligible"]),
        ("judgement", {"choice": "red"}, ["text"]),
        ("judgement", {"choice": "red", "text": "We have no lead."}, []),
        ("deadline", {}, ["done_on"]),
        ("measure", {"value": "96", "judged": "red"}, ["judged_reason"]),
        ("measure", {"absent": "not_reported"}, []),
    ],
)
def test_what_is_still_needed(kind, typed, gaps):
    assert list(read(ask(kind), **typed).gaps) == gaps


def test_a_figure_typed_again_says_the_same():
    figure = Figure(numerator=Decimal("19.0000"), denominator=Decimal("20.0000"), value=Decimal("95.0"))
    assert typed_of(figure) == {"numerator": "19", "denominator": "20"}


@pytest.mark.parametrize("kind", list(Kind))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.dictionaries(
        st.sampled_from(
            [
                "value",
                "numerator",
                "denominator",
                "eligible",
                "choice",
                "done_on",
                "text",
                "absent",
                "judged",
                "forecast_low",
            ]
        ),
        st.text(max_size=30),
    )
)
def test_whatever_is_typed_is_read_without_a_fault(kind, typed):
    answer = read(ask(kind, scale=SCALE, forecasts=True), **typed)
    assert answer.rag.reason


def test_the_form_takes_no_field_that_it_does_not_ask():
    form = EntryForm(
        "measure",
        ask().definition,
        ask().rule,
        {"value": "95", "school": "2", "state": "issued"},
        code="ATT",
        today=TODAY,
    )
    assert set(form.fields) & {"school", "state"} == set()


def test_the_fields_that_every_kpi_has_are_shared_and_keep_nothing_of_a_form():
    one, other = (read(ask(), comment=words).form for words in ("a" * 601, "Well."))
    assert one.fields["comment"] is other.fields["comment"]
    assert (set(one.errors), other.errors, other.cleaned_data["comment"]) == ({"comment"}, {}, "Well.")
    assert "a" * 601 not in str(other["comment"])

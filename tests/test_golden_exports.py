"""The shape of every file that the house gives out, held against `tests/golden/`."""

import pytest

from kpis.actions import save_entry
from kpis.exports import past_csv, past_workbook, return_csv, return_workbook
from kpis.queries.past import past_figures
from kpis.queries.returns import sections_of
from tests import builders
from tests.golden_files import assert_golden_csv, assert_golden_workbook


@pytest.fixture
def kpis(world):
    outcomes = builders.make_area("Headline outcomes")
    made = {
        "ATT": builders.make_kpi("ATT", title="Attendance", is_headline=True),
        "PAY": builders.make_kpi(
            "PAY", kind="ratio", area=builders.make_area("Finance: income and costs"), title="Staffing costs",
            numerator_label="Staffing costs", denominator_label="Income", direction="down",
        ),
        "DBS": builders.make_kpi("DBS", kind="deadline", title="Checks done", unit=""),
        "SAFE": builders.make_kpi("SAFE", kind="assurance", title="Policy in place", unit=""),
        "OFS": builders.make_kpi(
            "OFS", kind="ordinal", title="Grade", unit="", scale=["Weak, and falling", "Fair", "=Good"]
        ),
        "SUR": builders.make_kpi("SUR", kind="survey", title="Parents content"),
        "P8": builders.make_kpi(
            "P8", kind="national", area=outcomes, title="Progress 8", unit="", forecasts=True
        ),
        "OWN": builders.make_kpi("OWN", kind="judgement", area=outcomes, title="Own view", unit=""),
    }  # fmt: skip
    builders.make_band(made["ATT"])
    return made


@pytest.fixture
def returned(world, kpis, head_of_oak):
    before = builders.make_return(world.oak, builders.make_term("2025-26-3"), "accepted")
    builders.make_figure(kpis["ATT"], before, head_of_oak, "93.4", comment="=1+1")
    builders.make_figure(kpis["PAY"], before, head_of_oak, "78", numerator=780, denominator=1000)
    builders.make_figure(kpis["DBS"], before, head_of_oak, done_on="2026-04-30")
    made = builders.make_return(world.oak, world.term)
    typed = {
        "ATT": {"value": "95.2", "comment": "=HYPERLINK(1)"},
        "PAY": {"numerator": "£780", "denominator": "1000"},
        "DBS": {"done_on": "2026-11-14"},
        "SAFE": {"choice": "partly", "evidence": "-5"},
        "OFS": {"choice": "=Good"},
    }
    for code, fields in typed.items():
        save_entry(made, kpis[code], by=head_of_oak, typed=fields, seen_version=0)
    return made


def test_a_returns_workbook(returned):
    assert_golden_workbook("return_workbook.json", return_workbook(returned, sections_of(returned)))


def test_a_returns_table(returned):
    assert_golden_csv("return_table.csv", return_csv(returned, sections_of(returned)))


def test_past_returns(returned):
    assert_golden_csv("past_returns.csv", past_csv(past_figures()))
    assert_golden_workbook("past_returns.json", past_workbook(past_figures()))


def test_a_kpis_figures(returned, executive, as_person):
    client = as_person(executive)
    address = "/kpis/ATT/figures.{}?term=2025-26-3"
    assert_golden_csv("kpi_figures.csv", client.get(address.format("csv")).content)
    assert_golden_workbook("kpi_figures.json", client.get(address.format("xlsx")).content)


def test_the_return_week(returned, executive, as_person):
    content = as_person(executive).get("/returns/week/2026-27-1/board.csv").content
    assert_golden_csv("return_week.csv", content)


def test_the_milestones_matrix(world, executive, as_person):
    plan = builders.make_plan()
    line = builders.make_line(plan, "1a", "Shared training plan")
    builders.make_milestone(line, "2026-27-1", text="=Write it")
    builders.make_milestone(line, "2026-27-2", "2026-27-3", text="Use it, in every school")
    builders.make_line(plan, "2b", "Governors' skills")
    content = as_person(executive).get("/milestones/matrix.csv").content
    assert_golden_csv("milestones_matrix.csv", content)

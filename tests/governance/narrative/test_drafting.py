"""Drafts say what moved, from what to what, whose, and nothing else."""

from governance.narrative.drafting import drafts_from
from tests.packs import sample_contents


def line(title="Attendance, %", was="amber", mark="red", before="93.0", shown="91.2", figure=1, **more):
    return {
        "title": title, "plain_title": title.split(",")[0], "was": was, "mark": mark, "before": before,
        "shown": shown, "figure": figure, "reference": "OAK-ATT-2026-27-1",
    } | more  # fmt: skip


def contents(*pages, **changes):
    schools = [{"name": name, "areas": [{"name": "Any", "figures": list(lines)}]} for name, lines in pages]
    empty = {"schools": schools, "milestones": {"strands": []}, "sources": {"returns": []}}
    return sample_contents(1, 3) | empty | changes


def test_a_figure_that_changed_colour_is_told_with_its_reference():
    text = drafts_from(contents(("Oak School", [line()])))["kpi-heat-map"]

    assert text == (
        "Since summer, one figure has a worse rating.\n"
        "- **Attendance, %**: Oak School 93.0 to 91.2, amber to red (OAK-ATT-2026-27-1)."
    )


def test_schools_are_told_together_and_worse_comes_before_better():
    pages = [(f"School {number}", [line()]) for number in range(5)]
    pages += [("Elm School", [line("Training, %", "red", "green")])]
    worse, better = drafts_from(contents(*pages))["kpi-heat-map"].split("\n\n")

    assert worse.startswith("Since summer, five figures have a worse rating.")
    assert "School 2 93.0 to 91.2" in worse
    assert "School 3" not in worse
    assert worse.endswith("; and two more.")
    assert better.startswith("Since summer, one figure has a better rating.")


def test_more_than_six_measures_are_counted():
    lines = [line(f"Measure {number}") for number in range(9)]
    assert drafts_from(contents(("Oak", lines)))["kpi-heat-map"].endswith(
        "- And three more, marked in the heat map."
    )


def test_what_did_not_move_or_may_not_be_shown_has_no_words():
    still = [
        line(was="red"), line(was=""), line(mark="small_group"), line(was="small_group"), line(figure=0),
        line(was="not_reported"), line(was="red", mark="overdue"),
    ]  # fmt: skip
    assert drafts_from(contents(("Oak", still))) == {}


def test_contents_of_an_earlier_format_are_read_without_complaint():
    old = [{key: value for key, value in line().items() if key not in ("was", "reference")}]
    assert drafts_from(contents(("Oak", old))) == {}


def test_priorities_forecasts_and_returns_are_told():
    sheets = [
        {"code": "1a", "title": "Reading", "was": "green", "now": "red"},
        {"code": "1b", "title": "GCSE courses", "was": "overdue", "now": "red"},
    ]
    table = {
        "rows": [
            ["Oak", "Attendance", "91%", "min 95", "Short of it", ""],
            ["Elm", "A", "", "", "Meets it", ""],
        ]
    }
    drafts = drafts_from(
        contents(
            ("Oak School", [line(was="red")]),
            changed_sheets=sheets,
            lists={"forecasts": {"tables": [table]}},
            sources={
                "returns": [
                    {"name": "The trust's own return", "state": "In draft"},
                    {"name": "Oak", "state": "Accepted"},
                ]
            },
        )
    )

    assert drafts == {
        "milestone-matrix": "One priority has another rating than in the last Trust Update.\n"
        "- **1a** reading: green to red.",
        "forecasts-and-their-record": "One forecast is short of the target.\n"
        "- **Oak**, attendance: 91% against min 95 (OAK-ATT-2026-27-1).",
        "where-the-figures-come-from": "1 of 2 returns were accepted when these figures were frozen. "
        "Still out: the trust's own return.",
    }

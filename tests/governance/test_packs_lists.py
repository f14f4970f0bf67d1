"""Sections of tables in a pack: who governs, compliance, forecasts, where schools stand, and its quality."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from governance.models import Build, Obligation, ObligationDate, Policy, TrustUpdate
from governance.packs import compile as packs
from governance.packs import contents, sections
from governance.packs.lists import table
from governance.queries.updates import steps_of
from kpis.models import Return
from schools.models import (
    Audience,
    BodyKind,
    Categorisation,
    CategoryState,
    Finding,
    Inspection,
    Regime,
    Rung,
)
from tests import builders
from tests.builders import NOW
from trust.models import JobState


@pytest.fixture
def update(world):
    return TrustUpdate.objects.create(term=world.term)


def rows_of(made, anchor, title):
    (found,) = [each for each in made["lists"][anchor]["tables"] if each["title"] == title]
    return found["rows"]


def test_who_governs_is_told_in_counts(update, world):
    builders.make_body("Trust board", BodyKind.BOARD)

    made = contents.freeze(update)["lists"]["governing"]

    assert [each["title"] for each in made["tables"]][:1] == ["Places and people"]
    assert rows_of({"lists": {"governing": made}}, "governing", "Places and people")[0][0] == "Trust board"


def test_open_findings_dates_and_policies_are_told_and_settled_ones_are_not(update, oak, clerk):
    area = builders.make_area("Safeguarding")
    common = {"school": oak, "area": area, "owner_post": "Site manager", "found_on": date(2026, 9, 1)}
    Finding.objects.create(
        text="Doors do not close.", severity="serious", due_on=date(2026, 10, 1), request_key="1", **common
    )
    Finding.objects.create(
        text="Mended.", severity="serious", due_on=date(2026, 10, 1), state="closed", closed_by=clerk,
        closed_at=NOW, request_key="2", **common,
    )  # fmt: skip
    held = Obligation.objects.create(title="Accounts return")
    ObligationDate.objects.create(obligation=held, year=2026, due_on=date(2026, 10, 31))
    ObligationDate.objects.create(obligation=held, year=2027, due_on=date(2027, 10, 31))
    Policy.objects.create(title="Complaints", next_review=date(2026, 9, 30))
    Policy.objects.create(title="Behaviour", next_review=date(2027, 9, 30))

    made = contents.freeze(update)

    (finding,) = rows_of(made, "compliance", "Findings that are open")
    assert finding[:3] == ["Oak", "Safeguarding: Doors do not close", "Serious"]
    assert rows_of(made, "compliance", "Dates to keep") == [
        ["Accounts return", "The trust", "31 Oct 2026", "Overdue"]
    ]
    assert [row[0] for row in rows_of(made, "compliance", "Policies past their review")] == ["Complaints"]


def test_a_forecast_stands_against_its_target(update, oak, term, executive, head_of_oak):
    kpi = builders.make_kpi("KS2", title="Key stage 2", forecasts=True)
    builders.make_band(kpi)
    returned = builders.make_return(oak, term, "accepted")
    builders.make_figure(
        kpi, returned, head_of_oak, "96", forecast_low=Decimal(88), forecast_high=Decimal(92)
    )

    made = contents.freeze(update)

    assert made["lists"]["forecasts"]["standfirst"] == "1 of 1 forecasts are short of their targets."
    (row,) = rows_of(made, "forecasts", "This term")
    assert row == ["Oak", "Key stage 2", "88.0% to 92.0%", "min 95.0", "Short of it", "None settled yet"]


def test_a_forecast_of_a_return_that_is_not_accepted_is_not_printed(update, oak, term, head_of_oak):
    kpi = builders.make_kpi("KS2", forecasts=True)
    builders.make_band(kpi)
    returned = builders.make_return(oak, term, "submitted")
    builders.make_figure(kpi, returned, head_of_oak, "96", forecast_low=Decimal(88))

    assert rows_of(contents.freeze(update), "forecasts", "This term") == []


def test_where_schools_stand_tells_what_is_settled_alone(update, oak, elm, term, executive):
    rung = Rung.objects.create(number=1, name="Secure", meaning="Good enough.")
    Categorisation.objects.create(
        school=oak, term=term, state=CategoryState.MODERATED, own_rung=rung, moderated_rung=rung,
        moderated_by=executive, moderated_at=NOW,
    )  # fmt: skip
    Categorisation.objects.create(school=elm, term=term, state=CategoryState.DRAFT, own_rung=rung)
    Inspection.objects.create(
        school=oak, on=date(2026, 3, 3), regime=Regime.OVERALL, grades={"Overall effectiveness": "Good"}
    )

    made = contents.freeze(update)

    told = rows_of(made, "standing", "Categories and inspections")
    assert [(row[0], *row[-2:]) for row in told] == [
        ("Elm Primary School", "–", "Not inspected yet"),
        ("Oak School", "Secure", "Good, 3 Mar 2026"),
    ]


def test_other_readers_are_not_told_of_the_boards_own_business(world):
    update = TrustUpdate.objects.create(term=world.term, audience=Audience.PUBLIC)

    assert set(contents.freeze(update)["lists"]) == {"forecasts", "highlights", "standing"}


def test_the_quality_line_counts_returns_on_time(update, oak, elm, term, attendance_figure):
    Return.objects.filter(school=oak).update(first_submitted_at=NOW - timedelta(days=30))
    told = contents.freeze(update)["sources"]["quality"]

    assert told[0] == "1 of 1 returns came in on time."
    assert told[2] == "0 were corrected since the last Trust Update."


@pytest.fixture
def attendance_figure(oak, term, head_of_oak):
    kpi = builders.make_kpi("ATT", title="Attendance")
    builders.make_band(kpi)
    return builders.make_figure(kpi, builders.make_return(oak, term, "accepted"), head_of_oak, "96")


def test_a_figure_prints_a_reference_that_leads_to_its_page(update, attendance_figure):
    page = next(each for each in contents.freeze(update)["schools"] if each["slug"] == "oak")
    line = page["areas"][0]["figures"][0]

    assert line["reference"] == "OAK-ATT-2026-27-1"
    assert line["url"].endswith(f"/figures/{attendance_figure.pk}/")


def test_sections_that_share_pages_each_have_their_line_in_the_contents(update, attendance_figure):
    made = contents.freeze(update)
    parts = {section.part: section for section in sections.sections_of(made)}
    html = packs.preview(made, draft="Draft 1")

    assert list(parts[sections.GOVERNING].also) == [("compliance", "Compliance")]
    for title in (sections.GOVERNING, sections.COMPLIANCE, sections.FORECASTS, sections.STANDING):
        assert f'<a href="#{sections.LISTS[title]}">{title}</a>' in html


def test_contents_frozen_before_a_section_was_thought_of_have_no_such_section(update, attendance_figure):
    made = contents.freeze(update)
    made.pop("lists")

    assert not {section.part for section in sections.sections_of(made)} & set(sections.LISTS)


def test_a_table_whose_rows_are_uneven_is_no_table():
    with pytest.raises(AssertionError, match="A row of Findings has another width"):
        table("Findings", ("One", "Two"), [("a",)], none="None.")


def test_progress_of_sections_that_share_pages_is_told_by_the_first(update, attendance_figure):
    made = contents.freeze(update)
    shared = next(each for each in sections.sections_of(made) if each.part == sections.GOVERNING)
    build = Build(update_of=update, state=JobState.RUNNING, step=shared.words)

    now = [part for part, state in steps_of(build) if state == "now"]

    assert now == [sections.GOVERNING]


def test_an_issued_update_names_the_parts_that_it_has(update, attendance_figure):
    made = contents.freeze(update)
    titles = [title for _, title in sections.parts_in(made)]

    assert titles[0] == sections.SUMMARY
    assert sections.HIGHLIGHTS not in titles
    assert titles.index(sections.GOVERNING) < titles.index(sections.THREAD) < titles.index(sections.STANDING)
    del made["lists"]
    assert sections.GOVERNING not in [title for _, title in sections.parts_in(made)]

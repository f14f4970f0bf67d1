"""A school's figures, a figure's chain, and the KPI book, as their readers find them."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis.actions import correct_figure, judge_figure
from kpis.imports.columns import Place
from kpis.models import Entry, Prefill, ReleasedFigure, Upload, UploadKind
from kpis.origins import kept_origin
from kpis.queries.chain import chain_of
from kpis.queries.figures import figure_for, provenance
from kpis.queries.kpi_page import kpi_sheet
from kpis.queries.school_page import school_sheet
from kpis.rag import Mark
from schools.models import Release
from tests import builders
from tests.builders import NOW
from trust.blobs import keep


@pytest.fixture
def attendance(world):
    kpi = builders.make_kpi(
        "ATT",
        is_headline=True,
        title="Attendance",
        numerator_label="sessions attended",
        denominator_label="sessions",
    )
    builders.make_band(kpi, minute="Minute 6")
    return kpi


@pytest.fixture
def figure(attendance, oak, term, head_of_oak, executive):
    back = builders.make_return(
        oak, term, "accepted", submitted_by=head_of_oak, signed_as="Head Of Oak, headteacher",
        decided_by=executive, decided_at=NOW,
    )  # fmt: skip
    return builders.make_figure(
        attendance,
        back,
        head_of_oak,
        "93.1",
        numerator=Decimal(931),
        denominator=Decimal(1000),
        comment="Flu.",
    )


def release(figure):
    stamp = Release.objects.create(term=figure.term, audience="board", at=NOW)
    ReleasedFigure.objects.create(release=stamp, figure=figure)


def links(figure, user):
    stages = chain_of(provenance(figure_for(user, figure.pk), user))
    return {link.title: link for stage in stages for link in stage.links}


def words(figure, user):
    return {title: link.words for title, link in links(figure, user).items()}


def test_chain_tells_where_a_figure_comes_from(figure, attendance, executive):
    builders.make_comparator(attendance, "94.5", term_number=1)

    assert words(figure, executive) == {
        "Reported": "Oak School reported 93.1% for Autumn 2026/27.",
        "How it came in": "Typed into the portal.",
        "Worked out from": "931 (sessions attended) of 1,000 (sessions), which makes 93.1%.",
        "What is counted": "Attendance, version 1, in force since Autumn 2020/21: What is counted. "
        "In per cent.",
        "Evidence": "No evidence was given with it.",
        "Signed": "Signed and sent in with its return.",
        "Moderated": "Accepted with its return.",
        "Externally validated": "Nobody from outside the school has checked it against its source.",
        "Target": "Green at least 95.0%, red below 93.0%. Agreed for every school (Minute 6); in force since "
        "Autumn 2020/21.",
        "Rated": "Amber: 93.1% is below the 95% target by 1.9 points, within the 2-point tolerance.",
        "Compared with": "National 94.5% for 2026/27 (1): A national release, as published or read on "
        "Thursday 1 October 2026.",
        "Given out": "Not issued yet: only those who prepare it see it.",
    }


def test_each_link_says_who_and_when(figure, executive):
    told = links(figure, executive)

    said = {title: (link.by, link.at) for title, link in told.items() if link.by}
    assert said == {
        "Reported": ("Head Of Oak", NOW),
        "How it came in": ("Head Of Oak", NOW),
        "Signed": ("Head Of Oak, headteacher", NOW),
        "Moderated": ("Executive", NOW),
        "Target": ("The board", date(2020, 7, 1)),
    }


def test_what_is_not_there_is_said_in_words(figure, as_person, executive):
    page = as_person(executive).get(f"/figures/{figure.pk}/").content.decode()

    assert "Not there: evidence, a check from outside, a national figure and an issued Trust Update." in page
    assert "There is no national figure to compare it with." in page


def test_figure_of_a_return_that_nobody_has_checked_says_so(figure, executive):
    returned = figure.returned
    type(returned).objects.filter(pk=returned.pk).update(state="submitted", decided_at=None)

    assert words(figure, executive)["Moderated"].startswith("Nobody has checked it yet")


def test_correction_is_a_link_with_before_after_and_reason(figure, executive):
    newer = correct_figure(figure, by=executive, reason="Two classes were missing.", numerator="950")

    told = words(newer, executive)

    changed = [said for title, said in told.items() if title.endswith(": version 2")]
    assert changed == ["93.1% became 95.0%: Two classes were missing."]
    assert told["Reported"] == "Oak School reported 93.1% for Autumn 2026/27."
    assert told["Worked out from, in version 2"].startswith("950 (sessions attended) of 1,000")
    assert told["Given out"] == "This version is not issued yet: only those who prepare it see it."
    assert links(newer, executive)["How it came in"].by == "Head Of Oak"


def test_past_figure_names_the_file_it_was_brought_in_from(figure, executive):
    returned = figure.returned
    type(returned).objects.filter(pk=returned.pk).update(source="Brought in from past.csv")

    assert words(figure, executive)["How it came in"] == (
        "Brought in from past.csv, with other returns of earlier terms."
    )


def test_figure_read_from_a_spreadsheet_names_the_file_and_the_cell(figure, head_of_oak, executive):
    upload = Upload.objects.create(
        kind=UploadKind.RETURN, returned=figure.returned, term=figure.term, blob=keep(b"x"), name="oak.xlsx",
        by=head_of_oak, at=NOW, applied_at=NOW,
    )  # fmt: skip
    entry = Entry(
        returned=figure.returned, kpi=figure.kpi, saved_by=head_of_oak, saved_at=NOW,
        saved_from=kept_origin(upload.pk, Place("Return", 14, 6)),
    )  # fmt: skip
    Entry.objects.bulk_create([entry])

    told = links(figure, executive)["How it came in"]

    assert told.words == "Read from the file “oak.xlsx”: sheet “Return”, row 14, column F."
    assert (told.by, told.at) == ("Head Of Oak", NOW)


def test_counts_that_the_portal_offered_name_their_source(figure, attendance, oak, term, executive):
    Prefill.objects.create(
        kpi=attendance, school=oak, term=term, numerator=931, denominator=1000, source="the register",
        as_at=date(2026, 11, 2),
    )  # fmt: skip

    assert words(figure, executive)["How it came in"] == (
        "The same counts as the register had on Monday 2 November 2026: the portal offered them."
    )


def test_versions_and_chain_are_taken_away_as_files(figure, as_person, executive):
    client = as_person(executive)

    versions = client.get(f"/figures/{figure.pk}/?as=csv").content.decode("utf-8-sig").splitlines()
    chain = client.get(f"/figures/{figure.pk}/?of=chain&as=csv").content.decode("utf-8-sig").splitlines()

    assert versions[1] == '1,"93.1%","Amber","Head Of Oak","2026-11-18 10:00","As first reported"'
    assert chain[1].startswith('"At the school","Reported","Oak School reported 93.1%')
    assert client.get(f"/figures/{figure.pk}/?as=xlsx")["Content-Disposition"].endswith('versions.xlsx"')


def test_judgement_stands_beside_the_rating_in_the_chain(figure, executive):
    judge_figure(figure, by=executive, mark="red", reason="The fall has not stopped.")

    told = links(figure, executive)

    assert told["Rated"].words.startswith("Amber: ")
    assert told["The moderator's rating"].words.startswith("Red: The fall has not stopped.")
    assert told["The moderator's rating"].by == "Executive"


def test_trustee_finds_a_figure_only_once_it_is_released(figure, as_person, trustee):
    assert as_person(trustee).get(f"/figures/{figure.pk}/").status_code == 404
    release(figure)
    page = as_person(trustee).get(f"/figures/{figure.pk}/").content.decode()
    assert "Issued to the trust board, version 1." in page


def test_correction_is_a_version_that_the_trustee_does_not_see(figure, as_person, trustee, executive):
    release(figure)
    newer = correct_figure(figure, by=executive, reason="Two classes were missing.", numerator="950")

    assert as_person(trustee).get(f"/figures/{newer.pk}/").status_code == 404
    assert (
        "This version was replaced" not in as_person(trustee).get(f"/figures/{figure.pk}/").content.decode()
    )
    seen = as_person(executive).get(f"/figures/{figure.pk}/").content.decode()
    assert "This version was replaced" in seen
    assert "Two classes were missing." in seen


@pytest.mark.parametrize(
    "person", ["head_of_elm", "governor_of_oak", "finance", "member", "admin", "stranger"]
)
def test_draft_is_not_found_by_those_who_may_not_see_it(figure, world, as_person, person):
    assert as_person(world.people[person]).get(f"/figures/{figure.pk}/").status_code == 404


def test_head_reads_the_own_draft(figure, as_person, head_of_oak):
    page = as_person(head_of_oak).get(f"/figures/{figure.pk}/").content.decode()

    assert "Attendance: 93.1%" in page
    assert f"/figures/{figure.pk}/correct/" not in page


def test_executive_is_offered_the_correction(figure, as_person, executive):
    page = as_person(executive).get(f"/figures/{figure.pk}/").content.decode()

    assert f"/figures/{figure.pk}/correct/" in page


def test_figure_page_takes_no_more_queries_with_more_versions(
    figure, as_person, executive, django_assert_num_queries
):
    client = as_person(executive)
    client.get(f"/figures/{figure.pk}/")
    with CaptureQueriesContext(connection) as before:
        client.get(f"/figures/{figure.pk}/")
    newest = figure
    for number in range(950, 960):
        newest = correct_figure(newest, by=executive, reason="Counted again.", numerator=str(number))

    with django_assert_num_queries(len(before)):
        assert client.get(f"/figures/{figure.pk}/").status_code == 200


def test_school_page_leads_from_the_area_to_the_figure(figure, as_person, executive):
    page = as_person(executive).get("/schools/oak/").content.decode()

    assert 'id="area-attendance-and-behaviour"' in page
    assert 'href="#area-attendance-and-behaviour"' in page
    assert f'href="/figures/{figure.pk}/"' in page
    assert "Amber: 93.1% is below the 95% target by 1.9 points" in page
    assert "Flu." in page


def test_school_page_tells_a_trustee_nothing_of_a_draft(figure, as_person, trustee):
    page = as_person(trustee).get("/schools/oak/").content.decode()

    assert "93.1" not in page
    assert "Flu." not in page


def test_trend_is_drawn_from_three_terms(figure, attendance, oak, term, executive):
    for slug, value in (("2025-26-2", "95.4"), ("2025-26-3", "94.2")):
        back = builders.make_return(oak, builders.make_term(slug), "issued")
        builders.make_figure(attendance, back, executive, value)

    (area,) = school_sheet(executive, oak, term).areas
    (trend,) = area.drawn

    assert [point.shown for point in trend.points if point.value] == ["95.4%", "94.2%", "93.1%"]
    assert trend.before == "94.2% last term"
    label = re.search(r'aria-label="([^"]*)"', trend.chart)
    assert label[1] == (
        "Attendance: falling every term, from 95.4% in Spring 2025/26 to 93.1% in Autumn 2026/27. "
        "Target min 95.0, national –."
    )


def test_two_terms_are_told_as_numbers_only(figure, attendance, oak, term, executive):
    back = builders.make_return(oak, builders.make_term("2025-26-3"), "issued")
    builders.make_figure(attendance, back, executive, "94.2")

    (area,) = school_sheet(executive, oak, term).areas

    assert (area.drawn, len(area.told)) == ([], 1)


def test_areas_stand_with_the_worst_first(figure, oak, term, executive):
    money = builders.make_kpi("FIN", area=builders.make_area("Finance"))
    builders.make_band(money)
    builders.make_figure(money, figure.returned, executive, "80")

    areas = school_sheet(executive, oak, term).areas

    assert [(area.name, area.mark) for area in areas] == [
        ("Finance", Mark.RED),
        ("Attendance and behaviour", Mark.AMBER),
    ]


def test_forecast_is_told_with_its_range(world, oak, term, executive):
    kpi = builders.make_kpi("P8", unit="", places=2, forecasts=True, title="Progress 8")
    builders.make_band(kpi, target=Decimal("0.1"), limit=Decimal("-0.2"))
    back = builders.make_return(oak, term, "accepted")
    ends = {"forecast_low": Decimal("-0.31"), "forecast_high": Decimal("0.05")}
    builders.make_figure(kpi, back, executive, "-0.1", **ends)

    (forecast,) = school_sheet(executive, oak, term).forecasts

    assert (forecast.now, forecast.earlier, forecast.last_year) == ("−0.31 to +0.05", "–", "–")


def test_late_return_says_so_at_every_figure(attendance, oak, term, executive):
    term.returns_due = date(2026, 11, 6)
    term.save()
    builders.make_return(oak, term, "draft")

    (area,) = school_sheet(executive, oak, term).areas

    assert area.trends[0].fact.rag.reason == "Overdue: the return is not in, due 6 Nov"


def test_school_page_takes_no_more_queries_with_more_figures(
    figure, as_person, executive, django_assert_max_num_queries
):
    for number in range(29):
        kpi = builders.make_kpi(f"K{number}", position=number)
        builders.make_figure(kpi, figure.returned, executive, "90")
    client = as_person(executive)

    with django_assert_max_num_queries(22):
        assert client.get("/schools/oak/").status_code == 200


def test_kpi_page_adds_up_counts_and_never_averages(figure, attendance, elm, term, executive):
    back = builders.make_return(elm, term, "accepted")
    counts = {"numerator": Decimal(99), "denominator": Decimal(100)}
    builders.make_figure(attendance, back, executive, "99", **counts)

    sheet = kpi_sheet(attendance, term, executive)

    assert [line.fact.owner.name for line in sheet.lines] == ["Oak School", "Elm Primary School"]
    assert (sheet.trust.shown, sheet.trust.words) == ("93.6%", "1,030 of 1,100, added over 2 schools.")


def test_school_that_left_before_the_last_day_is_not_in_the_sum(figure, attendance, elm, term, executive):
    elm.left = term.last_day
    elm.save()
    back = builders.make_return(elm, term, "accepted")
    builders.make_figure(attendance, back, executive, "50", numerator=Decimal(50), denominator=Decimal(100))

    sheet = kpi_sheet(attendance, term, executive)

    assert sheet.trust.words == "931 of 1,000, added over 1 school."


def test_there_is_no_trust_figure_while_a_school_is_missing(figure, attendance, term, executive):
    sheet = kpi_sheet(attendance, term, executive)

    assert (sheet.trust.shown, sheet.trust.words) == (
        "",
        "No trust figure: 1 of 2 schools have no figure here yet.",
    )


def test_head_reads_one_school_and_no_trust_figure(figure, attendance, term, head_of_oak):
    sheet = kpi_sheet(attendance, term, head_of_oak)

    assert [line.fact.owner.name for line in sheet.lines] == ["Oak School"]
    assert sheet.trust is None


def test_kpi_page_warns_of_the_figures_that_may_miss_their_target(world, oak, term, executive, as_person):
    kpi = builders.make_kpi("P8", unit="", places=2, forecasts=True, title="Progress 8")
    builders.make_band(kpi, target=Decimal("0.1"), limit=Decimal("-0.2"))
    back = builders.make_return(oak, term, "accepted")
    ends = {"forecast_low": Decimal("-0.31"), "forecast_high": Decimal("0.05")}
    builders.make_figure(kpi, back, executive, "-0.1", **ends)

    page = as_person(executive).get("/kpis/P8/").content.decode()

    assert "Early warning</h2>" in page
    assert "below the target of +0.10" in page


def test_kpi_page_without_a_warning_has_no_card_of_them(figure, as_person, executive):
    assert "Early warning" not in as_person(executive).get("/kpis/ATT/").content.decode()


def test_schools_figures_are_taken_away_with_the_terms_before(figure, as_person, head_of_oak):
    client = as_person(head_of_oak)

    now = client.get("/schools/oak/figures/?of=figures&as=csv").content.decode("utf-8-sig")
    before = client.get("/schools/oak/figures/?of=terms&as=csv").content.decode("utf-8-sig")

    assert now.splitlines()[1].startswith('"Oak School","Autumn 2026/27","ATT","Attendance","93.1%",93.1')
    assert '"Autumn 2026/27","93.1%","Amber","min 95.0"' in before
    assert client.get("/schools/oak/figures/").url == "/schools/oak/"
    assert client.get("/schools/elm/figures/?of=figures&as=csv").status_code == 404


def test_kpi_as_csv_has_what_the_page_has(figure, attendance, as_person, executive):
    answer = as_person(executive).get("/kpis/ATT/figures.csv")

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert answer["Content-Disposition"] == 'attachment; filename="ATT-2026-27-1.csv"'
    assert lines[1].startswith('"Oak School","Autumn 2026/27","ATT","Attendance","93.1%",93.1')
    assert '"OAK-ATT-2026-27-1"' in lines[1]


def test_csv_tells_a_head_nothing_of_another_school(figure, as_person, head_of_elm):
    assert "Oak" not in as_person(head_of_elm).get("/kpis/ATT/figures.csv").content.decode("utf-8-sig")


def test_csv_disarms_a_name_that_would_run(figure, oak, as_person, executive):
    oak.name = "=HYPERLINK(1)"
    oak.save()

    assert '"\'=HYPERLINK(1)"' in as_person(executive).get("/kpis/ATT/figures.csv").content.decode(
        "utf-8-sig"
    )


@pytest.mark.parametrize("path", ["/kpis/NONE/", "/kpis/NONE/figures.csv", "/figures/999999/"])
def test_what_does_not_exist_is_not_found(figure, as_person, executive, path):
    assert as_person(executive).get(path).status_code == 404


def test_book_says_each_kpi_in_words(attendance, as_person, trustee):
    page = as_person(trustee).get("/kpis/").content.decode()

    assert "Green at least 95.0%, red below 93.0%." in page
    assert "Asked every term." in page


@pytest.mark.parametrize("path", ["/kpis/", "/kpis/ATT/"])
def test_book_takes_no_more_queries_with_more_schools(
    figure, as_person, executive, django_assert_max_num_queries, path
):
    for number in range(28):
        builders.make_school(f"S{number} School")
    client = as_person(executive)

    with django_assert_max_num_queries(18):
        assert client.get(path).status_code == 200

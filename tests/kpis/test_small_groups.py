"""Small groups on pages and in files: who reads them, who reads them marked, and where nothing is left."""

import csv
import io

import pytest
from openpyxl import load_workbook

from kpis.models import Validation
from kpis.queries.board import board, build
from kpis.queries.board_rows import read_rows
from kpis.queries.facts import points_of
from kpis.queries.kpi_page import kpi_sheet, release_sheet
from kpis.queries.visible import pack_reader, reader_for
from kpis.rag import Mark
from kpis.rag.groups import Treatment
from schools.models import Audience, School
from tests import builders
from tests.small_groups import HIDDEN, SmallGroups, given_away, make_kpi_page, share_of, text_of, walk
from trust.queries import remember_trust

STARTS = ("/", "/?view=list", "/schools/", "/kpis/", "/returns/", "/updates/", "/questions/")


@pytest.fixture
def groups(world):
    return SmallGroups(world)


@pytest.fixture
def neighbours(world, groups):
    """Heads see each other's schools, as a trust may set: what they read of neighbours is suppressed."""
    world.trust.heads_see_each_other = True
    world.trust.save()
    groups.issue()
    return groups


@pytest.mark.parametrize(
    ("who", "own", "other"),
    [
        ("executive", Treatment.SEEN, Treatment.SEEN),
        ("head_of_oak", Treatment.SEEN, Treatment.SUPPRESSED),
        ("business_of_oak", Treatment.SEEN, Treatment.SUPPRESSED),
        ("governor_of_oak", Treatment.MARKED, Treatment.SUPPRESSED),
        ("chair", Treatment.MARKED, Treatment.MARKED),
        ("trustee", Treatment.MARKED, Treatment.MARKED),
        ("clerk", Treatment.MARKED, Treatment.MARKED),
        ("auditor", Treatment.MARKED, Treatment.MARKED),
        ("finance", Treatment.MARKED, Treatment.MARKED),
        ("member", Treatment.SUPPRESSED, Treatment.SUPPRESSED),
        ("admin", Treatment.SUPPRESSED, Treatment.SUPPRESSED),
        ("stranger", Treatment.SUPPRESSED, Treatment.SUPPRESSED),
    ],
)
def test_each_role_has_its_sight_of_small_groups(world, who, own, other):
    policy = reader_for(world.people[who]).groups
    assert (policy.treatment_of(world.oak.pk), policy.treatment_of(world.elm.pk)) == (own, other)


@pytest.mark.parametrize(
    ("audience", "own", "other"),
    [
        (Audience.BOARD, Treatment.MARKED, Treatment.MARKED),
        (Audience.LOCAL, Treatment.MARKED, Treatment.SUPPRESSED),
        (Audience.MEMBERS, Treatment.SUPPRESSED, Treatment.SUPPRESSED),
        (Audience.PUBLIC, Treatment.SUPPRESSED, Treatment.SUPPRESSED),
    ],
)
def test_an_edition_has_the_sight_of_its_audience(world, audience, own, other):
    policy = pack_reader(audience, world.oak.pk).groups
    assert (policy.treatment_of(world.oak.pk), policy.treatment_of(world.elm.pk)) == (own, other)


def test_the_limits_are_the_trusts_settings(world, trustee):
    world.trust.small_group_below, world.trust.staff_group_below = 6, 7
    world.trust.survey_group_below, world.trust.mark_group_below = 8, 20
    world.trust.save()
    assert reader_for(trustee).groups.limits == (6, 7, 8, 20)


def test_a_trustee_reads_the_figure_its_colour_and_what_one_pupil_is_worth(groups, as_person, trustee):
    groups.issue()
    page = as_person(trustee).get(make_kpi_page(groups.kpi, groups.terms[0])).content.decode()
    assert "42.9%" in page
    assert "one pupil = 14.3 points" in page
    school = as_person(trustee).get("/schools/oak/").content.decode()
    assert "one pupil = 14.3 points" in school
    figure = as_person(trustee).get(f"/figures/{groups.figures['oak', 0].pk}/").content.decode()
    assert "one pupil = 14.3 points" in figure


def test_a_trustees_heat_map_marks_the_cell_and_its_list(groups, as_person, trustee):
    groups.issue()
    heat = as_person(trustee).get(f"/?term={groups.terms[0].slug}").content.decode()
    assert "<small>small group</small>" in heat
    told = as_person(trustee).get(f"/?term={groups.terms[0].slug}&view=list").content.decode()
    assert "Small group: one pupil = 14.3 points" in told


def test_a_group_of_thirty_is_not_marked(groups, trustee):
    groups.issue()
    sheet = kpi_sheet(groups.kpi, groups.terms[1], trustee)
    small = {line.fact.owner.slug: line.fact.small for line in sheet.lines}
    assert small["yew"] == small["elm"] == ""
    assert small["oak"] == "one pupil = 16.7 points"


def test_a_governor_reads_the_own_schools_small_group_marked(groups, as_person, governor_of_oak):
    groups.issue()
    page = as_person(governor_of_oak).get("/schools/oak/").content.decode()
    assert "42.9" in page
    assert "one pupil = 14.3 points" in page


@pytest.mark.parametrize("who", ["executive", "head_of_oak"])
def test_the_school_and_the_executive_read_it_as_any_other(groups, as_person, world, who):
    page = as_person(world.people[who]).get("/schools/oak/").content.decode()
    assert "42.9" in page
    assert "small group" not in page.lower()


def test_a_neighbours_pages_and_files_give_nothing_away(neighbours, as_person, head_of_elm, term):
    own = [f"/figures/{figure.pk}/" for figure in neighbours.figures.values()]
    pages = walk(as_person(head_of_elm), *STARTS, *own, "/kpis/DIS/figures.xlsx")

    assert {"/schools/oak/", "/kpis/DIS/figures.xlsx"} <= {url.partition("?")[0] for url in pages}
    assert share_of(20, 40) in pages["/kpis/DIS/figures.xlsx"]
    assert given_away(pages, neighbours.secrets()) == []


def test_a_member_reads_nothing_of_it_even_once_it_is_issued_to_members(groups, as_person, member):
    groups.issue(Audience.MEMBERS)
    own = [f"/figures/{figure.pk}/" for figure in groups.figures.values()]
    pages = walk(as_person(member), *STARTS, *own, "/schools/oak/", "/kpis/DIS/figures.csv", "/kpis/DIS/")
    assert given_away(pages, groups.secrets()) == []


def test_a_members_picture_has_no_colour_value_or_past_of_it(groups, member):
    groups.issue(Audience.MEMBERS)
    reader = reader_for(member)
    assert reader.audiences == {Audience.MEMBERS}

    picture = build(
        read_rows(
            groups.terms[0],
            reader=reader,
            schools=School.objects.all(),
            today=builders.TODAY,
            with_trust=True,
        )
    )
    cells = {row.slug: row.cells[0] for row in picture.all_rows if row.owner.pk}
    hidden = {
        (cells[slug].mark, cells[slug].shown, cells[slug].was, cells[slug].judged) for slug in ("oak", "ash")
    }
    assert hidden == {(Mark.SMALL_GROUP, "small", None, None)}
    assert {cells[slug].shown for slug in ("elm", "yew")} == {"50.0", "58.1"}
    assert not {change.school for change in (*picture.worse, *picture.better)} & {"oak", "ash"}


def test_no_point_is_drawn_of_a_hidden_group(neighbours, head_of_elm):
    rows = kpi_sheet(neighbours.kpi, neighbours.terms[0], head_of_elm).rows
    owners = {owner.slug: owner for owner in rows.owners}
    ask = rows.yardsticks.asked(rows.term.ref)[neighbours.kpi.pk]
    drawn = {
        slug: [point.value for point in points_of(rows, owner, ask, 4)] for slug, owner in owners.items()
    }
    assert drawn["oak"] == drawn["ash"] == [None, None, None, None]
    assert [f"{value:.1f}" for value in drawn["elm"]] == ["55.0", "47.5", "52.5", "50.0"]


def test_a_copy_for_release_shows_the_trusts_sum_and_hides_what_would_follow_from_it(groups, term):
    groups.issue()
    sheet = release_sheet(groups.kpi, term)
    shown = {line.fact.owner.slug: line.fact.shown for line in sheet.lines}
    assert shown == {"oak": "small", "ash": "small", "elm": "50.0%", "yew": "58.1%"}
    assert sheet.trust is not None
    assert (sheet.trust.shown, sheet.trust.words) == ("55.1%", "49 of 89, added over 4 schools.")


def test_a_copy_for_release_is_made_of_what_was_issued(groups, term):
    sheet = release_sheet(groups.kpi, term)
    assert {line.fact.shown for line in sheet.lines} == {"–"}


@pytest.mark.parametrize("who", ["executive", "clerk"])
def test_copies_for_release_give_nothing_away_in_either_format(groups, as_person, world, who):
    groups.issue()
    client = as_person(world.people[who])
    address = "/kpis/DIS/figures.{}?for=release&term=" + groups.terms[0].slug
    pages = {kind: client.get(address.format(kind)) for kind in ("csv", "xlsx")}
    assert {answer.status_code for answer in pages.values()} == {200}

    rows = list(csv.DictReader(io.StringIO(pages["csv"].content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(pages["xlsx"].content)).active
    table = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    told = {"csv": "\n".join(map(str, rows)), "xlsx": "\n".join(map(str, table))}
    assert given_away(told, groups.secrets()) == []
    assert [row["School"] for row in rows if row["Value"]] == ["Yew School", "Elm Primary School"]
    assert rows[-1]["School"] == "The trust, from sums"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_only_the_executive_and_the_clerk_copy_for_release(groups, as_person, trustee, kind):
    assert as_person(trustee).get(f"/kpis/DIS/figures.{kind}?for=release").status_code == 403


def test_the_figure_of_a_hidden_group_has_no_earlier_version_to_compare(neighbours, as_person, head_of_elm):
    figure = neighbours.figures["oak", 0]
    later = builders.make_figure(
        neighbours.kpi, figure.returned, neighbours.world.people["executive"], "33.3", version=2,
        numerator=4, denominator=12, reason="Twelve, not seven.",
    )  # fmt: skip
    client = as_person(head_of_elm)
    page = client.get(f"/figures/{figure.pk}/").content.decode()
    assert "Small group" in page
    for secret in ("42.9", "33.3", "Twelve", "Said of oak", "Judged so"):
        assert secret not in page
    assert client.get(f"/figures/{later.pk}/").status_code == 404


@pytest.fixture
def survey(world):
    """A survey below its limit at Oak, and at Ash only because of Oak."""
    return SmallGroups(world, "survey")


@pytest.mark.parametrize("who", ["trustee", "governor_of_oak", "clerk", "finance"])
def test_few_replies_stay_with_the_school_and_the_executive(survey, as_person, world, who):
    survey.issue()
    own = [f"/figures/{figure.pk}/" for figure in survey.figures.values()]
    pages = walk(as_person(world.people[who]), *STARTS, *own)
    assert given_away(pages, survey.secrets()) == []


@pytest.mark.parametrize("who", ["executive", "head_of_oak"])
def test_the_school_that_asked_and_the_executive_read_few_replies(survey, as_person, world, who):
    survey.issue()
    assert "42.9" in as_person(world.people[who]).get("/schools/oak/").content.decode()


def test_the_dashboard_asks_no_more_of_the_database(groups, trustee, django_assert_num_queries):
    groups.issue()
    with remember_trust(), django_assert_num_queries(7):
        board(groups.terms[0], user=trustee)


def test_hiding_costs_no_query_either(world, survey, trustee, django_assert_num_queries):
    survey.issue()
    with remember_trust(), django_assert_num_queries(7):
        board(survey.terms[0], user=trustee)


def test_a_figure_of_a_term_in_which_the_kpi_is_not_asked_is_hidden_too(neighbours, as_person, head_of_elm):
    figure = neighbours.figures["oak", 0]
    type(neighbours.kpi).objects.update(retired_from=figure.term)
    pages = walk(as_person(head_of_elm), f"/figures/{figure.pk}/")
    assert given_away(pages, neighbours.secrets("oak")) == []


def files_of(groups):
    """The address of every file that holds figures."""
    own = [f"/figures/{figure.pk}/" for figure in groups.figures.values()]
    schools = [f"/schools/{slug}/figures/" for slug in groups.schools]
    term = groups.terms[0].slug
    return [
        *(f"{url}?as=csv" for url in own),
        *(f"{url}?of=chain&as=csv" for url in own),
        *(f"{url}?of={of}&as=csv&term={term}" for url in schools for of in ("figures", "terms")),
        *(f"/kpis/DIS/figures.{kind}?term={term}" for kind in ("csv", "xlsx")),
        *(f"{url}?as=csv&term={term}" for url in ("/", "/kpis/warnings/")),
        "/kpis/forecasts/?of=forecasts&as=csv",
        "/search/?q=Pupils&of=found&as=csv",
    ]


@pytest.mark.parametrize(
    ("who", "own"),
    [
        ("head_of_elm", ()),
        ("head_of_oak", ("oak",)),
        ("business_of_oak", ("oak",)),
        ("governor_of_oak", ("oak",)),
        ("member", ()),
        ("admin", ()),
        ("stranger", ()),
    ],
)
def test_no_file_gives_a_hidden_group_away_to_anybody(neighbours, as_person, world, who, own):
    neighbours.issue(Audience.MEMBERS)
    client, pages = as_person(world.people[who]), {}
    for url in files_of(neighbours):
        answer = client.get(url)
        if answer.status_code == 200:
            pages[url] = text_of(answer.content)

    hidden = [name for name in HIDDEN if name not in own]
    assert given_away(pages, neighbours.secrets(*hidden)) == []


def test_the_files_of_who_sees_it_all_hold_it(groups, as_person, executive):
    """So that the test above does not pass because the files are empty."""
    client = as_person(executive)
    told = {url: text_of(client.get(url).content) for url in files_of(groups)}

    assert "42.9" in told[f"/schools/oak/figures/?of=figures&as=csv&term={groups.terms[0].slug}"]
    assert "50.0" in told[f"/schools/elm/figures/?of=terms&as=csv&term={groups.terms[0].slug}"]
    assert "3 (counted) of 7 (in all)" in told[f"/figures/{groups.figures['oak', 0].pk}/?of=chain&as=csv"]


def test_a_hidden_figures_page_tells_its_chain_without_what_a_validator_wrote(neighbours, world, as_person):
    figure = neighbours.figures["oak", 0]
    words = "3 of 7 in the register."
    Validation.objects.create(figure=figure, by=world.people["auditor"], words=words, at=builders.NOW)

    page = as_person(world.people["head_of_elm"]).get(f"/figures/{figure.pk}/").content.decode()

    assert "Checked against its source." in page
    assert words not in page

"""The board's picture: what each reader sees, how a cell is rated, and what counts as a change."""

from datetime import date
from decimal import Decimal

import pytest

from kpis.models import Judgement, ReleasedFigure
from kpis.queries.board import board, pack_board
from kpis.queries.board_rows import read_rows
from kpis.queries.visible import pack_reader, reader_for, release_reader
from kpis.rag import Mark
from schools.models import Audience, Release, School
from tests import builders
from tests.builders import NOW, TODAY
from trust.queries import remember_trust


@pytest.fixture
def attendance(world):
    """A headline KPI that is green from 95 and red below 93."""
    kpi = builders.make_kpi("ATT", is_headline=True, title="Attendance")
    builders.make_band(kpi)
    return kpi


@pytest.fixture
def absence(world):
    kpi = builders.make_kpi("PA", title="Persistent absence", direction="down", position=1)
    builders.make_band(kpi, target=Decimal(12), limit=Decimal(15))
    return kpi


def returned(school, term, state="accepted"):
    return builders.make_return(school, term, state)


def release(figure, audience=Audience.BOARD, school=None, version=1):
    stamp = Release.objects.create(
        term=figure.term, audience=audience, school=school, version=version, at=NOW
    )
    ReleasedFigure.objects.create(release=stamp, figure=figure)


def cell(picture, school="oak", area=0):
    row = next(row for row in picture.all_rows if row.slug == school)
    return row.cells[area]


def test_area_has_the_colour_and_figure_of_its_worst_kpi(attendance, absence, oak, term, executive):
    back = returned(oak, term)
    builders.make_figure(attendance, back, executive, "96.1")
    builders.make_figure(absence, back, executive, "17.2")

    found = cell(board(term, user=executive))

    assert (found.mark, found.shown, found.note, found.kpi) == (
        Mark.RED,
        "17.2%",
        "Persistent absence",
        "PA",
    )


def test_headline_figure_is_shown_where_it_is_among_the_worst(attendance, absence, oak, term, executive):
    back = returned(oak, term)
    builders.make_figure(attendance, back, executive, "92")
    builders.make_figure(absence, back, executive, "17.2")

    found = cell(board(term, user=executive))

    assert (found.shown, found.note) == ("92.0", "")


def test_cell_leads_to_the_area_on_the_school_page(attendance, oak, term, executive):
    builders.make_figure(attendance, returned(oak, term), executive, "96")

    assert cell(board(term, user=executive)).url == (
        "/schools/oak/?term=2026-27-1#area-attendance-and-behaviour"
    )


def test_trustee_sees_nothing_before_release(attendance, oak, term, trustee, executive):
    builders.make_figure(attendance, returned(oak, term), executive, "92")

    found = cell(board(term, user=trustee))

    assert (found.mark, found.shown, found.note, found.rated) == (Mark.NOT_DUE, "not yet", "not issued", None)


def test_trustee_sees_the_released_version_and_not_its_correction(attendance, oak, term, trustee, executive):
    back = returned(oak, term, "issued")
    release(builders.make_figure(attendance, back, executive, "96"))
    builders.make_figure(attendance, back, executive, "91", version=2, reason="Counted again.")

    assert cell(board(term, user=trustee)).shown == "96.0"
    assert cell(board(term, user=executive)).shown == "91.0"


def test_trustee_sees_accepted_returns_where_the_trust_says_so(
    attendance, world, oak, term, trustee, executive
):
    world.trust.trustees_see_accepted = True
    world.trust.save()
    builders.make_figure(attendance, returned(oak, term), executive, "96")

    assert cell(board(term, user=trustee)).shown == "96.0"


def test_submitted_return_is_not_accepted(attendance, world, oak, term, trustee, executive):
    world.trust.trustees_see_accepted = True
    world.trust.save()
    builders.make_figure(attendance, returned(oak, term, "submitted"), executive, "96")

    assert cell(board(term, user=trustee)).shown == "not yet"


def test_head_sees_only_the_own_school(attendance, oak, elm, term, head_of_oak, executive):
    builders.make_figure(attendance, returned(oak, term), executive, "96")
    builders.make_figure(attendance, returned(elm, term), executive, "91")

    picture = board(term, user=head_of_oak)

    assert [(row.slug, row.cells[0].shown) for row in picture.all_rows] == [("oak", "96.0")]


def test_contributor_reads_drafts_of_the_delegated_areas_only(attendance, oak, term, executive):
    finance_area = builders.make_area("Finance")
    money = builders.make_kpi("FIN", area=finance_area)
    clerk = builders.make_person("Joan Bursar")
    builders.appoint(clerk, "contributor", oak, finance_area)
    back = returned(oak, term)
    builders.make_figure(attendance, back, executive, "92")
    builders.make_figure(money, back, executive, "80")

    picture = board(term, user=clerk)

    assert [cell(picture, area=0).shown, cell(picture, area=1).shown] == ["not yet", "80.0"]


def test_local_release_is_read_by_the_own_governors_only(
    attendance, world, oak, elm, term, head_of_elm, governor_of_oak, executive
):
    world.trust.heads_see_each_other = True
    world.trust.save()
    figure = builders.make_figure(attendance, returned(oak, term, "issued"), executive, "96")
    release(figure, Audience.LOCAL, oak)

    assert cell(board(term, user=governor_of_oak)).shown == "96.0"
    assert cell(board(term, user=head_of_elm)).rated is None


@pytest.mark.parametrize("person", ["member", "admin", "stranger"])
def test_others_see_no_school(attendance, world, term, person):
    assert board(term, user=world.people[person]).all_rows == []


def test_overdue_return_is_late_with_its_date(attendance, oak, term, executive):
    term.returns_due = date(2026, 11, 6)
    term.save()
    builders.make_return(oak, term, "draft")

    found = cell(board(term, user=executive))

    assert (found.mark, found.shown, found.note) == (Mark.OVERDUE, "late", "due 6 Nov")


def test_return_is_not_late_on_its_day(attendance, oak, term, executive):
    term.returns_due = TODAY
    term.save()
    builders.make_return(oak, term, "draft")

    assert cell(board(term, user=executive)).mark is Mark.NOT_DUE


def test_figure_of_a_return_sent_back_is_not_shown(attendance, oak, term, executive):
    term.returns_due = date(2026, 11, 6)
    term.save()
    builders.make_figure(attendance, returned(oak, term, "sent-back"), executive, "92")

    found = cell(board(term, user=executive))

    assert (found.mark, found.shown, found.rated) == (Mark.OVERDUE, "sent back", None)


def test_due_figure_that_was_not_given_is_not_reported(attendance, absence, oak, term, executive):
    builders.make_figure(attendance, returned(oak, term), executive, "96")

    found = cell(board(term, user=executive))

    assert (found.mark, found.shown, found.note) == (Mark.NOT_REPORTED, "n/r", "Persistent absence")


def test_area_that_is_not_asked_this_term_says_when(oak, term, executive):
    builders.make_kpi("KS4", reported_in=[2, 3])
    builders.make_return(oak, term, "accepted")

    found = cell(board(term, user=executive))

    assert (found.mark, found.note) == (Mark.NOT_DUE, "asked in spring")


def test_areas_of_a_school_that_has_not_opened_become_one_cell(attendance, world, term, executive):
    builders.make_kpi("FIN", area=builders.make_area("Finance"))
    builders.make_school("Ash School", opened=date(2027, 9, 1))

    row = next(row for row in board(term, user=executive).all_rows if row.slug == "ash")

    assert [(cell.span, cell.note) for cell in row.cells] == [
        (2, "not due until the school opens in September 2027")
    ]
    assert row.facts == "Opens September 2027"


def test_school_that_had_left_or_not_joined_is_not_shown(attendance, world, term, executive):
    builders.make_school("Gone School", left=term.starts)
    builders.make_school("Next School", joined=term.ends)

    assert {row.slug for row in board(term, user=executive).all_rows} == {"oak", "elm", "trust"}


def test_change_since_the_previous_term(attendance, oak, term, executive):
    past = builders.make_term("2025-26-3")
    builders.make_figure(attendance, returned(oak, past), executive, "95.2")
    builders.make_figure(attendance, returned(oak, term), executive, "93.1")

    picture = board(term, user=executive)

    assert cell(picture).was is Mark.GREEN
    (change,) = picture.worse
    assert (change.school, change.before, change.now, change.values) == (
        "oak",
        Mark.GREEN,
        Mark.AMBER,
        "95.2 to 93.1%",
    )
    assert (picture.better, picture.same) == ((), 0)


def test_kpi_not_asked_last_term_is_compared_with_the_last_term_that_asked_it(oak, term, executive):
    results = builders.make_kpi("KS4", reported_in=[1], unit="")
    builders.make_band(results, target=Decimal(50), limit=Decimal(40))
    year_ago = builders.make_term("2025-26-1")
    builders.make_figure(results, returned(oak, year_ago), executive, "45")
    builders.make_figure(results, returned(oak, term), executive, "55")

    picture = board(term, user=executive)

    assert [change.values for change in picture.better] == ["45.0 to 55.0"]


def test_cumulative_figure_is_compared_with_a_year_ago(oak, term, executive):
    counted = builders.make_kpi("EXC", is_cumulative=True)
    builders.make_band(counted)
    builders.make_figure(counted, returned(oak, builders.make_term("2025-26-3")), executive, "90")
    builders.make_figure(counted, returned(oak, builders.make_term("2025-26-1")), executive, "96")
    builders.make_figure(counted, returned(oak, term), executive, "96")

    picture = board(term, user=executive)

    assert (picture.worse, picture.better, picture.same) == ((), (), 1)


def test_new_red_kpi_is_no_change_of_its_area(attendance, absence, oak, term, executive):
    builders.make_figure(attendance, returned(oak, builders.make_term("2025-26-3")), executive, "96")
    back = returned(oak, term)
    builders.make_figure(attendance, back, executive, "96")
    builders.make_figure(absence, back, executive, "17")

    picture = board(term, user=executive)

    assert cell(picture).mark is Mark.RED
    assert cell(picture).was is None
    assert picture.same == 1


def test_new_band_does_not_repaint_the_past(attendance, oak, term, executive):
    builders.make_band(attendance, from_term=term, target=Decimal(97), limit=Decimal(96))
    past = builders.make_term("2025-26-3")
    builders.make_figure(attendance, returned(oak, past), executive, "95.5")
    builders.make_figure(attendance, returned(oak, term), executive, "95.5")

    assert cell(board(past, user=executive)).mark is Mark.GREEN
    found = cell(board(term, user=executive))
    assert (found.mark, found.was) == (Mark.RED, Mark.GREEN)


def test_own_band_of_a_school_holds_before_its_phase(attendance, oak, term, executive):
    builders.make_band(attendance, phase="secondary", target=Decimal(97), limit=Decimal(96))
    builders.make_band(attendance, school=oak, target=Decimal(90), limit=Decimal(88))
    builders.make_figure(attendance, returned(oak, term), executive, "92")

    picture = board(term, user=executive)

    assert cell(picture).mark is Mark.GREEN
    assert picture.groups[0].targets == ("min 97.0",)


def test_judgement_stands_beside_the_calculated_rating(attendance, oak, term, executive):
    figure = builders.make_figure(attendance, returned(oak, term), executive, "92")
    for mark in ("green", "amber"):
        Judgement.objects.create(figure=figure, mark=mark, reason="I looked.", by=executive, at=NOW)

    found = cell(board(term, user=executive))

    assert (found.mark, found.judged) == (Mark.RED, Mark.AMBER)


def test_trust_reports_in_a_row_of_its_own(world, term, executive):
    reserves = builders.make_kpi("RES", scope="trust", unit="days", places=0)
    builders.make_band(reserves, target=Decimal(30), limit=Decimal(20))
    builders.make_figure(reserves, returned(None, term), executive, "25")

    picture = board(term, user=executive)

    assert [(group.name, row.name) for group in picture.groups for row in group.rows][-1] == (
        "The trust",
        "The trust as a whole",
    )
    found = cell(picture, "trust")
    assert (found.mark, found.shown) == (Mark.AMBER, "25")
    assert cell(picture, "oak").mark is Mark.NOT_APPLICABLE


def test_national_figures_stand_under_each_phase(attendance, oak, elm, term, executive):
    builders.make_comparator(attendance, "94.5", term_number=1, phase="secondary")
    builders.make_comparator(attendance, "93.0", term_number=1)

    groups = board(term, user=executive).groups

    assert [(group.name, group.nationals) for group in groups[:2]] == [
        ("Secondary", ("94.5",)),
        ("Primary", ("93.0",)),
    ]


def test_later_release_of_national_figures_does_not_repaint_the_past(world, oak, term, executive):
    kpi = builders.make_kpi("NAT", kind="national")
    builders.make_band(kpi, target=None, limit=None, margin=Decimal(1))
    builders.make_comparator(kpi, "94.0", term_number=1, vintage=date(2026, 10, 1))
    builders.make_comparator(kpi, "99.0", term_number=1, vintage=date(2027, 6, 1))
    builders.make_figure(kpi, returned(oak, term), executive, "94.2")

    assert cell(board(term, user=executive)).mark is Mark.GREEN


def test_grade_is_rated_against_the_one_before(world, oak, term, executive):
    kpi = builders.make_kpi("CAT", kind="ordinal", unit="", scale=["Low", "Middle", "High"])
    for slug, choice in (("2025-26-2", "Middle"), ("2025-26-3", "High"), ("2026-27-1", "Middle")):
        back = returned(oak, builders.make_term(slug))
        builders.make_figure(kpi, back, executive, choice=choice)

    found = cell(board(term, user=executive))

    assert (found.mark, found.was, found.shown) == (Mark.RED, Mark.GREEN, "Middle")


def test_pack_holds_accepted_returns_of_every_school(attendance, oak, elm, term, executive):
    builders.make_figure(attendance, returned(oak, term), executive, "96")
    builders.make_figure(attendance, returned(elm, term, "submitted"), executive, "91")

    picture = pack_board(term, today=TODAY)

    assert [cell(picture, "oak").shown, cell(picture, "elm").shown] == ["96.0", "not yet"]


def test_queries_do_not_grow_with_the_schools(attendance, term, trustee, django_assert_num_queries):
    with remember_trust(), django_assert_num_queries(7):
        board(term, user=trustee)
    for number in range(28):
        school = builders.make_school(f"S{number} School")
        builders.make_return(School.objects.get(pk=school.pk), term)
    with remember_trust(), django_assert_num_queries(6):
        board(term, user=trustee)  # the person's appointments are known by now


def test_more_time_moves_the_day_from_which_a_return_is_late(attendance, oak, term, executive):
    builders.make_return(
        oak, term, extended_until=date(2026, 11, 20), extension_reason="A burst pipe.", extended_by=executive
    )
    row = next(row for row in board(term, user=executive).all_rows if row.owner.pk == oak.pk)
    assert row.owner.due_in(term) == date(2026, 11, 20)
    assert not row.is_late


@pytest.mark.parametrize(
    ("audience", "told"), [("board", True), ("local", True), ("members", False), ("public", False)]
)
def test_a_kpi_that_stays_inside_is_not_told_outside(world, head_of_oak, audience, told):
    inside = builders.make_kpi("CAT", title="Category of support", stays_inside=True)
    outside = builders.make_kpi("PA", title="Persistent absence", area=inside.area)
    returned = builders.make_return(world.oak, world.term, "accepted")
    for kpi in (inside, outside):
        builders.make_figure(kpi, returned, head_of_oak, "91.2")

    board = pack_board(world.term, today=TODAY, reader=pack_reader(audience))
    rated = board.rows.rated[world.term.pk][world.oak.pk]
    assert set(rated) == ({inside.pk, outside.pk} if told else {outside.pk})
    assert ("CAT" in {ask.code for ask in board.rows.yardsticks.asked(world.term.ref).values()}) is told


def test_what_is_copied_for_outside_leaves_it_out(world):
    builders.make_kpi("CAT", stays_inside=True)
    rows = read_rows(
        world.term, reader=release_reader(), schools=School.objects.all(), today=TODAY, with_trust=True
    )
    assert not rows.yardsticks.asked(world.term.ref)


def test_a_member_is_outside_and_a_trustee_is_not(member, trustee, executive):
    assert [reader_for(each).is_outside for each in (member, trustee, executive)] == [True, False, False]

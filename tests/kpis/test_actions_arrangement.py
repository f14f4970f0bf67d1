"""Arranging the book: places, headlines, areas, and the answers that must agree."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kpis.actions import add_area, add_check, drop_check, move_area, move_kpi, rename_area
from kpis.actions.arrangement import PAGES_OF_A_RETURN
from kpis.models import CrossCheck, Kpi, ReturnState
from kpis.urls import urlpatterns
from kpis.urls.returns import RETURN
from tests import builders
from trust.lifecycle import Refused
from trust.models import Area, Event


def codes(area):
    return list(Kpi.objects.filter(area=area, retired_from=None).values_list("code", flat=True))


@pytest.fixture
def three(world):
    return [builders.make_kpi(code, position=place) for place, code in enumerate(("A", "B", "C"))]


def test_a_kpi_moves_up_and_down_in_its_area(executive, three):
    move_kpi(three[2], by=executive, step=-1)
    assert codes(three[0].area) == ["A", "C", "B"]
    move_kpi(three[0], by=executive, step=1)
    assert codes(three[0].area) == ["C", "A", "B"]


def test_at_the_end_of_its_area_it_stays(executive, three):
    move_kpi(three[0], by=executive, step=-1)
    move_kpi(three[2], by=executive, step=1)
    assert codes(three[0].area) == ["A", "B", "C"]


def test_a_retired_kpi_has_no_place_to_move_to(executive, three, term):
    type(three[1]).objects.filter(pk=three[1].pk).update(retired_from=term)
    with pytest.raises(Refused, match="B has been retired"):
        move_kpi(three[1], by=executive, step=1)


def test_a_headline_is_chosen_and_let_go(executive, three):
    assert move_kpi(three[1], by=executive, is_headline=True).is_headline
    assert not move_kpi(three[1], by=executive, is_headline=False).is_headline


def test_a_kpi_that_was_never_reported_moves_to_another_area(executive, three):
    finance = builders.make_area("Finance")
    assert move_kpi(three[0], by=executive, area=finance).area == finance


def test_a_kpi_that_was_reported_stays_in_its_area(executive, three, term, oak):
    builders.make_figure(three[0], builders.make_return(oak, term, ReturnState.SUBMITTED), executive, "95")
    with pytest.raises(Refused, match="A has been reported in its area"):
        move_kpi(three[0], by=executive, area=builders.make_area("Finance"))


def test_a_new_area_comes_last(world, executive):
    builders.make_area("Finance")
    area = add_area(by=executive, name=" Music and sport ")
    assert (area.name, area.short_name, area.slug, area.position) == (
        "Music and sport", "Music and sport", "music-and-sport", 1,
    )  # fmt: skip
    assert Event.objects.get().verb == "area.added"


@pytest.mark.parametrize("name", ["Finance", "  "])
def test_an_area_has_a_name_of_its_own(world, executive, name):
    builders.make_area("Finance")
    with pytest.raises(ValidationError):
        add_area(by=executive, name=name)


def test_an_area_keeps_its_address_under_a_new_name(world, executive):
    area = rename_area(builders.make_area("Finance"), by=executive, name="Money", short_name="Money")
    assert (area.name, area.short_name, area.slug) == ("Money", "Money", "finance")


def test_areas_move_up_and_down(world, executive):
    first, second, third = (builders.make_area(name) for name in ("One", "Two", "Three"))
    move_area(third, by=executive, step=-1)
    move_area(first, by=executive, step=-1)
    assert list(Area.objects.values_list("name", flat=True)) == ["One", "Three", "Two"]
    assert move_area(second, by=executive, step=1).position == 2


@pytest.fixture
def pair(world):
    counts = {"numerator_label": "Missed", "denominator_label": "Pupils"}
    return [builders.make_kpi(code, kind="ratio", direction="down", **counts) for code in ("SEV", "PA")]


def check(pair, by, **fields):
    wanted = {"part": "numerator", "relation": "at-most", "other": pair[1], "other_part": "numerator"}
    words = {"words": "Severe is persistent as well."}
    return add_check(pair[0], by=by, **(wanted | words | fields))


def test_two_answers_are_held_against_each_other(executive, pair):
    kept = check(pair, executive, is_refused=True)
    assert (kept.kpi, kept.other, kept.is_refused) == (pair[0], pair[1], True)
    assert Event.objects.get().verb == "check.added"


def test_the_same_check_is_kept_once(executive, pair):
    check(pair, executive)
    with pytest.raises(Refused, match="kept already"):
        check(pair, executive)


def test_a_check_says_what_does_not_agree(executive, pair):
    with pytest.raises(ValidationError) as error:
        check(pair, executive, words=" ")
    assert set(error.value.message_dict) == {"words"}


def test_a_number_is_not_held_against_itself(executive, pair):
    with pytest.raises(ValidationError) as error:
        check(pair, executive, other=pair[0])
    assert set(error.value.message_dict) == {"other_part"}


def test_one_kpis_two_counts_can_be_held_against_each_other(executive, pair):
    assert check(pair, executive, other=pair[0], other_part="denominator").other == pair[0]


def test_a_part_that_a_kpi_does_not_have_is_refused(executive, pair):
    plain = builders.make_kpi("EXC")
    with pytest.raises(ValidationError) as error:
        check(pair, executive, other=plain)
    assert set(error.value.message_dict) == {"other_part"}


def test_the_trusts_own_kpi_is_in_no_return_of_a_school(executive, pair):
    own = builders.make_kpi("TR", scope="trust", kind="ratio", numerator_label="a", denominator_label="b")
    with pytest.raises(Refused, match="never in one return"):
        check(pair, executive, other=own)


def test_a_check_is_dropped_and_dropping_it_again_does_nothing(executive, pair):
    kept = check(pair, executive)
    again = CrossCheck.objects.get(pk=kept.pk)
    drop_check(kept, by=executive)
    drop_check(again, by=executive)
    assert CrossCheck.objects.count() == 0
    assert Event.objects.filter(verb="check.dropped").count() == 1


@pytest.mark.parametrize("name", ["trustee", "head_of_oak", "clerk", "admin"])
def test_nobody_else_arranges_the_book(world, executive, pair, name):
    person, kept = world.people[name], check(pair, executive)
    for act in (
        lambda: move_kpi(pair[0], by=person, step=1),
        lambda: add_area(by=person, name="Music"),
        lambda: rename_area(pair[0].area, by=person, name="Music"),
        lambda: move_area(pair[0].area, by=person, step=1),
        lambda: check(pair, person, relation="equals"),
        lambda: drop_check(kept, by=person),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_no_area_has_the_address_of_a_page_of_a_return(world, executive):
    addresses = (str(one.pattern) for one in urlpatterns)
    names = {rest.partition("/")[0] for one in addresses if (rest := one.removeprefix(f"{RETURN}/")) != one}
    pages = {name for name in names if name and "<" not in name and "." not in name}
    assert pages == PAGES_OF_A_RETURN
    assert add_area(by=executive, name="People").slug == "people-area"
    assert add_area(by=executive, name="People and pay").slug == "people-and-pay"

"""What is frozen: the figures the board will be given, in words, as plain canonical text."""

import json

import pytest
from django.db import transaction

from governance.models import TrustUpdate
from governance.packs import contents, frozen
from governance.packs.compile import compile_pack, preview
from tests import builders
from trust import history


@pytest.fixture
def attendance(world):
    kpi = builders.make_kpi("ATT", title="Attendance", is_headline=True)
    builders.make_band(kpi)
    return kpi


@pytest.fixture
def update(world):
    return TrustUpdate.objects.create(term=world.term)


def reported(kpi, school, term, by, value, state="accepted", **fields):
    return builders.make_figure(kpi, builders.make_return(school, term, state), by, value, **fields)


def page_of(frozen_contents, slug):
    return next(page for page in frozen_contents["schools"] if page["slug"] == slug)


def test_the_contents_are_plain_text_without_floats(update, attendance, oak, head_of_oak):
    reported(attendance, oak, update.term, head_of_oak, "91.2")
    made = contents.freeze(update)

    def walk(value):
        assert not isinstance(value, float)
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(inner)

    walk(made)
    assert json.loads(json.dumps(made)) == made


def test_freezing_twice_at_one_moment_gives_one_hash(update, attendance, oak, head_of_oak):
    from trust import clock

    reported(attendance, oak, update.term, head_of_oak, "91.2")
    with clock.standing_at(builders.NOW):
        assert frozen.hash_of(contents.freeze(update)) == frozen.hash_of(contents.freeze(update))


def test_an_accepted_figure_is_printed_with_its_words_and_stamped(update, attendance, oak, head_of_oak):
    figure = reported(attendance, oak, update.term, head_of_oak, "91.2", comment="Two officers have started.")
    made = contents.freeze(update)
    line = page_of(made, "oak")["areas"][0]["figures"][0]
    assert (line["title"], line["shown"], line["mark"], line["target"]) == (
        "Attendance, %",
        "91.2",
        "red",
        "min 95.0",
    )
    assert page_of(made, "oak")["comments"] == [{"title": "Attendance", "text": "Two officers have started."}]
    assert made["stamps"]["figures"] == [figure.pk]
    assert made["stamps"]["returns"] == [figure.returned_id]


@pytest.mark.parametrize("state", ["submitted", "sent-back"])
def test_what_has_not_been_accepted_is_not_printed(update, attendance, oak, head_of_oak, state):
    reported(attendance, oak, update.term, head_of_oak, "91.2", state=state)
    made = contents.freeze(update)
    assert made["stamps"] == {"figures": [], "ratings": [], "returns": []}
    assert page_of(made, "oak")["areas"] == []
    assert page_of(made, "oak")["notice"] != ""


def test_the_latest_version_is_printed(update, attendance, oak, head_of_oak):
    first = reported(attendance, oak, update.term, head_of_oak, "91.2")
    second = builders.make_figure(
        attendance, first.returned, head_of_oak, "96.0", version=2, reason="A week was missing."
    )
    made = contents.freeze(update)
    assert made["stamps"]["figures"] == [second.pk]
    assert page_of(made, "oak")["areas"][0]["figures"][0]["shown"] == "96.0"


def test_an_earlier_terms_correction_is_released_with_the_next_update(update, attendance, oak, head_of_oak):
    before = builders.make_term(update.term.ref.previous)
    earlier = reported(attendance, oak, before, head_of_oak, "94.0", state="issued")
    now = reported(attendance, oak, update.term, head_of_oak, "91.2")
    made = contents.freeze(update)
    assert made["stamps"]["figures"] == sorted([earlier.pk, now.pk])
    assert page_of(made, "oak")["areas"][0]["figures"][0]["before"] == "94.0"


def test_a_chart_holds_its_points(update, attendance, oak, head_of_oak):
    for steps, value in ((2, "95.0"), (1, "94.0")):
        past = builders.make_term(update.term.ref.shift(-steps))
        reported(attendance, oak, past, head_of_oak, value, state="issued")
    reported(attendance, oak, update.term, head_of_oak, "91.2")
    made = contents.freeze(update)
    assert page_of(made, "oak")["areas"][0]["figures"][0]["chart"]["points"][-3:] == [
        "95.0000",
        "94.0000",
        "91.2000",
    ] or (page_of(made, "oak")["areas"][0]["figures"][0]["chart"]["points"][-3:] == ["95.0", "94.0", "91.2"])
    assert made["summary"]["attention"][0]["title"] == "Oak: attendance down for two terms in a row"


def test_the_headline_counts_what_needs_the_board(update, attendance, oak, elm, head_of_oak):
    reported(attendance, oak, update.term, head_of_oak, "91.2")
    reported(attendance, elm, update.term, head_of_oak, "97.0")
    made = contents.freeze(update)["summary"]
    assert made["headline"] == "One school needs the board’s attention"
    assert made["standfirst"] == "Autumn 2026/27 in one page. One of 2 schools has no red rating."


def test_with_nothing_returned_it_still_freezes_and_renders(update, attendance, oak):
    made = contents.freeze(update)
    assert made["summary"]["headline"] == "Nothing is red or overdue"
    assert compile_pack(made, draft="Draft 1").pages >= 6


def test_a_judgement_stands_beside_the_calculated_rating(update, attendance, oak, head_of_oak, executive):
    from kpis.models import Judgement

    figure = reported(attendance, oak, update.term, head_of_oak, "91.2")
    Judgement.objects.create(
        figure=figure, mark="amber", reason="It rises since October.", by=executive, at=builders.NOW
    )
    page = page_of(contents.freeze(update), "oak")
    assert (page["areas"][0]["figures"][0]["mark"], page["areas"][0]["figures"][0]["judged"]) == (
        "red",
        "amber",
    )
    assert page["director"] == [{"title": "Attendance", "mark": "amber", "text": "It rises since October."}]


def test_freezing_takes_as_many_queries_for_many_schools(
    update, attendance, oak, head_of_oak, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries():
        with CaptureQueriesContext(connection) as captured:
            contents.freeze(update)
        return len(captured)

    reported(attendance, oak, update.term, head_of_oak, "91.2")
    few = queries()
    for number in range(28):
        reported(
            attendance, builders.make_school(f"School{number} Academy"), update.term, head_of_oak, "91.2"
        )
    assert queries() == few


def test_the_histories_latest_hash_stands_in_them_and_on_the_cover(update, executive):
    with transaction.atomic():
        event = history.record(executive, "update.started", update)
    made = contents.freeze(update)
    assert made["history"] == event.digest
    assert f"The history’s latest hash: {event.digest}" in preview(made, draft="Draft 1")

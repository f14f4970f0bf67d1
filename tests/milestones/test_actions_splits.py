"""Which milestones go to the parts of a priority that is split: what stays, what goes, what is divided."""

import json

import pytest

from milestones import actions, queries
from milestones.actions import Part
from milestones.models import Line, Link, PlanCopy, Priority, PriorityChange
from milestones.queries.copied import read_text
from milestones.queries.visible import PACK
from tests.builders import make_line, make_milestone, make_plan, make_term
from trust import blobs
from trust.lifecycle import Refused
from trust.models import Event


@pytest.fixture
def line(world):
    return make_line(make_plan())


@pytest.fixture
def split(line, executive, term):
    """Split it from the autumn into 1h and 1i, each with some of its milestones; the lines 1a, 1h, 1i."""

    def made(*going, since=term, closes=True):
        parts = [
            Part(code, f"New {code}", frozenset(each.pk for each in went))
            for code, went in zip(("1h", "1i"), (*going, (), ()), strict=False)
        ]
        actions.split_priority(
            line.priority, by=executive, plan=line.plan, parts=parts, since=since, reason="So.", closes=closes
        )
        return list(Line.objects.order_by("code"))

    return made


def cells(line):
    found = line.milestones.order_by("track", "from_term__year", "from_term__number")
    return [(each.track, each.from_term.slug, each.to_term.slug, each.span, each.text) for each in found]


def test_each_goes_where_it_was_sent_and_the_others_stay(line, split):
    past, *coming = (
        make_milestone(line, slug, text=slug) for slug in ("2025-26-2", "2026-27-1", "2026-27-2", "2026-27-3")
    )
    stays, first, second = split(coming[:1], coming[1:2])
    assert [[text for *_, text in cells(each)] for each in (stays, first, second)] == [
        [past.text, "2026-27-3"], ["2026-27-1"], ["2026-27-2"],
    ]  # fmt: skip


def test_one_under_way_is_divided_with_its_number_and_references(line, split, term, executive):
    whole = make_milestone(line, "2025-26-2", "2026-27-3", text="Train four (see 1b)", target=4, unit="heads")
    other = make_line(line.plan, "1b", "Mentors")
    Link.objects.create(milestone=whole, code_as_printed="1b", to=other.priority)
    stays, _, first, _ = split([whole])
    assert cells(stays) == [(1, "2025-26-2", "2025-26-3", "span", "Train four (see 1b)")]
    assert cells(first) == [(1, "2026-27-1", "2026-27-3", "span", "Train four (see 1b)")]
    rest = first.milestones.get()
    assert (rest.target, rest.unit, rest.links.get().to, whole.links.count()) == (
        4,
        "heads",
        other.priority,
        1,
    )


def test_what_is_left_of_one_term_is_a_point(line, split):
    whole = make_milestone(line, "2025-26-3", "2026-27-1")
    stays, first, _ = split([whole])
    assert [cells(each)[0][1:4] for each in (stays, first)] == [
        ("2025-26-3", "2025-26-3", "point"), ("2026-27-1", "2026-27-1", "point"),
    ]  # fmt: skip


def test_tracks_are_numbered_anew_and_none_is_lost(line, split):
    second, third = (make_milestone(line, "2026-27-1", track=track, text=f"{track}") for track in (2, 3))
    under_way = make_milestone(line, "2025-26-1", "2026-27-2", track=2, text="Under way")
    _, first, _ = split([second, third, under_way])
    assert [(track, text) for track, *_, text in cells(first)] == [(1, "Under way"), (2, "2"), (3, "3")]


def test_what_was_due_before_is_never_missing_in_the_new_one(line, split, term, executive):
    split([make_milestone(line, "2025-26-1", "2026-27-3")])
    found = queries.matrix(line.plan, user=executive, now=term)
    marks = {each.code: [rag.mark.value for rag in each.rags.values()] for each in found.lines}
    assert marks["1h"] == ["not_due", "not_due", "not_due", "overdue"]


def test_it_is_told_in_the_history_on_the_change_and_in_a_copy(line, split):
    milestone = make_milestone(line, "2026-27-1", text="Open two clubs.")
    _, first, second = split([milestone])
    changes = PriorityChange.objects.filter(kind="split").order_by("pk")
    assert [(each.into, [*each.took.all()]) for each in changes] == [
        (first.priority, [milestone]), (second.priority, []),
    ]  # fmt: skip
    facts = json.loads(Event.objects.get(verb="priority.split").facts)
    assert facts["took"] == [[milestone.pk], []]
    copy = PlanCopy.objects.latest("pk")
    rows = read_text(blobs.read(copy.contents).decode(), PACK).lines
    assert {row.code: [each.text for each in row.milestones] for row in rows} == {
        "1a": [], "1h": ["Open two clubs."], "1i": [],
    }  # fmt: skip


def refused(line, split, *going, match, **more):
    with pytest.raises(Refused, match=match):
        split(*going, **more)
    assert (Priority.objects.count(), PriorityChange.objects.count()) == (1, 0)


def test_what_is_over_by_then_stays(line, split):
    past = make_milestone(line, "2025-26-1", "2025-26-3", text="Past.")
    refused(line, split, [past], match=r"“Past.” ends before Autumn 2026/27")


def test_a_milestone_goes_to_one_part(line, split):
    one = make_milestone(line, "2026-27-1")
    refused(line, split, [one], [one], match="one of the new priorities only")


def test_what_is_not_its_own_does_not_go(line, split):
    other = make_milestone(make_line(make_plan("Another plan"), "1a"), "2026-27-1")
    with pytest.raises(Refused, match="no longer this priority’s"):
        split([other])
    assert other.line.milestones.count() == 1
    assert not PriorityChange.objects.exists()


FORM = {"stays": "closes", "code_1": "1h", "title_1": "Clubs", "code_2": "1i", "title_2": "Breakfast",
        "code_3": "", "title_3": "", "reason": "The board asked."}  # fmt: skip


@pytest.fixture
def post(line, as_person, executive, term):
    client = as_person(executive)

    def sent(**given):
        return client.post(f"/milestones/{line.priority_id}/change/split/", FORM | {"since": term.pk} | given)

    return sent


def test_the_page_asks_of_each_milestone_that_is_not_over(line, as_person, executive):
    make_milestone(line, "2025-26-1", "2025-26-3", text="Over and done.")
    coming = make_milestone(line, "2025-26-2", "2026-27-2", text="Half way.", track=2)
    page = as_person(executive).get(f"/milestones/{line.priority_id}/change/split/").content.decode()
    assert f'name="milestone_{coming.pk}"' in page
    assert "Stays with 1a" in page
    assert "Over and done." not in page


def test_it_is_shown_before_it_is_made(line, post):
    coming = make_milestone(line, "2025-26-2", "2026-27-2", text="Half way.")
    field = {f"milestone_{coming.pk}": "2"}
    page = post(**field).content.decode()
    assert "Divided: up to Summer 2025/26 it stays with 1a" in page
    assert "No milestones yet." in page
    assert "It closes from Autumn 2026/27." in page
    assert not PriorityChange.objects.exists()
    again = post(**field, again="yes").content.decode()
    assert '<option value="2" selected>' in again
    assert not PriorityChange.objects.exists()
    done = post(**field, confirmed="yes")
    assert done.status_code == 302
    assert Line.objects.get(code="1i").milestones.get().text == "Half way."


def test_its_sheet_says_what_went(line, post, as_person, executive):
    coming = make_milestone(line, "2026-27-1", text="Open two clubs.")
    post(**{f"milestone_{coming.pk}": "1"}, confirmed="yes")
    page = as_person(executive).get(f"/milestones/{line.priority_id}/").content.decode()
    assert "With it went “Open two clubs.” (Autumn 2026/27)." in page


@pytest.mark.parametrize(("since", "part", "words"), [
    ("2026-27-1", "4", "New priority 4 has no code and title yet."),
    ("2026-27-3", "1", "It ends before Summer 2026/27, so it stays"),
    ("2026-27-1", "9", "Choose one of"),
])  # fmt: skip
def test_what_cannot_go_is_said_at_the_milestone(line, post, since, part, words):
    coming = make_milestone(line, "2026-27-1", "2026-27-2")
    answer = post(since=make_term(since).pk, **{f"milestone_{coming.pk}": part})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_code_in_use_is_said_before_the_confirmation(line, post):
    make_line(line.plan, "1i", "Mentors")
    answer = post()
    assert answer.status_code == 409
    assert "1i is the code of “Mentors”" in answer.content.decode()

"""The trust's settings: who may change them, what is refused, what history keeps."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from schools.settings.actions import ChangedMeanwhile, change_settings, fingerprint, settings_of
from trust.models import Event

SIZES = {
    "small_group_below": 10,
    "staff_group_below": 10,
    "survey_group_below": 10,
    "mark_group_below": 30,
    "heads_see_each_other": False,
    "trustees_see_accepted": False,
}
NO_WORDS = {"executive director": ""}


def change(world, by, words=NO_WORDS, seen=None, **wanted):
    world.trust.refresh_from_db()
    return change_settings(by=by, seen=seen or fingerprint(world.trust), words=words, **(SIZES | wanted))


def posted(world, **fields):
    given = {name: value for name, value in SIZES.items() if value is not False}
    return given | {"seen": fingerprint(world.trust)} | fields


def test_history_keeps_what_a_setting_was_and_is(world, executive):
    assert change(world, executive, small_group_below=12) == ["small_group_below"]

    world.trust.refresh_from_db()
    assert world.trust.small_group_below == 12
    event = Event.objects.get(verb="settings.changed")
    facts = json.loads(event.facts)
    assert (facts["small_group_below"], facts["small_group_below_was"]) == (12, 10)


def test_what_stays_the_same_leaves_no_event(world, executive):
    assert change(world, executive) == []
    assert not Event.objects.filter(verb="settings.changed").exists()


def test_the_trusts_word_is_kept_and_history_holds_only_its_digest(world, executive):
    change(world, executive, words={"executive director": "chief executive"})

    world.trust.refresh_from_db()
    assert world.trust.word("executive director") == "chief executive"
    assert "chief executive" not in Event.objects.get(verb="settings.changed").facts


def test_an_emptied_word_gives_way_to_the_portals(world, executive):
    change(world, executive, words={"executive director": "CEO"})
    change(world, executive)

    world.trust.refresh_from_db()
    assert world.trust.word("executive director") == "executive director"


@pytest.mark.parametrize("who", ["chair", "trustee", "clerk", "head_of_oak", "member"])
def test_nobody_else_changes_settings(world, who):
    with pytest.raises(PermissionDenied):
        change(world, world.people[who], small_group_below=12)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"small_group_below": 2}, "small_group_below"),
        ({"survey_group_below": 101}, "survey_group_below"),
        ({"mark_group_below": 9}, "mark_group_below"),
    ],
)
def test_sizes_that_make_no_sense_are_refused(world, executive, wanted, field):
    with pytest.raises(ValidationError) as refused:
        change(world, executive, **wanted)
    assert list(refused.value.message_dict) == [field]


def test_nobody_undoes_a_change_that_they_have_not_seen(world, executive, admin):
    seen = fingerprint(world.trust)
    change(world, admin, staff_group_below=20)

    with pytest.raises(ChangedMeanwhile):
        change(world, executive, seen=seen, small_group_below=12)
    world.trust.refresh_from_db()
    assert settings_of(world.trust)["staff_group_below"] == 20


def test_the_page_says_so_with_the_settings_as_they_stand(world, as_person, executive, admin):
    fields = posted(world)
    change(world, admin, staff_group_below=20)

    answer = as_person(executive).post("/settings/", fields)

    assert answer.status_code == 409
    assert 'value="20"' in answer.content.decode()


def test_raising_a_limit_is_saved_at_once(world, as_person, executive):
    answer = as_person(executive).post("/settings/", posted(world, small_group_below=12))

    assert (answer.status_code, answer["Location"]) == (302, "/settings/")
    world.trust.refresh_from_db()
    assert world.trust.small_group_below == 12


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"small_group_below": 5}, "<li>Pupils: hidden below 5, today 10</li>"),
        ({"heads_see_each_other": "on"}, "<li>Heads see the other schools’ figures</li>"),
    ],
)
def test_what_shows_more_is_asked_once_more(world, as_person, executive, more, words):
    client = as_person(executive)
    asked = client.post("/settings/", posted(world, **more))
    assert asked.status_code == 422
    assert "This shows more than today" in asked.content.decode()
    assert words in asked.content.decode()

    saved = client.post("/settings/", posted(world, **more) | {"confirmed": "on"})
    assert saved.status_code == 302


def test_a_size_that_is_no_number_is_explained(world, as_person, executive):
    answer = as_person(executive).post("/settings/", posted(world, small_group_below="ten"))

    assert answer.status_code == 422
    assert "Give a whole number from 3 to 100." in answer.content.decode()


def test_who_keeps_the_settings_finds_them_in_the_menu(world, as_person, admin, trustee):
    assert 'href="/settings/"' in as_person(admin).get("/").content.decode()
    assert 'href="/settings/"' not in as_person(trustee).get("/").content.decode()

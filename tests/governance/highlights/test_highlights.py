"""Highlights: noted with a day, seen within one's schools, chosen for the Update, taken back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.urls import reverse

from governance.highlights.actions import choose, note_highlight, take_back
from governance.highlights.queries import highlights_for
from governance.models import Highlight, TrustUpdate
from governance.packs import contents
from trust import clock
from trust.lifecycle import Refused
from trust.models import Event

DAY = date(2026, 11, 3)


def note(by, school, text="The choir sang at the abbey.", key="1", on=DAY):
    return note_highlight(by=by, school=school, on=on, text=text, key=key)


def test_what_went_well_is_noted_once(world, oak, head_of_oak):
    first, second = note(head_of_oak, oak, " The  choir\nsang. "), note(head_of_oak, oak, "Again?")

    assert first == second
    assert first.text == "The choir sang."
    assert Event.objects.filter(verb="highlight.noted").count() == 1


def test_a_day_to_come_is_refused(world, oak, head_of_oak):
    with pytest.raises(ValidationError, match="has not come yet"):
        note(head_of_oak, oak, on=clock.today() + timedelta(days=1))


def test_another_school_is_refused(world, elm, head_of_oak):
    with pytest.raises((PermissionDenied, ValidationError)):
        note(head_of_oak, elm)
    with pytest.raises(PermissionDenied):
        note(head_of_oak, None)


def test_each_sees_those_of_their_schools(world, oak, elm, executive, head_of_oak):
    own, _, _ = note(executive, oak, key="1"), note(executive, elm, key="2"), note(executive, None, key="3")

    assert list(highlights_for(head_of_oak)) == [own]
    assert highlights_for(executive).count() == 3


def test_what_is_chosen_is_printed_in_the_update_of_its_term(world, oak, executive, head_of_oak):
    update = TrustUpdate.objects.create(term=world.term)
    chosen = note(head_of_oak, oak)
    note(head_of_oak, oak, "Not chosen.", key="2")
    choose(
        note(head_of_oak, oak, "Before the term.", key="3", on=date(2026, 3, 1)).pk,
        by=executive,
        goes_in=True,
    )
    choose(chosen.pk, by=executive, goes_in=True)

    lists = contents.freeze(update)["lists"]

    assert lists["highlights"]["tables"][0]["rows"] == [["3 Nov 2026", "Oak", "The choir sang at the abbey."]]
    choose(chosen.pk, by=executive, goes_in=False)
    assert contents.freeze(update)["lists"]["highlights"] is None


def test_only_who_compiles_chooses(world, oak, head_of_oak, trustee):
    noted = note(head_of_oak, oak)
    for person in (head_of_oak, trustee):
        with pytest.raises(PermissionDenied):
            choose(noted.pk, by=person, goes_in=True)


def test_it_is_taken_back_by_who_noted_it_unless_it_was_chosen(world, oak, executive, head_of_oak, trustee):
    noted = note(head_of_oak, oak)
    with pytest.raises(PermissionDenied):
        take_back(noted.pk, by=trustee)
    choose(noted.pk, by=executive, goes_in=True)
    with pytest.raises(Refused, match="left out there first"):
        take_back(noted.pk, by=head_of_oak)
    choose(noted.pk, by=executive, goes_in=False)

    take_back(noted.pk, by=head_of_oak)

    assert not highlights_for(executive).exists()
    with pytest.raises(Http404):
        choose(noted.pk, by=executive, goes_in=True)


def test_the_page_lists_notes_and_lets_the_director_choose(world, oak, executive, head_of_oak, as_person):
    address = reverse("governance:highlights")
    head = as_person(head_of_oak)
    page = head.get(address).content.decode()
    assert "Nothing has been noted yet" in page

    sent = {"text": "<b>First</b> prize.", "school": oak.pk, "on": "3 November 2026", "key": "k"}
    assert head.post(address, sent).status_code == 302
    page = head.get(address).content.decode()
    assert "&lt;b&gt;First&lt;/b&gt; prize." in page
    assert "Put in" not in page
    assert "Take back" in page

    director = as_person(executive)
    noted = Highlight.objects.get()
    director.post(reverse("governance:choose_highlight", args=[noted.pk]), {"goes_in": "1"})
    page = director.get(address).content.decode()
    assert "Goes in" in page
    assert "Leave out" in page
    assert "Goes in" in director.get(address, {"as": "csv"}).content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": ""}, "Say what went well."),
        ({"school": ""}, "Choose a school."),
        ({"school": "elm"}, "Select a valid choice"),
        ({"on": "soon"}, "Give a day"),
        ({"on": "1 November 2030"}, "has not come yet"),
        ({"text": "x" * 241}, "240"),
    ],
)
def test_what_cannot_be_right_is_told_and_kept(world, oak, elm, head_of_oak, as_person, fields, words):
    sent = {"text": "A prize.", "school": oak.pk, "on": "2026-11-03", "key": "k"} | fields
    sent["school"] = elm.pk if sent["school"] == "elm" else sent["school"]

    answer = as_person(head_of_oak).post(reverse("governance:highlights"), sent)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Highlight.objects.exists()

"""The register against the portal: what is new, changed, gone or only missing, and taking it over."""

import io
import json
from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from schools.actions import note_predecessor
from schools.gias.comparing import compare, short_name_of
from schools.gias.reading import Entry, Register
from schools.gias.taking import ChangedMeanwhile, Chosen, fingerprint, known_schools, take_over
from schools.models import Predecessor, Roll, School
from trust.models import Event

BIRCH = Entry(
    urn="990001", name="Birch Academy", kind="Academy converter", phase="Primary", low_age=4, high_age=11,
    opened=date(2015, 10, 1), joined=date(2016, 9, 1), pupils=198, places=210, counted_on=date(2026, 10, 1),
    predecessors=("980001",),
)  # fmt: skip


def entry_of(school, **fields):
    kinds = {"converter": "Academy converter", "sponsored": "Academy sponsor led", "free": "Free schools"}
    same = Entry(
        urn=school.urn, name=school.name, kind=kinds[school.route], phase=school.get_phase_display(),
        low_age=school.low_age, high_age=school.high_age,
    )  # fmt: skip
    return replace(same, **fields)


def register_of(*entries, members=None, elsewhere=()):
    return Register({each.urn: each for each in entries}, members, {each.urn: each for each in elsewhere})


def found(*entries, **more):
    return compare(register_of(*entries, **more), known_schools())


def take(by, register, **chosen):
    return take_over(register, Chosen(fingerprint(known_schools()), **chosen), by=by)


def test_a_school_that_the_portal_has_not_is_new(world, oak, elm):
    (new,) = found(entry_of(oak), entry_of(elm), BIRCH).new

    assert (new.urn, new.fields["short_name"], new.fields["slug"]) == ("990001", "Birch", "birch")
    assert new.facts == "Primary, ages 4 to 11, Academy converter"
    assert (new.predecessors, new.problem) == (["980001"], "")
    assert new.counted.words == "198 pupils, 210 places on Thursday 1 October 2026"


def test_what_is_the_same_is_only_counted(world, oak, elm):
    comparison = found(entry_of(oak), entry_of(elm))

    assert comparison.is_empty
    assert comparison.same == 2


def test_what_changed_is_told_field_by_field(world, oak, elm):
    (changed,) = found(entry_of(oak, name="Oak High School", high_age=18), entry_of(elm)).changed

    assert [(each.label, each.before, each.after) for each in changed.changes] == [
        ("Name", "Oak School", "Oak High School"),
        ("Oldest pupils", "16", "18"),
    ]


def test_what_a_file_does_not_say_changes_nothing(world, oak, elm):
    links_alone = Entry(urn=oak.urn, name=oak.name, kind="", phase="", is_described=False)

    assert found(links_alone, entry_of(elm)).is_empty


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "Community school"}, "“Community school” is no academy or free school."),
        ({"phase": "Not applicable"}, "The portal has no phase for “Not applicable”."),
        ({"low_age": None}, "The file does not give its ages."),
        ({"low_age": 11, "high_age": 11}, "The file does not give its ages."),
        (
            {"joined": None, "opened": None},
            "The files do not say when it joined: send the group’s links as well.",
        ),
    ],
)
def test_a_new_school_that_cannot_be_right_says_why(world, fields, words):
    (new,) = found(replace(BIRCH, **fields)).new

    assert new.problem == words


def test_a_part_of_the_trust_is_a_warning_and_no_leaver(world, oak, elm):
    comparison = found(entry_of(oak))

    assert comparison.leavers == []
    assert comparison.missing == [elm]


def test_a_school_that_the_links_do_not_name_has_left(world, oak, elm):
    comparison = found(entry_of(oak), members={oak.urn: None})

    assert [(each.school, each.day) for each in comparison.leavers] == [(elm, None)]
    assert comparison.missing == []


def test_a_school_that_closed_or_stands_elsewhere_has_left(world, oak, elm):
    closed = entry_of(oak, is_closed=True, closed=date(2026, 8, 31))

    comparison = found(closed, elsewhere=[entry_of(elm)])

    assert [(each.school, each.day) for each in comparison.leavers] == [
        (elm, None), (oak, date(2026, 8, 31)),
    ]  # fmt: skip


def test_who_left_already_is_not_told_of_again(world, oak, elm):
    School.objects.filter(pk=elm.pk).update(left=date(2026, 9, 1))

    comparison = found(entry_of(oak), members={oak.urn: None})

    assert (comparison.leavers, comparison.missing) == ([], [])


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Oak Primary School", "Oak Primary"),
        ("School", "School"),
        ("The First and Second Learning Village of Somewhere", "The First and Second Learning Village of"),
    ],
)  # fmt: skip
def test_short_names(name, short):
    assert short_name_of(name) == short


def test_a_slug_that_is_taken_or_the_trusts_own_is_not_used_again(world):
    new = found(
        replace(BIRCH, name="Oak Academy"), replace(BIRCH, urn="990002", name="Trust School", predecessors=())
    ).new

    assert [each.fields["slug"] for each in new] == ["oak-academy", "trust-school"]


def test_a_new_school_is_taken_over_with_its_roll_and_earlier_urn(world, term, executive):
    taken = take(executive, register_of(BIRCH), new={"990001": "Birch  tree"})

    birch = School.objects.get(urn="990001")
    assert (birch.short_name, birch.joined, birch.opened) == ("Birch tree", date(2016, 9, 1), None)
    assert Predecessor.objects.get().school == birch
    assert Roll.objects.values_list("term", "pupils", "capacity").get() == (term.pk, 198, 210)
    assert taken.words == "1 school added."
    assert {"school.admitted", "school.predecessor-noted", "school.roll-noted"} <= set(
        Event.objects.values_list("verb", flat=True)
    )


def test_a_change_keeps_what_was_in_history(world, oak, executive):
    register = register_of(entry_of(oak, name="Oak High School"))

    assert take(executive, register, changed=frozenset({oak.urn})).words == "1 school changed."

    facts = json.loads(Event.objects.get(verb="school.corrected").facts)
    assert (facts["name"], facts["name_was"]) == ("Oak High School", "Oak School")


def test_a_leaver_keeps_its_figures_and_leaves_on_the_day_given(world, oak, elm, executive):
    register = register_of(entry_of(oak), members={oak.urn: None})

    take(executive, register, left={elm.urn: date(2026, 9, 1)})

    elm.refresh_from_db()
    assert elm.left == date(2026, 9, 1)
    with pytest.raises(ValidationError, match="Oak School: It joined on 01/09/2018"):
        take(executive, register_of(members={"999999": None}), left={oak.urn: date(2018, 9, 1)})


def test_all_is_taken_over_or_nothing(world, oak, executive):
    twin = replace(BIRCH, urn="990002", name="Birch Academy", predecessors=())

    with pytest.raises(ValidationError, match="Birch Academy: "):
        take(executive, register_of(BIRCH, twin), new={"990001": "Birch", "990002": "Birch 2"})

    assert School.objects.filter(urn__startswith="99").count() == 0
    assert not Event.objects.filter(verb="school.admitted").exists()


def test_what_was_not_chosen_stays(world, oak, executive):
    assert take(executive, register_of(BIRCH, entry_of(oak, high_age=18))).words == "Nothing was changed."


def test_a_choice_among_schools_that_have_changed_is_refused(world, oak, executive):
    seen = fingerprint(known_schools())
    School.objects.filter(pk=oak.pk).update(high_age=18)

    with pytest.raises(ChangedMeanwhile):
        take_over(register_of(BIRCH), Chosen(seen, new={"990001": "Birch"}), by=executive)


def test_who_does_not_keep_the_settings_takes_nothing_over(world, trustee):
    with pytest.raises(PermissionDenied):
        take(trustee, register_of(BIRCH), new={"990001": "Birch"})


def test_an_earlier_urn_is_one_schools_and_no_school_of_the_trust(world, oak, elm, executive):
    note_predecessor(oak, "980001", by=executive)

    for urn in ("980001", elm.urn, "98000"):
        with pytest.raises(ValidationError):
            note_predecessor(elm, urn, by=executive)
    assert found(replace(BIRCH, urn="980001")).new[0].problem == (
        "Its URN is noted as the earlier one of Oak School."
    )


CSV = (
    "URN,EstablishmentName,TypeOfEstablishment (name),EstablishmentStatus (name),OpenDate,"
    "PhaseOfEducation (name),StatutoryLowAge,StatutoryHighAge,Trusts (name),Linked establishments\r\n"
    "990001,<b>Birch</b> Academy,Academy converter,Open,01-09-2016,Primary,4,11,TEST LEARNING TRUST,"
    "980001 Predecessor\r\n"
)


def sent(client, text=CSV, **fields):
    file = io.BytesIO(text.encode("cp1252"))
    file.name = "register.csv"
    wanted = {"group": "Test Learning Trust", "schools": file}
    return client.post(reverse("schools:bring_schools"), wanted | fields)


def test_the_road_from_the_file_to_the_school(world, oak, elm, as_person, executive):
    client = as_person(executive)
    assert "Test Learning Trust" in client.get(reverse("schools:bring_schools")).content.decode()

    look = sent(client)
    page = look.content.decode()
    assert "1 new, 0 changed, 0 no longer there" in page
    assert "2 of the trust’s schools are not in the file:</b> Elm Primary School, Oak School." in page
    assert "&lt;b&gt;Birch&lt;/b&gt; Academy" in page
    assert not School.objects.filter(urn="990001").exists()

    choice = {"register": look.context["register"], "seen": look.context["seen"]}
    wrong = client.post(reverse("schools:take_schools"), choice | {"new-990001": "on", "short-990001": " "})
    assert wrong.status_code == 422
    assert "Give it a short name." in wrong.content.decode()

    done = client.post(
        reverse("schools:take_schools"), choice | {"new-990001": "on", "short-990001": "Birch"}
    )
    assert done.status_code == 302
    assert School.objects.get(urn="990001").name == "<b>Birch</b> Academy"

    again = client.post(
        reverse("schools:take_schools"), choice | {"new-990001": "on", "short-990001": "Birch"}
    )
    assert again.status_code == 409
    assert School.objects.filter(name__contains="Birch").count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"group": ""}, "Say which trust’s schools are wanted."),
        ({"schools": ""}, "Choose the register’s file of schools, the file of group links, or both."),
        ({"group": "Another"}, "No school in it belongs to “Another”. The file has TEST LEARNING TRUST."),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_lost(world, as_person, executive, fields, words):
    answer = sent(as_person(executive), **fields)

    assert answer.status_code == 422
    assert words in answer.content.decode()


@pytest.mark.parametrize("carried", ["", "nonsense", "a:b:c"])
def test_what_was_not_read_here_is_not_taken_over(world, as_person, executive, carried):
    answer = as_person(executive).post(reverse("schools:take_schools"), {"register": carried})

    assert (answer.status_code, answer.url) == (302, reverse("schools:bring_schools"))


def test_a_leaver_is_ticked_with_a_day_by_a_person(world, oak, elm, as_person, executive):
    links = (
        "URN,Group UID,Group Name,Group Type,Joined date,EstablishmentName\r\n"
        f"{oak.urn},7001,TEST LEARNING TRUST,Multi-academy trust,2018-09-01,Oak School\r\n"
    )
    client = as_person(executive)
    look = sent(client, links)
    choice = {"register": look.context["register"], "seen": look.context["seen"], f"left-{elm.urn}": "on"}

    refused = client.post(reverse("schools:take_schools"), choice)
    assert "Give the day from which it was no longer a member." in refused.content.decode()
    client.post(reverse("schools:take_schools"), choice | {f"day-{elm.urn}": "1 September 2026"})

    elm.refresh_from_db()
    assert elm.left == date(2026, 9, 1)


def test_earlier_results_are_found_under_the_predecessors_urn(world, oak, executive):
    from kpis.queries.past import _names

    note_predecessor(oak, "980001", by=executive)

    assert _names(School.objects.all())["980001"] == "oak"

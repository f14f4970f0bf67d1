"""Two people typing into one return lose nothing."""

import pytest
from django.core.exceptions import PermissionDenied

from kpis import actions
from kpis.actions import Conflict, Typed, fingerprint
from kpis.models import Entry, Return
from tests import builders
from trust.models import Event


@pytest.fixture
def attendance(world):
    return builders.make_kpi("ATT")


@pytest.fixture
def returned(oak, term):
    return builders.make_return(oak, term)


def save(returned, kpi, by, text, seen, page=""):
    return actions.save_entry(returned, kpi, by=by, typed={"value": text}, seen_version=seen, page=page)


def test_what_cannot_be_read_is_kept_as_typed(returned, attendance, head_of_oak):
    save(returned, attendance, head_of_oak, " 85,5 ", 0)
    assert Entry.objects.get().typed == {"value": " 85,5 "}


def test_the_first_save_starts_the_return_and_later_ones_leave_no_event(returned, attendance, head_of_oak):
    save(returned, attendance, head_of_oak, "1", 0)
    save(returned, attendance, head_of_oak, "2", 1)
    assert Return.objects.get().state == "draft"
    assert list(Event.objects.values_list("verb", flat=True)) == ["return.started"]


def test_saving_blank_fields_starts_nothing(returned, attendance, head_of_oak):
    saved, _ = actions.save_entries(returned, [Typed(attendance, {"value": ""})], by=head_of_oak)
    assert (saved, Entry.objects.count(), Return.objects.get().state) == ({}, 0, "not-started")


def test_a_second_person_is_told_and_nothing_is_lost(returned, attendance, head_of_oak, business_of_oak):
    save(returned, attendance, head_of_oak, "95", 0)
    with pytest.raises(Conflict) as caught:
        save(returned, attendance, business_of_oak, "94", 0)
    assert (caught.value.entry.typed, caught.value.typed) == ({"value": "95"}, {"value": "94"})
    assert Entry.objects.get().typed == {"value": "95"}


def test_having_seen_the_others_text_one_may_replace_it(returned, attendance, head_of_oak, business_of_oak):
    save(returned, attendance, head_of_oak, "95", 0)
    entry = save(returned, attendance, business_of_oak, "94", 1)
    assert (entry.version, entry.typed, entry.saved_by) == (2, {"value": "94"}, business_of_oak)


def test_the_same_text_is_no_conflict(returned, attendance, head_of_oak, business_of_oak):
    save(returned, attendance, head_of_oak, "95", 0)
    assert save(returned, attendance, business_of_oak, "95", 0).saved_by == head_of_oak


def test_a_page_is_never_in_conflict_with_its_own_autosave(returned, attendance, head_of_oak):
    save(returned, attendance, head_of_oak, "9", 0, page="p")
    assert save(returned, attendance, head_of_oak, "95", 0, page="p").typed == {"value": "95"}


def test_two_pages_of_one_person_are_in_conflict(returned, attendance, head_of_oak):
    save(returned, attendance, head_of_oak, "9", 0, page="p")
    with pytest.raises(Conflict):
        save(returned, attendance, head_of_oak, "95", 0, page="q")


def test_what_was_left_alone_never_undoes_what_another_typed(
    returned, attendance, head_of_oak, business_of_oak
):
    save(returned, attendance, head_of_oak, "95", 0)
    shown = fingerprint({"value": "95"})
    save(returned, attendance, business_of_oak, "94", 1)
    rows = [Typed(attendance, {"value": "95"}, seen_version=1, seen_print=shown)]
    _, conflicts = actions.save_entries(returned, rows, by=head_of_oak)
    assert (conflicts, Entry.objects.get().typed) == ([], {"value": "94"})


def test_one_conflict_does_not_keep_the_other_figures_from_being_saved(
    returned, attendance, head_of_oak, business_of_oak
):
    other = builders.make_kpi("EXC")
    save(returned, attendance, head_of_oak, "95", 0)
    rows = [Typed(attendance, {"value": "94"}), Typed(other, {"value": "3"})]
    saved, conflicts = actions.save_entries(returned, rows, by=business_of_oak)
    assert (list(saved), len(conflicts)) == ([other.pk], 1)


def test_a_page_may_have_any_name(returned, attendance, head_of_oak):
    save(returned, attendance, head_of_oak, "85", 0, page="tab\x00one")
    assert Entry.objects.get().saved_from == "tabone"


def test_the_character_nul_is_kept_as_something_both_databases_can_hold(returned, attendance, head_of_oak):
    assert save(returned, attendance, head_of_oak, "8\x005", 0).typed == {
        "value": "8\N{REPLACEMENT CHARACTER}5"
    }


@pytest.mark.parametrize("name", ["head_of_elm", "executive", "trustee", "governor_of_oak", "finance"])
def test_only_those_of_the_school_fill_it_in(world, returned, attendance, name):
    with pytest.raises(PermissionDenied):
        save(returned, attendance, world.people[name], "95", 0)


def test_the_trusts_own_return_is_filled_in_by_a_central_officer(world, term, finance, head_of_oak):
    kpi, own = builders.make_kpi("FIN", scope="trust"), builders.make_return(None, term)
    assert save(own, kpi, finance, "80", 0).saved_by == finance
    with pytest.raises(PermissionDenied):
        save(own, kpi, head_of_oak, "81", 1)


def test_a_blank_answer_where_nothing_was_typed_is_nothing(world, oak, term, head_of_oak):
    returned, kpi = builders.make_return(oak, term), builders.make_kpi("ONE")
    assert actions.save_entry(returned, kpi, by=head_of_oak, typed={"value": ""}, seen_version=0) is None
    assert Return.objects.get(pk=returned.pk).state == "not-started"

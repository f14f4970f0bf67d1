"""The scheme of delegation: drafts, what differs between versions, publishing, and who reads it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance import publishing
from governance.delegation import actions, queries
from governance.delegation.compare import compare
from governance.delegation.starter import MATTERS, PARTIES
from governance.models import Part, PublicPage, Scheme, SchemeCell, SchemeMatter, SchemeState
from trust.lifecycle import Refused
from trust.models import Event

STARTS = date(2026, 9, 1)
PAGE, PUBLIC = "/governance/delegation/", "/scheme-of-delegation/"


@pytest.fixture
def draft(clerk):
    return actions.begin_draft(by=clerk)


@pytest.fixture
def published(draft, clerk):
    return actions.publish_scheme(draft, by=clerk, starts=STARTS, minute="Board, 8 July 2026")


def parts_of(scheme, **parts):
    keys = {party.name: party.pk for party in scheme.parties.all()}
    return {keys[name.replace("_", " ")]: part for name, part in parts.items()}


def test_compare_says_what_came_went_and_changed():
    before = {
        "Set the budget": {"Board": "Decides", "Head": "Proposes"},
        "Set term dates": {"Board": "Decides"},
    }
    now = {"set the  Budget": {"Board": "Decides", "Head": "Is consulted"}, "Set pay": {"Board": "Decides"}}
    found = compare(before, now)
    assert (found.added, found.removed) == (("Set pay",), ("Set term dates",))
    assert found.changed == ("set the  Budget: Head, proposes before, is consulted now.",)
    assert not compare(before, before)


def test_every_matter_of_the_starter_is_decided_by_one_of_its_parties():
    for _, text, parts in MATTERS:
        assert list(parts.values()).count(Part.DECIDES) == 1, text
        assert set(parts) <= set(PARTIES), text
        assert set(parts.values()) <= set(Part.values), text


def test_a_draft_begins_with_the_starter_and_then_with_the_last_version(draft, published, clerk):
    assert draft.matters.count() == len(MATTERS)
    second = actions.begin_draft(by=clerk)
    assert second.number == 2
    assert not queries.changes_of(second)[1]
    assert actions.begin_draft(by=clerk) == second


def test_a_published_version_never_changes(published, clerk):
    row = published.matters.first()
    parts = parts_of(published, Members=Part.DECIDES)
    for change in (
        lambda: actions.add_matter(published, by=clerk, group="Money", text="Buy", parts=parts),
        lambda: actions.change_matter(
            row, by=clerk, group="Money", text="Buy", parts=parts, seen=actions.stamp(row)
        ),
        lambda: actions.remove_matter(row, by=clerk, seen=actions.stamp(row)),
        lambda: actions.add_party(published, by=clerk, name="Else"),
        lambda: actions.remove_party(published.parties.first(), by=clerk),
        lambda: actions.drop_draft(published, by=clerk),
    ):
        with pytest.raises(Refused, match="stays as it is"):
            change()
    assert published.matters.count() == len(MATTERS)


def test_publishing_twice_is_one_event_and_another_minute_is_refused(published, clerk):
    actions.publish_scheme(published, by=clerk, starts=STARTS, minute="Board, 8 July 2026")
    assert Event.objects.filter(verb="scheme.published").count() == 1
    with pytest.raises(Refused):
        actions.publish_scheme(published, by=clerk, starts=STARTS, minute="Another")


def test_the_next_version_begins_no_earlier(published, clerk):
    second = actions.begin_draft(by=clerk)
    with pytest.raises(ValidationError, match="began later"):
        actions.publish_scheme(second, by=clerk, starts=date(2026, 8, 31), minute="Board")


def test_only_its_keeper_changes_it(draft, executive, chair):
    for person in (executive, chair):
        with pytest.raises(PermissionDenied):
            actions.begin_draft(by=person)
        with pytest.raises(PermissionDenied):
            actions.publish_scheme(draft, by=person, starts=STARTS, minute="Board")


def test_a_draft_is_nobodys_but_its_keepers(as_person, draft, clerk, trustee):
    assert as_person(trustee).get(f"{PAGE}1/").status_code == 404
    assert "There is no scheme of delegation yet" in as_person(trustee).get(PAGE).content.decode()
    assert as_person(clerk).get(f"{PAGE}1/").status_code == 200


def test_a_row_is_changed_and_the_next_version_says_so(as_person, published, clerk, trustee):
    client = as_person(clerk)
    assert client.post(f"{PAGE}begin/").status_code == 302
    second = Scheme.objects.get(number=2)
    row = second.matters.get(text="Agree term dates")
    keys = {party.name: party.pk for party in second.parties.all()}
    given = {"group": "Education", "text": "Agree term dates", "seen": actions.stamp(row)}
    given |= {f"part_{keys['Trust board']}": "decides", f"part_{keys['Headteacher']}": "consulted"}
    assert client.post(f"{PAGE}rows/{row.pk}/", given).status_code == 302
    answer = client.post(f"{PAGE}2/publish/", {"starts": "2027-01-01", "minute": "Board, 9 December 2026"})
    assert answer.status_code == 302
    page = as_person(trustee).get(f"{PAGE}2/").content.decode()
    assert "Agree term dates: Trust board, is informed before, decides now." in page
    assert "Board, 9 December 2026" in page
    # The first version stands until the second begins.
    assert "Version 1, in force from" in as_person(trustee).get(PAGE).content.decode()


def test_two_keepers_at_once_see_both(as_person, draft, clerk):
    row = draft.matters.first()
    seen = actions.stamp(row)
    board = {f"part_{draft.parties.get(name='Trust board').pk}": "decides"}
    mine = {"group": row.group, "text": "What I wrote", "seen": seen} | board
    parts = parts_of(draft, Members=Part.DECIDES)
    actions.change_matter(row, by=clerk, group="Else", text="What they wrote", parts=parts, seen=seen)
    answer = as_person(clerk).post(f"{PAGE}rows/{row.pk}/", mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "What they wrote" in page
    assert "What I wrote" in page
    again = mine | {"seen": answer.context["form"]["seen"].value()}
    assert as_person(clerk).post(f"{PAGE}rows/{row.pk}/", again).status_code == 302
    row.refresh_from_db()
    assert row.text == "What I wrote"


def test_a_row_that_somebody_took_out_is_told(as_person, draft, clerk):
    row = draft.matters.get(position=1)
    gone = SchemeMatter(pk=row.pk, scheme=draft)
    actions.remove_matter(row, by=clerk, seen=actions.stamp(row))
    with pytest.raises(actions.MatterConflict) as met:
        actions.remove_matter(gone, by=clerk, seen="")
    assert met.value.standing is None
    assert as_person(clerk).post(f"{PAGE}rows/{gone.pk}/", {}).status_code == 404


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"group": "Money"}, "Say what is decided"),
        ({"text": "Buy"}, "Say to which group it belongs"),
        ({"group": "Money", "text": "Buy"}, "Somebody has to decide"),
        ({"group": "Money", "text": "x" * 301}, "at most 300 characters"),
        (
            {"group": "Money", "text": "agree the PAY policy", "decides": "1"},
            "There is a row with these words",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_place(as_person, draft, clerk, given, words):
    if given.pop("decides", ""):
        given |= {f"part_{draft.parties.first().pk}": "decides"}
    answer = as_person(clerk).post(f"{PAGE}1/add/", given)
    assert answer.status_code == 422
    assert words in answer.content.decode()


@pytest.mark.parametrize("day", ["31/02/2027", "01/02/27", ""])
def test_a_day_that_is_none_is_refused_in_words(as_person, draft, clerk, day):
    answer = as_person(clerk).post(f"{PAGE}1/publish/", {"starts": day, "minute": "Board"})
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.state == SchemeState.DRAFT


def test_a_column_is_added_once_and_taken_out(as_person, draft, clerk):
    client = as_person(clerk)
    assert client.post(f"{PAGE}1/columns/", {"name": "Chief financial officer"}).status_code == 302
    assert "already" in client.post(f"{PAGE}1/columns/", {"name": "chief financial OFFICER"}).content.decode()
    party = draft.parties.get(name="Chief financial officer")
    assert client.post(f"{PAGE}columns/{party.pk}/remove/").status_code == 302
    assert not draft.parties.filter(pk=party.pk).exists()


def test_a_draft_is_thrown_away(as_person, published, clerk):
    second = actions.begin_draft(by=clerk)
    client = as_person(clerk)
    assert "cannot be brought back" in client.get(f"{PAGE}2/drop/").content.decode()
    assert client.post(f"{PAGE}2/drop/").status_code == 302
    assert not Scheme.objects.filter(pk=second.pk).exists()
    assert Scheme.objects.get() == published


def test_everyone_reads_it_once_it_is_published(client, published, clerk):
    assert client.get(PUBLIC).status_code == 404
    publishing.publish(PublicPage.SCHEME, by=clerk)
    answer = client.get(PUBLIC)
    assert "Agree the budget" not in answer.content.decode()
    assert "Agree the trust’s budget" in answer.content.decode()
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    actions.begin_draft(by=clerk)
    assert "version 1" in client.get(PUBLIC).content.decode()


def test_its_rows_are_narrowed_and_taken_away(as_person, published, trustee):
    head = published.parties.get(name="Headteacher").pk
    page = as_person(trustee).get(f"{PAGE}?party={head}&part=decides").content.decode()
    assert "Suspend or exclude a pupil" in page
    assert "Agree the pay policy" not in page
    rows = as_person(trustee).get(f"{PAGE}?as=csv").content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith('"Group","What is decided","Members","Trust board"')
    assert len(rows) == len(MATTERS) + 1


def test_more_rows_cost_no_more_queries(as_person, draft, clerk):
    client = as_person(clerk)

    def queries_of():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"{PAGE}1/").status_code == 200
        return len(seen)

    one = queries_of()
    parts = parts_of(draft, Members=Part.DECIDES)
    for number in range(30):
        actions.add_matter(draft, by=clerk, group=f"Group {number}", text=f"Matter {number}", parts=parts)
    assert queries_of() == one


def test_each_part_has_a_letter_of_its_own():
    letters = [SchemeCell(part=part).letter for part in Part.values]
    assert letters == ["D", "P", "C", "I"]

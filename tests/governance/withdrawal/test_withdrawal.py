"""Taking back what was issued: two people, a reason, nothing left but the tombstone."""

import importlib
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from governance.actions import compile_build, issue_update, request_build
from governance.models import Build, RenderedPart, TrustUpdate, Withdrawal
from governance.queries.updates import issued_updates
from governance.withdrawal.actions import ask_withdrawal, confirm_withdrawal, decline_withdrawal
from tests import builders
from trust import history, triggers
from trust.blobs import Erased, keep, read
from trust.lifecycle import Refused
from trust.models import Blob, Event, Immutable, Message

ONLY_ERASED = importlib.import_module("trust.migrations.0004_erased_bytes").ONLY_ERASED


@contextmanager
def guarded():
    """The table's guard as the migrations make it; the suite has taken all of them away."""
    triggers.install(connection, ONLY_ERASED)
    try:
        yield
    finally:
        triggers.remove(connection, ONLY_ERASED)


REASON = "A page names a pupil."


@pytest.fixture
def issued(world, term, executive, head_of_oak):
    kpi = builders.make_kpi("ATT", title="Attendance", is_headline=True)
    builders.make_band(kpi)
    builders.make_figure(kpi, builders.make_return(world.oak, term, "accepted"), head_of_oak, "91.2")
    draft = request_build(term, by=executive, key="first")
    compile_build(draft.pk)
    draft.refresh_from_db()
    TrustUpdate.objects.update(overview="Words that nobody may read.")
    update = issue_update(draft.update_of, draft, by=executive)
    compile_build(update.builds.get(purpose="final").pk)
    return TrustUpdate.objects.select_related("final").get(pk=update.pk)


@pytest.fixture
def asked(issued, executive):
    return ask_withdrawal(issued, by=executive, reason=REASON)


@pytest.fixture
def withdrawn(issued, asked, chair):
    confirm_withdrawal(issued, by=chair)
    return TrustUpdate.objects.select_related("final__contents", "final__pdf").get(pk=issued.pk)


def test_asking_changes_nothing_and_tells_the_others(issued, asked, executive, chair, clerk):
    issued.refresh_from_db()
    assert issued.state == "issued"
    assert read(issued.final.pdf)
    told = Message.objects.filter(subject__contains="to be withdrawn")
    assert {each.to for each in told} == {chair, clerk}
    assert all(REASON not in each.text for each in told)


@pytest.mark.parametrize("reason", ["", " \n\x00", "x" * 601])
def test_it_takes_a_reason(issued, executive, reason):
    with pytest.raises(Refused, match="reason"):
        ask_withdrawal(issued, by=executive, reason=reason)


def test_it_takes_two(issued, asked, executive):
    with pytest.raises(Refused, match="Somebody else has to confirm"):
        confirm_withdrawal(issued, by=executive)
    with pytest.raises(Refused, match="asked for this already"):
        ask_withdrawal(issued, by=executive, reason="Again.")


@pytest.mark.parametrize(
    "name", ["trustee", "auditor", "head_of_oak", "governor_of_oak", "finance", "member", "admin"]
)
def test_nobody_else_asks_or_confirms(issued, asked, world, name):
    person = world.people[name]
    with pytest.raises(PermissionDenied):
        ask_withdrawal(issued, by=person, reason=REASON)
    with pytest.raises(PermissionDenied):
        confirm_withdrawal(issued, by=person)


def test_nothing_is_left_but_the_tombstone(withdrawn, executive, chair):
    assert withdrawn.state == "withdrawn"
    assert withdrawn.overview == ""
    assert RenderedPart.objects.count() == 0
    for build in Build.objects.select_related("contents", "pdf"):
        for blob in (build.contents, build.pdf):
            assert bytes(blob.content) == b""
            with pytest.raises(Erased):
                read(blob)
    stone = Withdrawal.objects.get()
    assert (stone.contents_sha256, stone.pdf_sha256) == (withdrawn.final.contents_id, withdrawn.final.pdf_id)
    assert (stone.asked_by, stone.confirmed_by, stone.reason) == (executive, chair, REASON)


def test_the_history_holds_and_tells_both_hashes(withdrawn):
    event = Event.objects.get(verb="update.withdrawn")
    assert withdrawn.final.pdf_id in event.facts
    assert history.verify() is None
    call_command("verify_updates")


def test_it_is_not_issued_any_more_and_a_correction_follows(withdrawn, term, trustee, executive):
    assert not issued_updates(trustee).exists()
    again = request_build(term, by=executive, key="again")
    assert again.update_of.version == 2
    assert again.update_of.overview == ""


def test_readers_are_told_and_find_the_tombstone(withdrawn, trustee, as_person, term):
    [told] = Message.objects.filter(to=trustee, subject__contains=": withdrawn, ")
    assert "delete any copy" in told.text
    client = as_person(trustee)
    page = client.get(f"/updates/{term.ref.slug}/")
    assert page.status_code == 200
    assert REASON in page.content.decode()
    gone = client.get(f"/builds/{withdrawn.final_id}.pdf")
    assert gone.status_code == 410
    assert "This has been withdrawn" in gone.content.decode()


def test_who_could_not_read_it_is_told_nothing(withdrawn, world, as_person, term):
    client = as_person(world.people["head_of_elm"])
    assert client.get(f"/updates/{term.ref.slug}/").status_code == 404
    assert client.get(f"/builds/{withdrawn.final_id}.pdf").status_code == 404


def test_declining_lets_it_stand_and_it_may_be_asked_again(issued, asked, chair, executive):
    decline_withdrawal(issued, by=chair)
    issued.refresh_from_db()
    assert issued.state == "issued"
    with pytest.raises(Refused, match="Nobody has asked"):
        confirm_withdrawal(issued, by=chair)
    assert ask_withdrawal(issued, by=executive, reason="Still.").reason == "Still."


def test_a_request_lapses_after_a_fortnight(issued, asked, chair, executive):
    Withdrawal.objects.update(asked_at=asked.asked_at - timedelta(days=15))
    with pytest.raises(Refused, match="the fortnight to confirm it is over"):
        confirm_withdrawal(issued, by=chair)
    ask_withdrawal(issued, by=chair, reason="After all.")
    assert Withdrawal.objects.filter(declined_by=None).count() == 1


def test_erased_bytes_do_not_come_back(withdrawn):
    with pytest.raises(Erased, match="has been erased"):
        read(Blob.objects.get(pk=withdrawn.final.pdf_id))


def test_what_is_shared_with_another_update_is_not_erased(issued, asked, chair, executive, term):
    other = builders.make_term(term.ref.next)
    update = TrustUpdate.objects.create(term=other)
    Build.objects.create(update_of=update, key="other", contents=issued.final.contents)
    confirm_withdrawal(issued, by=chair)
    assert read(Blob.objects.get(pk=issued.final.contents_id))


def test_the_model_layer_knows_no_other_way(withdrawn, issued):
    with pytest.raises(Immutable):
        withdrawn.save()
    with pytest.raises(Immutable):
        TrustUpdate.objects.filter(pk=withdrawn.pk).update(state="issued")


@pytest.mark.django_db
def test_the_database_lets_bytes_be_erased_and_nothing_else():
    blob = keep(b"some bytes", "text/plain")
    with guarded(), connection.cursor() as cursor:
        for change in (
            "content = 'x'",
            "content = '', size = 0, erased_at = created_at",
            "media_type = 'a/b'",
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(f"UPDATE trust_blob SET {change}")
        cursor.execute("UPDATE trust_blob SET content = '', erased_at = created_at")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("UPDATE trust_blob SET erased_at = NULL")
        cursor.execute("SELECT length(content) FROM trust_blob WHERE sha256 = %s", [blob.sha256])
        assert cursor.fetchone() == (0,)
    with pytest.raises(Erased, match="does not come back"):
        keep(b"some bytes")


def test_the_page_asks_confirms_and_shows_the_tombstone(issued, as_person, executive, clerk):
    address = f"/updates/{issued.pk}/withdraw/"
    asking = as_person(executive)
    assert asking.post(address, {"step": "ask", "reason": ""}).status_code == 422
    assert asking.post(address, {"step": "ask", "reason": REASON}).status_code == 302
    assert "somebody else has to confirm" in asking.get(address).content.decode()
    assert asking.post(address, {"step": "confirm"}).status_code == 422
    confirming = as_person(clerk)
    assert REASON in confirming.get(address).content.decode()
    assert confirming.post(address, {"step": "confirm"}).status_code == 302
    assert "Withdrawn on" in confirming.get(address).content.decode()

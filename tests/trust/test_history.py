import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError

from tests import builders
from trust import history, triggers
from trust.models import Event
from trust.queries import remember_trust
from trust.terms import TermRef

GUARD = triggers.Guard("trust_event")


@pytest.fixture
def area(db):
    return builders.make_area()


@pytest.fixture
def unguarded(area):
    """A hand that reaches past the model layer and the triggers, as an intruder's would."""
    triggers.remove(connection, GUARD)

    def tamper(sql, *values):
        with connection.cursor() as cursor:
            cursor.execute(sql, values)

    return tamper


def three_events(area):
    return [history.record(None, f"area.step_{step}", area, step=step) for step in (1, 2, 3)]


def test_an_event_tells_who_did_what_to_which(area):
    head = builders.make_person("Ana Hill", post="Headteacher")
    event = history.record(head, "area.renamed", area, name="Attendance")
    assert (event.number, event.actor, event.actor_role) == (1, head.history_key, "Headteacher")
    assert (event.verb, event.subject_kind, event.subject_id) == ("area.renamed", "trust.area", str(area.pk))
    assert event.facts == '{"name":"Attendance"}'


def test_events_are_numbered_and_each_follows_the_digest_before_it(area):
    first, second, third = three_events(area)
    assert [event.number for event in (first, second, third)] == [1, 2, 3]
    assert (first.previous, second.previous, third.previous) == ("0" * 64, first.digest, second.digest)
    assert history.latest_digest() == third.digest


def test_the_format_is_the_one_that_is_written_down():
    event = {
        "number": 1,
        "at": datetime(2026, 11, 18, 10, 0, tzinfo=UTC),
        "actor": UUID("00000000-0000-4000-8000-000000000001"),
        "actor_role": "Clerk",
        "verb": "area.renamed",
        "subject_kind": "trust.area",
        "subject_id": "7",
        "facts": '{"name":"Café"}',
    }
    # The digest is `printf '%064d\\n%s' 0 TEXT | sha256sum`, TEXT being this line.
    assert history.canonical({field: event[field] for field in history.FIELDS}) == (
        '{"actor":"00000000-0000-4000-8000-000000000001","actor_role":"Clerk",'
        '"at":"2026-11-18T10:00:00.000000+00:00","facts":"{\\"name\\":\\"Café\\"}","number":1,'
        '"subject_id":"7","subject_kind":"trust.area","verb":"area.renamed"}'
    )
    assert (
        history.digest_of("0" * 64, event)
        == "e65a4f76f2937dca4be48f60bd4213952640484ef9418d91e07ba414d90124e2"
    )


def test_facts_have_one_spelling():
    facts = {"b": Decimal("1E+2"), "a": date(2026, 9, 1), "t": TermRef(2026, 1), "c": [None, True, 3, "é"]}
    assert history.canonical(facts) == '{"a":"2026-09-01","b":"100","c":[null,true,3,"é"],"t":"2026-27-1"}'


@pytest.mark.parametrize("value", [0.5, object(), {1, 2}])
def test_a_fact_without_one_spelling_is_refused(area, value):
    with pytest.raises(TypeError, match="History takes"):
        history.record(None, "area.weighed", area, weight=value)


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused():
    area = builders.make_area()
    with pytest.raises(TransactionManagementError, match="inside the transaction"):
        history.record(None, "area.renamed", area)


def test_recording_costs_two_queries_and_on_postgresql_a_lock(area, django_assert_num_queries):
    with remember_trust():
        history.record(None, "area.first", area)
        with django_assert_num_queries(3 if connection.vendor == "postgresql" else 2):
            history.record(None, "area.second", area)


def test_a_rolled_back_action_leaves_no_gap(area):
    history.record(None, "area.kept", area)
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
        history.record(None, "area.undone", area)
        raise RuntimeError
    assert history.record(None, "area.kept", area).number == 2
    assert history.verify() is None


def test_a_salted_fact_knows_its_text_and_two_of_the_same_text_differ():
    one, other = history.salted("Absence is too high."), history.salted("Absence is too high.")
    assert history.was_text(one, "Absence is too high.")
    assert not history.was_text(one, "Absence is high.")
    assert one != other


def test_events_about_a_subject_are_its_own_oldest_first(area):
    three_events(area)
    history.record(None, "area.renamed", builders.make_area("Finance"))
    assert [event.verb for event in history.events_about(area)] == [
        "area.step_1",
        "area.step_2",
        "area.step_3",
    ]


def test_a_whole_chain_verifies(area):
    events = three_events(area)
    assert history.examine() == history.Examination(3, events[-1].digest)


def test_an_empty_history_is_whole(db):
    assert history.examine() == history.Examination(0, "0" * 64)


def test_an_altered_row_is_named(area, unguarded):
    three_events(area)
    unguarded("UPDATE trust_event SET facts = %s WHERE number = 2", '{"step":9}')
    assert history.verify() == history.BrokenLink(2, "altered: its contents no longer give its hash")


def test_a_deleted_row_is_named(area, unguarded):
    three_events(area)
    unguarded("DELETE FROM trust_event WHERE number = 2")
    assert history.verify() == history.BrokenLink(2, "missing: the row is not there")


def test_an_altered_row_with_a_fitting_hash_breaks_the_row_after_it(area, unguarded):
    first, second, _ = three_events(area)
    second.facts = '{"step":9}'
    digest = history.digest_of(first.digest, {field: getattr(second, field) for field in history.FIELDS})
    unguarded("UPDATE trust_event SET facts = %s, digest = %s WHERE number = 2", second.facts, digest)
    assert history.verify() == history.BrokenLink(3, "out of order: it does not follow the row before it")


def test_a_deleted_beginning_is_named(area, unguarded):
    three_events(area)
    unguarded("DELETE FROM trust_event WHERE number = 1")
    assert history.verify() == history.BrokenLink(1, "missing: the row is not there")


def test_the_command_prints_the_latest_hash(area):
    digest, out = three_events(area)[-1].digest, io.StringIO()
    call_command("verify_history", stdout=out)
    assert out.getvalue() == f"3 events, chain whole, latest hash {digest}\n"


def test_the_command_names_the_first_bad_row(area, unguarded):
    three_events(area)
    unguarded("UPDATE trust_event SET verb = 'x' WHERE number = 3")
    with pytest.raises(CommandError, match="broken at event 3"):
        call_command("verify_history")


def test_a_severed_tail_is_seen_by_its_printed_hash(area, unguarded):
    digest = three_events(area)[-1].digest
    call_command("verify_history", anchor=digest, stdout=io.StringIO())
    unguarded("DELETE FROM trust_event WHERE number = 3")
    with pytest.raises(CommandError, match="cut off or rewritten"):
        call_command("verify_history", anchor=digest)


@pytest.mark.parametrize("sql", ["UPDATE trust_event SET verb = 'x'", "DELETE FROM trust_event"])
def test_the_database_itself_refuses_a_change(area, sql):
    triggers.install(connection, GUARD)
    three_events(area)
    with (
        pytest.raises(DatabaseError, match="written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert Event.objects.count() == 3


def test_a_frozen_row_keeps_its_columns_and_the_rest_may_change(area):
    triggers.install(connection, triggers.Guard("trust_area", "OLD.position > 5", ("name",)))
    area.name = "Attendance"
    area.save()
    area.position = 6
    area.save()
    area.position = 7
    area.save()
    area.name = "Behaviour"
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        area.save()
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        area.delete()


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_leave_one_whole_chain():
    triggers.remove(connection, GUARD)
    area = builders.make_area()

    def write(_):
        try:
            for _ in range(10):
                with transaction.atomic():
                    history.record(None, "area.touched", area)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(write, range(4)))
    assert history.examine() == history.Examination(40, history.latest_digest())

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from celery import current_app
from django.db import DatabaseError, connection, transaction

from governance.models import Build, TrustUpdate
from tests import builders
from trust import jobs
from trust.clock import wall
from trust.lifecycle import Refused
from trust.models import Blob, JobState

ROOT = Path(__file__).parents[2]
PAST = timedelta(seconds=-1)


def make_build(key="autumn-1", **fields):
    term = builders.make_term()
    update = TrustUpdate.objects.filter(term=term).first() or TrustUpdate.objects.create(term=term)
    return Build.objects.create(update_of=update, key=key, **fields)


@pytest.fixture
def build(db):
    return make_build()


@pytest.fixture
def swept():
    """Builds looked after by the sweep, as governance registers them."""
    known = dict(jobs._registered)
    jobs._registered.clear()
    jobs.register(Build, "tests.compile")
    yield
    jobs._registered.clear()
    jobs._registered.update(known)


@pytest.fixture
def broker(settings, monkeypatch):
    """A real broker in this process's memory; gives what has been rung."""
    monkeypatch.setattr(jobs, "_broker_rests_until", 0.0)
    monkeypatch.setitem(current_app.conf, "broker_write_url", "memory://")
    monkeypatch.setitem(current_app.conf, "broker_url", "memory://")

    def rung():
        with current_app.connection_for_write() as reached:
            queue = reached.SimpleQueue("celery")
            heard = []
            while queue.qsize():
                message = queue.get_nowait()
                heard.append((message.headers["task"], message.payload[0]))
                message.ack()
            return heard

    rung()
    return rung


def lapse(build):
    Build.objects.filter(pk=build.pk).update(lease_until=wall() + PAST)


def make_blob():
    return Blob.objects.create(sha256="0" * 64, content=b"%PDF", size=4, media_type="application/pdf")


def test_claiming_takes_the_job_once(build):
    assert jobs.claim(Build, build.pk) is not None
    assert jobs.claim(Build, build.pk) is None
    build.refresh_from_db()
    assert (build.state, build.attempts) == (JobState.RUNNING, 1)


def test_a_lapsed_lease_is_taken_over_and_its_old_holder_writes_nothing(build):
    old = jobs.claim(Build, build.pk)
    lapse(build)
    new = jobs.claim(Build, build.pk)
    assert (old.finish(), old.fail("late"), old.renew()) == (False, False, False)
    with pytest.raises(jobs.JobLost):
        old.step(1, 2, "late")
    assert new.renew()
    build.refresh_from_db()
    assert (build.state, build.attempts, build.error) == (JobState.RUNNING, 2, "")


def test_a_step_shows_progress(build):
    jobs.claim(Build, build.pk).step(2, 5, "Drawing the heat map")
    build.refresh_from_db()
    assert (build.done_steps, build.all_steps, build.step) == (2, 5, "Drawing the heat map")


def test_a_job_past_its_time_stops_at_its_next_step(build):
    with pytest.raises(jobs.JobTimeout):
        jobs.claim(Build, build.pk, limit=PAST).step(1, 2, "Too late")


def test_finishing_sets_the_jobs_own_fields_in_the_same_write(build, django_assert_num_queries):
    lease = jobs.claim(Build, build.pk)
    blob = make_blob()
    with django_assert_num_queries(1):
        assert lease.finish(contents=blob, pdf=blob, pages=12)
    build.refresh_from_db()
    assert (build.state, build.pages, build.token, build.finished_at is None) == (
        JobState.READY,
        12,
        None,
        False,
    )


def test_run_does_the_work_and_a_second_run_does_nothing(build):
    blob = make_blob()

    def work(job, lease):
        lease.step(1, 1, "Writing")
        lease.finish(contents=blob, pdf=blob, pages=1)

    assert jobs.run(Build, build.pk, work)
    assert not jobs.run(Build, build.pk, work)
    build.refresh_from_db()
    assert (build.state, build.attempts) == (JobState.READY, 1)


def test_a_refusal_fails_the_job_at_once_in_its_own_words(build):
    def work(job, lease):
        raise Refused("No return has been accepted yet.")

    jobs.run(Build, build.pk, work)
    build.refresh_from_db()
    assert (build.state, build.error) == (JobState.FAILED, "No return has been accepted yet.")


def test_a_poisonous_job_is_tried_three_times_and_then_fails_in_words(build):
    def work(job, lease):
        raise ZeroDivisionError

    states = []
    for _ in range(4):
        jobs.run(Build, build.pk, work)
        build.refresh_from_db()
        states.append((build.state, build.attempts))
        lapse(build)
    assert states == [("queued", 1), ("queued", 2), ("failed", 3), ("failed", 3)]
    assert (
        build.error
        == f"Something unexpected went wrong, 3 times over; the log has it under build {build.pk}."
    )


def test_a_job_given_back_rests_before_it_is_claimed_again(build):
    jobs.claim(Build, build.pk).give_back("Not now.")
    assert jobs.claim(Build, build.pk) is None
    lapse(build)
    assert jobs.claim(Build, build.pk) is not None


def test_work_that_forgets_to_finish_is_given_back(build):
    jobs.run(Build, build.pk, lambda job, lease: None)
    build.refresh_from_db()
    assert build.state == JobState.QUEUED


def test_work_that_takes_too_long_is_given_back_in_words(build):
    Build.objects.filter(pk=build.pk).update(attempts=2)
    jobs.run(Build, build.pk, lambda job, lease: lease.step(1, 2, "Slow"), limit=PAST)
    build.refresh_from_db()
    assert (build.state, build.error) == (
        JobState.FAILED,
        "It took longer than two and a half minutes and was stopped.",
    )


def test_a_cancelled_job_is_lost_to_its_worker(build):
    lease = jobs.claim(Build, build.pk)
    assert jobs.cancel(build)
    assert not lease.finish()
    assert not jobs.cancel(build)
    assert jobs.claim(Build, build.pk) is None


def test_the_sweep_rings_for_what_waits_or_lapsed_and_for_nothing_else(build, swept, broker):
    lapsed, running = make_build("lapsed"), make_build("running")
    jobs.claim(Build, lapsed.pk)
    lapse(lapsed)
    jobs.claim(Build, running.pk)
    jobs.sweep()
    assert broker() == [("tests.compile", [build.pk]), ("tests.compile", [lapsed.pk])]


def test_the_sweep_fails_what_lost_its_worker_three_times(build, swept, broker):
    for _ in range(3):
        jobs.claim(Build, build.pk)
        lapse(build)
    jobs.sweep()
    build.refresh_from_db()
    assert (build.state, build.error) == (
        JobState.FAILED,
        "The worker stopped each time while it was working on this. The log of that time says more.",
    )
    assert broker() == []


def test_one_failing_part_of_the_sweep_leaves_the_rest(build, swept, broker, monkeypatch):
    def fails():
        raise DatabaseError("gone")

    calls = []
    monkeypatch.setattr(jobs, "_also_swept", [fails, lambda: calls.append("post")])
    jobs.sweep()
    assert calls == ["post"]


@pytest.mark.django_db
def test_a_bell_rings_on_commit_and_not_after_a_rollback(broker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        jobs.ring("tests.compile", 7)
        with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
            jobs.ring("tests.compile", 8)
            raise RuntimeError
        assert broker() == []
    assert broker() == [("tests.compile", [7])]


@pytest.mark.django_db
def test_a_broker_that_is_away_is_no_error_and_is_left_alone_for_a_while(
    monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(jobs, "_broker_rests_until", 0.0)
    monkeypatch.setitem(current_app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    with django_capture_on_commit_callbacks(execute=True):
        for pk in range(30):
            jobs.ring("tests.compile", pk)
    assert jobs._broker_rests_until > 0


@pytest.mark.django_db(transaction=True)
def test_a_thread_renews_the_lease_while_the_work_goes_on():
    build, renewed = make_build(), threading.Event()
    lease = jobs.claim(Build, build.pk, lease=timedelta(seconds=1))
    before = Build.objects.get(pk=build.pk).lease_until
    with lease:
        for _ in range(50):
            if Build.objects.get(pk=build.pk).lease_until > before:
                renewed.set()
                break
            threading.Event().wait(0.1)
    assert renewed.is_set()


@pytest.mark.django_db(transaction=True)
def test_a_job_that_hangs_loses_its_lease_at_its_limit():
    build = make_build()
    lease = jobs.claim(Build, build.pk, lease=timedelta(seconds=0.3), limit=timedelta(seconds=0))
    with lease:
        taken = None
        for _ in range(50):
            taken = taken or jobs.claim(Build, build.pk)
            threading.Event().wait(0.05)
    assert taken is not None


WORKER = """
import sys, time, django
from datetime import timedelta
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from governance.models import Build
from trust import jobs
with jobs.claim(Build, int(sys.argv[2]), lease=timedelta(seconds=2)):
    print("claimed", flush=True)
    time.sleep(60)
"""


@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_killed_worker_is_taken_up_by_another():
    build = make_build()
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(connection.settings_dict["NAME"]), str(build.pk)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"},
    )
    try:
        assert worker.stdout.readline() == b"claimed\n"
        assert jobs.claim(Build, build.pk) is None
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    for _ in range(100):
        lease = jobs.claim(Build, build.pk)
        if lease:
            break
        threading.Event().wait(0.1)
    assert lease is not None
    assert Build.objects.get(pk=build.pk).attempts == 2

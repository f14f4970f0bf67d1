"""A worker that hears nothing for a minute ends itself, unless it is busy or its broker is away."""

import subprocess

import pytest

from config.watchdog import EXIT_CODE, Watchdog
from tests.portal import portal_environment, run_script, wait_until, worker


class Night:
    """A watchdog with a clock that is moved by hand; `ended` is with what code it would have ended."""

    def __init__(self, *, rings=True):
        self.now, self.rung, self.ended, self.busy, self.rings = 0.0, 0, [], False, rings
        self.dog = Watchdog(
            self.ring, end=self.ended.append, is_busy=lambda: self.busy, clock=lambda: self.now
        )

    def ring(self):
        if not self.rings:
            raise ConnectionError
        self.rung += 1

    def passes(self, seconds, *, hearing=False):
        for _ in range(seconds // 10):
            self.now += 10
            if hearing:
                self.dog.hears()
            self.dog.looks()


def test_it_rings_every_twenty_seconds_and_stays_while_it_hears():
    night = Night()
    night.passes(600, hearing=True)
    assert (night.rung, night.ended) == (30, [])


def test_a_minute_of_silence_ends_the_worker():
    night = Night()
    night.passes(60)
    assert night.ended == []
    night.passes(10)
    assert night.ended == [EXIT_CODE]


def test_a_broker_that_is_away_does_not():
    night = Night(rings=False)
    night.passes(600)
    assert night.ended == []


def test_a_broker_that_comes_back_is_given_a_minute():
    night = Night(rings=False)
    night.passes(600)
    night.rings = True
    night.passes(60)
    assert night.ended == []
    night.passes(40)
    assert EXIT_CODE in night.ended


def test_a_job_that_takes_minutes_is_not_silence():
    night = Night()
    night.busy = True
    night.passes(140)
    assert night.ended == []


def test_when_it_last_heard_is_known():
    night = Night()
    assert night.dog.heard_at is None
    night.dog.hears()
    assert night.dog.heard_at is not None


@pytest.mark.slow
def test_a_real_worker_hears_its_own_bell(tmp_path):
    """On a folder or on Redis, as the stack has it; two of them, so that neither takes the other's."""
    asked = "from trust.models import Worker; assert Worker.objects.exclude(heard_at=None).count() == 2"

    def both_have_heard(portal):
        try:
            run_script(portal, asked)
        except subprocess.CalledProcessError:
            return False
        return True

    with portal_environment(tmp_path) as portal, worker(portal), worker(portal):
        assert wait_until(lambda: both_have_heard(portal), 120)

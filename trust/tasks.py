"""The ground's Celery tasks, each of them one call."""

from celery import shared_task

from trust import checking, jobs, post, retention
from trust.visits.actions import clear_old_visits


@shared_task(name="trust.tasks.sweep", ignore_result=True)
def sweep() -> None:
    """For beat, where it runs; every worker sweeps by itself as well."""
    jobs.sweep()


@shared_task(name="trust.tasks.hear", ignore_result=True)
def hear() -> None:
    """A worker's bell for itself: that it arrived is all it says (config/watchdog.py)."""


@shared_task(name=post.TASK, ignore_result=True)
def send_messages() -> None:
    """Send the messages that wait."""
    post.send_waiting()


# Workers import every tasks module when they start, and only they sweep.
jobs.also_sweep(post.ring_if_waiting)
jobs.also_sweep(checking.check_when_due)
jobs.also_sweep(retention.apply_when_due)
jobs.also_sweep(clear_old_visits)

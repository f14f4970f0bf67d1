"""The workshop's Celery tasks: each is a bell, and one call."""

from celery import shared_task

from milestones.actions.bringing import TASK
from milestones.actions.bringing import read_import as do_read
from milestones.models import PlanImport
from trust import jobs


@shared_task(name=TASK, ignore_result=True)
def read_import(import_id: int) -> None:
    """Read the plan that was sent in under that id, if it still waits."""
    do_read(import_id)


# Workers import every tasks module when they start, and only they sweep.
jobs.register(PlanImport, TASK)

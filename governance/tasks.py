"""The boardroom's Celery tasks: each is a bell, and one call."""

from celery import shared_task

from governance.actions.builds import TASK, settle_failed_issues
from governance.actions.builds import compile_build as do_build
from governance.actions.replies import tell_of_open_pages
from governance.models import Build
from trust import jobs


@shared_task(name=TASK, ignore_result=True)
def compile_build(build_id: int) -> None:
    """Compile the build with that id, if it still waits."""
    do_build(build_id)


# Workers import every tasks module when they start, and only they sweep.
jobs.register(Build, TASK)
jobs.also_sweep(settle_failed_issues)
jobs.also_sweep(tell_of_open_pages)

"""The boardroom's Celery tasks: each is a bell, and one call."""

import time
from typing import Final

from celery import shared_task

from governance.actions.builds import TASK, settle_failed_issues
from governance.actions.builds import compile_build as do_build
from governance.actions.replies import tell_of_open_pages
from governance.assessment.reminding import follow_assessments
from governance.bodies.actions.reminding import follow_terms_of_office
from governance.duties.actions import follow_duties
from governance.meetings.reminding import follow_remits
from governance.models import Build
from governance.packs.kept import forget_unused
from governance.rules.reminding import follow_obligations
from governance.training.offering import follow_training
from trust import jobs


@shared_task(name=TASK, ignore_result=True)
def compile_build(build_id: int) -> None:
    """Compile the build with that id, if it still waits."""
    do_build(build_id)


# Workers sweep every few seconds; terms of office and dates are looked at every ten minutes.
PAUSE: Final = 600.0

_rests_until = 0.0


def keep_terms_of_office() -> None:
    """For the sweep: tell of what ends, is near, is owed or is past its term, and offer facts."""
    global _rests_until
    if time.monotonic() < _rests_until:
        return
    _rests_until = time.monotonic() + PAUSE
    follow_terms_of_office()
    follow_obligations()
    follow_duties()
    follow_remits()
    follow_assessments()
    follow_training()
    forget_unused()


# Workers import every tasks module when they start, and only they sweep.
jobs.register(Build, TASK)
jobs.also_sweep(settle_failed_issues)
jobs.also_sweep(tell_of_open_pages)
jobs.also_sweep(keep_terms_of_office)

"""The Trust Updates that the demonstration's director has issued: built, reviewed and issued as any other."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from governance.actions import compile_build, issue_update, request_build, write_overview
from governance.models import Build, Purpose
from governance.narrative.demo import write_notes
from trust import clock
from trust.demo import moment
from trust.models import JobState, Term, User
from trust.terms import TermRef


class Written(NamedTuple):
    """When a draft was built, when it was issued, and what the director wrote on its first page."""

    built: date
    issued: date
    overview: str


OVERVIEWS = {
    TermRef(2025, 2): Written(
        date(2026, 3, 17),
        date(2026, 3, 19),
        "Ashbarrow goes on rising, and I ask the board to note it: attendance, training and results are all better "
        "than when it joined us.\n\n"
        "Two schools worry me. Attendance at Oakmerrow has fallen in each of the last three terms, most of it in "
        "Years 9 and 10. Staff costs at Alderhythe have passed the limit, because supply teachers hold posts in "
        "science and mathematics that we cannot fill. Both tell you on their pages what they are doing.\n\n"
        "Recruitment is the milestone I would watch.",
    ),
    TermRef(2025, 3): Written(
        date(2026, 7, 1),
        date(2026, 7, 2),
        "Five schools end the year with nothing red. Two need our help, and Willowhythe has let training and vacant "
        "governors' seats go on too long.\n\n"
        "Oakmerrow's attendance has fallen for a fourth term. The two officers who began in April have slowed it in "
        "Year 9 but not in Year 10. I suggest that the board asks the school what it will do before the autumn.\n\n"
        "Alderhythe's forecast now ends the year below its reserve. A recovery plan comes to the finance committee in "
        "October.\n\n"
        "Four teaching posts in mathematics and science are open for September, which is why that milestone is red.",
    ),
}

# Longer than any build takes: within the one transaction of the story, no thread could renew a lease.
WHOLE_STORY = timedelta(minutes=30)


def publish(term: Term, *, by: User) -> None:
    """Have the term's Update built, write its first page, and issue it."""
    written = OVERVIEWS[term.ref]
    with clock.standing_at(moment(written.built)):
        draft = request_build(term, by=by, key=f"demo-{term.ref.slug}")
        update = write_overview(draft.update_of, by=by, text=written.overview)
        write_notes(update, by=by)
        compile_in_story(draft)
    with clock.standing_at(moment(written.issued, 16)):
        issue_update(update, draft, by=by)
        compile_in_story(update.builds.get(purpose=Purpose.FINAL))


def compile_in_story(build: Build) -> None:
    """Do what a worker does. Raises RuntimeError where the build is not ready then."""
    compile_build(build.pk, lease=WHOLE_STORY)
    build.refresh_from_db()
    if build.state != JobState.READY:
        raise RuntimeError(f"The demonstration's Trust Update was not built: {build.error}")
    _date(build, clock.now())


def _date(build: Build, requested_at: datetime) -> None:
    # Jobs keep the machine's own time; in a story of the past it would stand out.
    dates = {"requested_at": requested_at, "finished_at": requested_at + timedelta(seconds=9)}
    Build.objects.filter(pk=build.pk).update(**dates)

"""The editions of the demonstration's summer term: issued the day after the board was given its Update."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from governance.demo.updates import compile_in_story
from governance.editions.actions import build_edition, issue_edition
from governance.models import Edition, Purpose
from schools.models import School
from trust import clock
from trust.demo import moment
from trust.models import Term, User

ISSUED: Final = date(2026, 7, 3)
# The school whose governors read theirs at once; the others' wait to be built.
FIRST: Final = "oak"


def demonstrate_editions(people: Mapping[str, User], schools: Mapping[str, School], term: Term) -> None:
    """The scorecard, the annual, members' and public editions, and one school's: each built, then issued."""
    by = people["executive"]
    with clock.standing_at(moment(ISSUED, 10)):
        for edition in (Edition.SCORECARD, Edition.ANNUAL, Edition.MEMBERS, Edition.PUBLIC):
            _issue(term, edition, by)
        _issue(term, Edition.LOCAL, by, schools[FIRST])


def _issue(term: Term, edition: Edition, by: User, school: School | None = None) -> None:
    draft = build_edition(term, edition, by=by, key=f"demo-{term.ref.slug}-{edition}", school=school)
    compile_in_story(draft)
    update = issue_edition(draft, by=by)
    compile_in_story(update.builds.get(purpose=Purpose.FINAL))

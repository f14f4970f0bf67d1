"""The headteacher's report to the governors: the school's page as it stands, under the head's own words."""

from __future__ import annotations

from typing import Final

from governance.editions.worded import ask_for_draft, give_draft
from governance.models import Build, Edition, TrustUpdate
from governance.queries.updates import report_subject
from schools import access
from schools.access import Permission
from schools.models import School
from trust.models import Term, User

REPORT: Final = Permission.REPORT_TO_GOVERNORS


def build_report(term: Term, school: School, *, by: User, words: str, key: str) -> Build:
    """Keep the head's words and ask for a draft with the figures as they stand; the same key is one build.

    A report that was given stays as it is, and this begins its next version.
    """
    access.require(by, REPORT, report_subject(school.pk))
    return ask_for_draft(term, Edition.HEAD, by=by, words=words, key=key, school=school)


def give_report(build: Build, *, by: User) -> TrustUpdate:
    """Have the draft made final and given to the school's governors; twice for one draft gives it once."""
    access.require(by, REPORT, report_subject(build.update_of.school_id))
    return give_draft(build, Edition.HEAD, by=by, to="governors")

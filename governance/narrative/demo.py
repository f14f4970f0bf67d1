"""What the demonstration's director writes beside the figures, and what waits for her to own it."""

from __future__ import annotations

from datetime import date
from typing import Final

from governance.actions.builds import begin_update
from governance.models import TrustUpdate
from governance.narrative.actions import Typed, draft_notes, keep_words, leave_out
from trust import clock
from trust.demo import moment
from trust.models import Term, User
from trust.terms import TermRef

NOTES: Final = {
    TermRef(2025, 2): {
        "kpi-heat-map": "Red is where it was, with one exception: staff costs at Alderhythe.\n\n"
        "- **Oakmerrow** is red for attendance for the third term.\n"
        "- **Ashbarrow** has no red rating for the first time since it joined us.",
        "milestone-matrix": "Recruitment is a *national* difficulty and ours as well. I would rather keep "
        "the milestone than lower it, and I ask the board to say whether it agrees.",
    },
    TermRef(2025, 3): {
        "kpi-heat-map": "Two schools hold most of the red. At **Willowhythe** it is training and seats, which we "
        "can put right by Christmas. At **Oakmerrow** it is attendance, which we cannot.",
        "school-pages": "Each head has read their page. I have changed no rating this term; where a head and I "
        "differ, both of our reasons are printed.",
    },
}
# What the director has looked at already of the drafts for the open term: too little to say.
BEGUN: Final = date(2026, 11, 17)
PASSED_OVER: Final = "where-the-figures-come-from"


def write_notes(update: TrustUpdate, *, by: User) -> None:
    """The notes of an Update that is about to be issued, which are the director's own."""
    keep_words(update, {slug: Typed(text) for slug, text in NOTES[update.term.ref].items()}, by=by)


def begin_writing(term: Term, *, by: User) -> None:
    """The open term: drafts from the figures so far, one of them left out and the others not owned yet."""
    with clock.standing_at(moment(BEGUN, 16)):
        update = begin_update(term, by=by)
        if PASSED_OVER in draft_notes(update, by=by):
            leave_out(update, PASSED_OVER, by=by)

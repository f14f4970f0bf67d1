"""Next year's targets in the demonstration: copied forward, tightened where they are met, out for views."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kpis.actions import ask_for_views, give_view, open_proposal, propose_band, tighten
from kpis.models import Consulted, Kpi, Proposal
from schools.models import School
from trust import clock
from trust.demo import NOW, moment
from trust.models import Term, User
from trust.terms import TermRef

FROM = TermRef(2027, 1)
PROPOSED, ASKED, VIEWS_BY = date(2026, 11, 9), date(2026, 11, 11), date(2026, 12, 2)
NOTE = (
    "Most targets stay as they are. Attendance and absence move a little, because most schools have held them for a "
    "year. How safe pupils feel moves most: 90 has become a floor rather than a hope. Oakmerrow has a way of its own "
    "back to its attendance target, in steps over two years.\n\nThe cap on staff costs is not tightened: next year's "
    "pay award is not known yet."
)
# How far each is moved in the good direction, in its own unit.
TIGHTENED = {"ATT": "0.3", "PA": "1", "SAF-SUR": "4", "STF-ABS": "0.2", "FIN-RES": "0.5"}


class Said(NamedTuple):
    """What was said at one school, by whom and on which day."""

    school: str
    by: str
    side: str
    view: str
    words: str
    on: date


VIEWS = (
    Said("oak", "head.oak", Consulted.Side.HEAD, Consulted.View.CONCERNED,
         "The way back to 94% over two years is right, and I can stand in front of staff with it. The tighter figure "
         "for persistent absence is not: Year 10 alone will keep us above it until they leave.",
         date(2026, 11, 13)),
    Said("oak", "governor.oak", Consulted.Side.GOVERNORS, Consulted.View.CONTENT,
         "Governors would rather have a target that is hard and can be reached than one that is neither.",
         date(2026, 11, 16)),
    Said("elm", "head.elm", Consulted.Side.HEAD, Consulted.View.CONTENT, "", date(2026, 11, 12)),
    Said("birch", "head.birch", Consulted.Side.HEAD, Consulted.View.CONTENT,
         "In a school of our size one family is half a point of attendance. Content, as long as the board "
         "remembers it.",
         date(2026, 11, 17)),
)  # fmt: skip


def propose_next_year(terms: dict[TermRef, Term], people: dict[str, User], kpis: dict[str, Kpi]) -> Proposal:
    """The set for 2027/28 as it stands today: out for views, three schools have spoken, one has a concern."""
    executive = people["executive"]
    with clock.standing_at(moment(PROPOSED)):
        proposal = open_proposal(
            by=executive,
            title=f"Targets for {FROM.academic_year}",
            from_term=terms[FROM],
            note=NOTE,
            views_by=VIEWS_BY,
            key="demo-targets-2027",
            copy_from=terms[NOW],
        )
        for code, step in TIGHTENED.items():
            tighten(proposal, [kpis[code]], by=executive, step=Decimal(step))
        _give_oak_its_way(proposal, terms, executive, kpis["ATT"])
    with clock.standing_at(moment(ASKED)):
        proposal = ask_for_views(proposal, by=executive)
    schools = {school.slug: school for school in School.objects.all()}
    for said in VIEWS:
        with clock.standing_at(moment(said.on)):
            give_view(
                proposal,
                schools[said.school],
                by=people[said.by],
                side=said.side,
                view=said.view,
                words=said.words,
            )
    return proposal


def _give_oak_its_way(proposal: Proposal, terms: dict[TermRef, Term], by: User, attendance: Kpi) -> None:
    """A band of Oakmerrow's own: from where it is to the target, in even steps over two years."""
    propose_band(
        proposal,
        attendance,
        by=by,
        school=School.objects.get(slug="oak"),
        baseline=Decimal("91.4"),
        target=Decimal("94"),
        limit=Decimal("91"),
        target_by=terms[TermRef(2028, 3)],
        rationale="Attendance has fallen for six terms. Each term's step can be reached, and is looked at each term.",
    )

"""Who shares a return's work in the demonstration: sections in other hands, and what governors said."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from kpis.actions import (
    comment_as_governor,
    delegate_section,
    invite_contributor,
    show_to_governors,
    sign_off_section,
)
from kpis.models import Return
from trust import clock
from trust.clock import LONDON
from trust.models import Area, Term, User

COMMENT = (
    "Governors met the attendance team on 4 November and walked the Year 9 corridor at registration. The plan is the "
    "right one and the staff are behind it. We are less sure that two supply teachers can be let go by February, and "
    "ask the board to look at the staffing forecast with us."
)


def share_the_work(term: Term, people: dict[str, User]) -> None:
    """Oakmerrow's open return: finance is with the business manager, who has signed it off; health and safety
    waits for the site manager; the chair of governors has been shown it and has commented."""
    returned = Return.objects.get(term=term, school__slug="oak")
    areas = {area.slug: area for area in Area.objects.all()}
    head, business = people["head.oak"], people["business.oak"]
    assert term.returns_due is not None  # the demonstration's calendar has every date
    day = term.returns_due - timedelta(days=2)
    with clock.standing_at(datetime.combine(day, time(16, 10), tzinfo=LONDON)):
        delegate_section(returned, areas["finance"], by=head, to=business)
        invite_contributor(
            returned, areas["health-and-safety"], by=head, name="Joan Pratley", email="site.oak@demo.example"
        )
        sign_off_section(returned, areas["finance"], by=business)
        show_to_governors(returned, by=head)
    with clock.standing_at(datetime.combine(day + timedelta(days=1), time(8, 40), tzinfo=LONDON)):
        comment_as_governor(returned, by=people["governor.oak"], text=COMMENT)

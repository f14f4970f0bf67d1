"""One form for a seat, whether typed on the page or standing in a table: its choices, and what it does."""

from __future__ import annotations

from typing import Final

from governance.bodies import actions
from governance.bodies.forms import FillForm
from governance.bodies.queries import body_page
from governance.models import Seat, SeatCategory
from schools.models import Body
from trust import clock
from trust.models import User

USUAL_YEARS: Final = 4


def categories_of(body: Body) -> tuple[list[tuple[SeatCategory, str]], int]:
    """The places to choose from, each with how many are vacant; and the years of a term of office."""
    page = body_page(body, clock.today())
    counts = {count.category: count for count in page.standing.complement.counts}
    found = []
    for category in SeatCategory.objects.filter(body=body):
        count = counts.get(category.pk)
        said = f"{count.vacant} of {count.number} vacant" if count else "no places now"
        found.append((category, f"{category.name} ({said})"))
    # What can be filled stands first.
    found.sort(key=lambda each: not (counts.get(each[0].pk) and counts[each[0].pk].vacant))
    years = page.standing.constitution.term_years if page.standing.constitution else USUAL_YEARS
    return found, years


def fill_with(form: FillForm, body: Body, *, by: User) -> Seat:
    """Fill the place that a valid form describes; raises what the actions raise."""
    given = form.cleaned_data
    wanted = form.term | {"office": given["office"]}
    if given["to"] is not None:
        return actions.fill_seat(body, by=by, person=given["to"], **wanted)
    return actions.fill_seat_by_email(body, by=by, name=given["name"], email=given["email"], **wanted)

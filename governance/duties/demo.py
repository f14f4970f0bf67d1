"""The demonstration's declarations and confirmations: last year's, and this year's with some still to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from governance.duties import actions
from governance.duties.actions import Line, TextAsked
from governance.duties.asking import CODE, DUTIES, ELIGIBILITY, INTERESTS, SAFEGUARDING
from governance.duties.queries import PersonYear, asked_in, texts_of, years_of
from governance.meetings.actions import add_item
from governance.meetings.demo import AUTUMN_BOARD
from governance.models import InterestKind, Meeting
from trust import clock
from trust.demo import moment
from trust.models import User

GUIDANCE: Final = "https://www.gov.uk/government/publications/keeping-children-safe-in-education--2"
HANDBOOK: Final = "https://www.gov.uk/government/publications/academy-trust-handbook"
LAST, NOW = 2025, 2026
DUE: Final = {LAST: date(2025, 10, 17), NOW: date(2026, 11, 27)}
_K = InterestKind
# The first part of the address, and what they have an interest in.
INTERESTED: Final[dict[str, tuple[Line, ...]]] = {
    "member": (
        Line("Fenwick Catering Ltd", _K.BUSINESS, "Director and shareholder", date(2019, 4, 1)),
    ),
    "chair": (
        Line("Merrowdale Community Foundation", _K.GOVERNANCE, "Trustee", date(2021, 1, 12)),
    ),
    "trustee": (
        Line("Desmond & Hale Surveyors LLP", _K.BUSINESS, "Partner", date(2014, 6, 1)),
        Line("St Bride’s Almshouses", _K.GOVERNANCE, "Trustee", date(2018, 3, 1)),
    ),
    "trustee.martin": (
        Line("Pennine Assurance Limited", _K.BUSINESS, "Associate, two days a week", date(2022, 9, 1)),
    ),
    "trustee.kemp": (
        Line("Hazelbank School", _K.FAMILY, "Her daughter teaches there", date(2024, 9, 1)),
    ),
    "trustee.rahman": (
        Line("Northern Rivers Housing Trust", _K.GOVERNANCE, "Non-executive director", date(2023, 4, 1)),
    ),
    "executive": (
        Line("Regional schools’ charity", _K.GOVERNANCE, "Trustee, unpaid", date(2024, 1, 1)),
        Line("Orchard Press", _K.GIFT, "Two tickets to a dinner, £90", date(2026, 3, 12), date(2026, 3, 12)),
    ),
    "governor.oak": (
        Line("Lomax Playgrounds", _K.BUSINESS, "Owner", date(2016, 5, 1)),
    ),
    "head.oak": (
        Line("Ansell Music Tuition", _K.FAMILY, "Her husband gives lessons at two schools", date(2020, 9, 1)),
    ),
    "audit.frost": (
        Line("Frost & Partners", _K.BUSINESS, "Partner until he retired", date(1998, 1, 1), date(2025, 12, 31)),
    ),
}  # fmt: skip
# Who has begun, who has sent and waits to be published, and who has not begun.
BEGUN: Final = ("trustee.kemp",)
SENT: Final = ("trustee.rahman", "governor.oak")
NOT_YET: Final = ("trustee",)
EVERY_SO_MANY: Final = 6  # of the others, one owes everything


def demonstrate_duties(people: Mapping[str, User]) -> None:
    """Last year's interests, published; this year's, most of them; and an item that names one of them."""
    clerk = people["clerk"]
    _ask(LAST, date(2025, 9, 8), "September 2025", clerk)
    for number, (email, lines) in enumerate(INTERESTED.items()):
        _declare(people[email], LAST, date(2025, 9, 22) + timedelta(days=number), lines, clerk)
    _ask(NOW, date(2026, 9, 7), "September 2026", clerk)
    _live_the_year(people, clerk)
    _name_one(clerk)


def _ask(year: int, on: date, edition: str, by: User) -> None:
    texts = [
        TextAsked(DUTIES, f"Academy Trust Handbook {year}", HANDBOOK),
        TextAsked(CODE, "Adopted on 9 July 2026" if year == NOW else "Adopted on 3 July 2025"),
        TextAsked(ELIGIBILITY),
        TextAsked(SAFEGUARDING, edition, GUIDANCE),
    ]
    with clock.standing_at(moment(on)):
        actions.open_year(by=by, year=year, due_on=DUE[year], texts=texts)


def _live_the_year(people: Mapping[str, User], clerk: User) -> None:
    """Everyone who is not new, but for those who have not come to it yet."""
    named = {person.pk: email for email, person in people.items()}
    serving = [each for each in years_of(NOW, date(2026, 11, 16)) if each.asked.due_on == DUE[NOW]]
    for number, each in enumerate(serving):
        email, on = named.get(each.person.pk, ""), date(2026, 11, 2) + timedelta(days=number % 14)
        if email in NOT_YET or (email not in INTERESTED and number % EVERY_SO_MANY == 0):
            continue
        lines = INTERESTED.get(email, ())
        publishes = email not in (*BEGUN, *SENT)
        lasting = [line for line in lines if line.ends is None or line.ends >= on]
        _declare(each.person, NOW, on, lasting, clerk, sends=email not in BEGUN, publishes=publishes)
        _confirm(each, on)


def _declare(
    person: User,
    year: int,
    on: date,
    lines: Sequence[Line],
    clerk: User,
    *,
    sends: bool = True,
    publishes: bool = True,
) -> None:
    with clock.standing_at(moment(on, 19)):
        made = actions.declare(by=person, year=year, lines=lines, has_none=not lines, seen=0, send=sends)
    if sends and publishes:
        with clock.standing_at(moment(on + timedelta(days=1))):
            actions.publish(made, by=clerk)


def _confirm(each: PersonYear, on: date) -> None:
    texts = texts_of(asked_in(NOW))
    said = [(kind, texts[kind].edition) for kind in each.asked.kinds if kind != INTERESTS]
    with clock.standing_at(moment(on, 19)):
        actions.confirm(by=each.person, year=NOW, said=said, today=on)


def _name_one(clerk: User) -> None:
    """The board's next agenda has an item about the company in which a member has an interest."""
    meeting = Meeting.objects.get(body__slug="trust-board", on=AUTUMN_BOARD)
    with clock.standing_at(moment(date(2026, 11, 17))):
        add_item(
            meeting, by=clerk, title="Catering from September 2027", kind="decision", minutes_planned=15,
            lead="The chief financial officer", organisation="Fenwick Catering Limited",
        )  # fmt: skip

"""Who governs in the demonstration: the members, the board and its committees, and each school's own body."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from governance.bodies import checklist
from governance.bodies.actions import (
    Place,
    add_body,
    add_link,
    change_office,
    fill_seat,
    leave_seat,
    note_visit,
    set_constitution,
    tick_task,
)
from governance.bodies.actions.offering import offer_every_place
from governance.bodies.actions.reminding import open_departures
from governance.models import Constitution, LeftFor, LinkKind, Office, Seat, SeatCategory
from schools.actions import welcome_person
from schools.models import Body, BodyKind, School
from trust import clock
from trust.demo import moment
from trust.models import Area, User

SET_OUT: Final = date(2023, 9, 1)
RECORDED: Final = date(2023, 12, 5)
BOARD, MEMBERS, AUDIT, STANDARDS = "trust-board", "members", "audit-and-risk-committee", "standards-committee"
ONE_DAY: Final = timedelta(days=1)


class Made(NamedTuple):
    """A body and how it is made up: (category, who appoints, how many, whether it goes with a post)."""

    slug: str
    name: str
    kind: str
    quorum: int
    words: str
    purpose: str
    places: tuple[tuple[str, str, int, bool], ...]


class Sits(NamedTuple):
    """Who sits where: the first part of an address, a name for who is new, the category, and the days."""

    body: str
    email: str
    name: str
    category: str
    starts: date
    last: date | None = None
    office: str = Office.MEMBER


BODIES = (
    Made(MEMBERS, "Members", BodyKind.MEMBERS, 3, "three members",
         "The members keep the trust to its purpose. They appoint trustees, receive the accounts, and change the "
         "articles. They do not run the trust.",
         (("Member", "the members", 5, False),)),
    Made(BOARD, "Trust board", BodyKind.BOARD, 4, "half of the trustees, rounded up",
         "The board sets the trust's strategy, holds the executive director to account, and answers for the money. "
         "It delegates as the scheme of delegation says and takes back what it has delegated when it must.",
         (("Trustee", "the members", 7, False), ("Co-opted trustee", "the board", 1, False))),
    Made(AUDIT, "Audit and risk committee", BodyKind.COMMITTEE, 3, "three, of whom two are trustees",
         "The committee oversees internal scrutiny, the risk register and the external audit, and reports to the "
         "board after each meeting. No member of staff sits on it.",
         (("Trustee", "the board", 3, False), ("Co-opted member", "the board", 1, False))),
    Made(STANDARDS, "Standards committee", BodyKind.COMMITTEE, 3, "three trustees",
         "The committee reads each school's figures in depth between meetings of the board and says where the board "
         "should look.",
         (("Trustee", "the board", 4, False),)),
    Made("executive-group", "Executive group", BodyKind.EXECUTIVE, 2, "two",
         "The executive director and the central directors meet every Monday.",
         (("Director", "the executive director", 3, True),)),
)  # fmt: skip
# A local body's categories; how many places of each a school has stands with its people.
LOCAL_CATEGORIES = (
    ("Headteacher", "the post", True),
    ("Parent governor", "parents, by election", False),
    ("Staff governor", "staff, by election", False),
    ("Governor appointed by the board", "the board", False),
)
LOCAL_PURPOSE = (
    "The local governing body knows its school. It asks the headteacher about standards, safeguarding and how money "
    "for disadvantaged pupils is spent, hears parents and staff, and tells the board what it finds."
)

_D = date
SEATS = (
    Sits(MEMBERS, "member", "", "Member", _D(2019, 9, 1), _D(2027, 8, 31)),
    Sits(MEMBERS, "member.stroud", "Alan Stroud", "Member", _D(2020, 1, 13), _D(2028, 1, 12)),
    Sits(MEMBERS, "member.vance", "Moira Vance", "Member", _D(2021, 11, 2), _D(2029, 11, 1)),
    Sits(MEMBERS, "member.peake", "Rosalind Peake", "Member", _D(2024, 3, 4), _D(2028, 3, 3)),
    Sits(MEMBERS, "chair", "", "Member", _D(2022, 9, 1), _D(2030, 8, 31)),
    Sits(BOARD, "chair", "", "Trustee", _D(2023, 9, 1), _D(2027, 8, 31)),
    Sits(BOARD, "trustee", "", "Trustee", _D(2023, 9, 1), _D(2027, 8, 31)),
    Sits(BOARD, "trustee.martin", "", "Trustee", _D(2023, 9, 1), _D(2027, 8, 31)),
    Sits(BOARD, "trustee.kemp", "Gillian Kemp", "Trustee", _D(2023, 1, 18), _D(2027, 1, 17)),
    Sits(BOARD, "trustee.rahman", "Tariq Rahman", "Trustee", _D(2024, 9, 1), _D(2028, 8, 31)),
    Sits(BOARD, "trustee.lister", "Bernard Lister", "Trustee", _D(2022, 11, 1), _D(2026, 10, 31)),
    Sits(BOARD, "trustee.obi", "Chidi Obi", "Trustee", _D(2026, 9, 1), _D(2030, 8, 31)),
    Sits(BOARD, "trustee.swann", "Patricia Swann", "Co-opted trustee", _D(2025, 3, 10), _D(2029, 3, 9)),
    Sits(AUDIT, "trustee.martin", "", "Trustee", _D(2023, 9, 1), _D(2027, 8, 31), Office.CHAIR),
    Sits(AUDIT, "trustee.kemp", "", "Trustee", _D(2023, 9, 1), _D(2027, 8, 31)),
    Sits(AUDIT, "trustee.rahman", "", "Trustee", _D(2024, 9, 1), _D(2028, 8, 31)),
    Sits(AUDIT, "audit.frost", "Leonard Frost", "Co-opted member", _D(2024, 9, 1), _D(2028, 8, 31)),
    Sits(STANDARDS, "trustee", "", "Trustee", _D(2023, 9, 1), _D(2027, 8, 31), Office.CHAIR),
    Sits(STANDARDS, "trustee.swann", "", "Trustee", _D(2025, 3, 10), _D(2029, 3, 9)),
    Sits(STANDARDS, "trustee.obi", "", "Trustee", _D(2026, 9, 1), _D(2030, 8, 31)),
    Sits(STANDARDS, "chair", "", "Trustee", _D(2023, 9, 1), _D(2027, 8, 31)),
    Sits("executive-group", "executive", "", "Director", _D(2023, 9, 1), None, Office.CHAIR),
    Sits("executive-group", "finance", "", "Director", _D(2023, 9, 1)),
    Sits("executive-group", "improvement", "", "Director", _D(2023, 9, 1)),
)  # fmt: skip

# How many places there are for parents, staff and by the board's choice, and who holds them; the first of the
# last is in the chair. What is vacant here is vacant in this term's returns.
LOCAL: dict[str, tuple[tuple[int, tuple[str, ...]], ...]] = {
    "oak": ((3, ("Jasmine Orr",)), (2, ("Heidi Lowe", "Matt Ferris")),
            (5, ("", "Vera Nkemelu", "Giles Horne", "Amy Sharratt", "Dev Anand"))),
    "alder": ((3, ("Ravi Sood", "Lynne Marsh", "Toby Wren")), (2, ("Colin Eady", "Fay Lindo")),
              (5, ("Edmund Thrale", "Zara Pell", "Sam Oakes", "Una Kerr"))),
    "rowan": ((2, ("Iris Mole",)), (1, ("Jed Carrow",)),
              (5, ("Stella Crane", "Hugh Danby", "Naomi Frith", "Abel Stott", "Kim Larter"))),
    "elm": ((2, ("Beth Arkwright", "Femi Ade")), (1, ("Joy Munro",)),
            (5, ("Clive Radnor", "Ada Quill", "Ned Porter", "Tess Rowe", "Ben Halloran"))),
    "ash": ((2, ("Kit Sallow", "Mina Devi")), (1, ("Rob Teale",)),
            (5, ("Olive Hatch", "Len Stokes", "Faye Burt", "Ian Moss", "Sunita Rao"))),
    "birch": ((2, ("Dora Flint", "Owain Pugh")), (1, ()),
              (5, ("Ralph Venn", "Cora Blythe", "Ivo Kent", "Lil Dace", "Max Trevor"))),
    "willow": ((2, ()), (1, ("Gwen Hale",)), (5, ("Arthur Teasdale", "Petra Lund", "Miles Fenn", "Jo Sands"))),
    "hazel": ((2, ("Esme Gale", "Todd Birkin")), (2, ("Nora Pim", "Eli Stone")),
              (5, ("Wilfred Ames", "Lola Finch", "Joel Tarn", "Bea Loft", "Rosa Kemble"))),
}  # fmt: skip
BEGUN = (
    date(2023, 9, 1),
    date(2023, 2, 1),
    date(2024, 1, 8),
    date(2024, 9, 1),
    date(2025, 4, 1),
    date(2025, 9, 1),
)

VISIT_SEEN = (
    "Met the safeguarding lead and walked the site at the end of the day. The single central record was opened at "
    "random in five places and was complete. Pupils on the council could say whom they would tell."
)
VISIT_ASKED = (
    "Ask in the spring whether the new gate has shortened the time in which nobody watches the car park."
)


def demonstrate_bodies(
    people: dict[str, User], schools: Mapping[str, School], areas: Mapping[str, Area]
) -> dict[str, Body]:
    """Set out every body, fill its places by the real actions, and let two terms end; adds to `people`."""
    clerk = people["clerk"]
    with clock.standing_at(moment(RECORDED)):
        bodies = {made.slug: _set_out(made, clerk) for made in BODIES}
        bodies |= {f"{slug}-governors": _set_out_local(school, clerk) for slug, school in schools.items()}
    for sits in sorted([*SEATS, *_local_seats()], key=lambda each: max(each.starts, RECORDED)):
        with clock.standing_at(moment(max(sits.starts, RECORDED))):
            _seat(sits, bodies, people, clerk)
    _change_over_time(bodies, people, clerk)
    _link(bodies, people, schools, areas, clerk)
    offer_every_place()
    return bodies


def _set_out(made: Made, by: User) -> Body:
    body = add_body(by=by, name=made.name, kind=made.kind)
    _constitute(body, made.quorum, made.words, made.purpose, made.places, by)
    return body


def _set_out_local(school: School, by: User) -> Body:
    body = school.governed_by
    assert body is not None  # the demonstration's schools were admitted with their bodies
    numbers = (1, *(number for number, _ in LOCAL[school.slug]))
    places = tuple(
        (name, appointed, number, post)
        for (name, appointed, post), number in zip(LOCAL_CATEGORIES, numbers, strict=True)
    )
    _constitute(body, 3, "half of the places that are filled, rounded up", LOCAL_PURPOSE, places, by)
    return body


def _constitute(
    body: Body,
    quorum: int,
    words: str,
    purpose: str,
    places: tuple[tuple[str, str, int, bool], ...],
    by: User,
) -> Constitution:
    return set_constitution(
        body,
        by=by,
        starts=SET_OUT.replace(year=2019) if body.kind == BodyKind.MEMBERS else SET_OUT.replace(year=2022),
        places=[Place(name, appointed, number, post) for name, appointed, number, post in places],
        quorum=quorum,
        quorum_words=words,
        term_years=4,
        terms_of_reference=purpose,
        minute="Board, 6 July 2022, minute 8",
    )


def _local_seats() -> Iterator[Sits]:
    """The head by post, then parents, staff, and who was chosen by the board."""
    for position, (slug, held) in enumerate(LOCAL.items()):
        body, opened = f"{slug}-governors", date(2024, 9, 1) if slug == "rowan" else SET_OUT
        yield Sits(body, f"head.{slug}", "", "Headteacher", opened)
        chair, step = held[2][1][0], position
        for (category, _, _), (_, names) in zip(LOCAL_CATEGORIES[1:], held, strict=True):
            for name in names:
                step += 1
                email = f"{name.split()[0]}.{slug}".lower() if name else f"governor.{slug}"
                in_chair = name == chair
                starts = opened if in_chair else max(opened, BEGUN[step % len(BEGUN)])
                yield Sits(
                    body, email, name, category, starts, None, Office.CHAIR if in_chair else Office.MEMBER
                )


def _seat(sits: Sits, bodies: Mapping[str, Body], people: dict[str, User], by: User) -> Seat:
    person = people.get(sits.email)
    if person is None:
        person = welcome_person(name=sits.name, email=f"{sits.email}@demo.example", by=by)
        people[sits.email] = person
    body = bodies[sits.body]
    category = SeatCategory.objects.get(body=body, name=sits.category)
    ends = None if sits.last is None else sits.last + ONE_DAY
    seat = fill_seat(
        body, by=by, person=person, category=category, starts=sits.starts, ends=ends, office=sits.office
    )
    if seat.starts < date(2026, 9, 1):
        _tick(seat, by)
    return seat


def _tick(seat: Seat, by: User, kinds: Collection[str] = ()) -> None:
    """These steps have been done; without any, all that the appointment has brought."""
    for task in seat.tasks.filter(at_end=False):
        if not kinds or task.kind in kinds:
            outcome = checklist.outcomes(task.kind)[0]
            tick_task(task, by=by, on=clock.today(), outcome=outcome)


def _change_over_time(bodies: Mapping[str, Body], people: dict[str, User], by: User) -> None:
    """The chair was elected in 2024; a parent left last month and another came; one list is half done."""
    with clock.standing_at(moment(date(2024, 9, 12))):
        seat = Seat.objects.get(body=bodies[BOARD], person=people["chair"])
        elected = change_office(seat, by=by, seen=seat.version, office=Office.CHAIR, on=date(2024, 9, 12))
        _tick(elected, by)
    with clock.standing_at(moment(date(2026, 10, 19))):
        leaver = Seat.objects.get(body=bodies["elm-governors"], person=people["femi.elm"])
        leave_seat(leaver, by=by, seen=leaver.version, on=date(2026, 10, 16), reason=LeftFor.RESIGNED)
        for task in leaver.tasks.filter(at_end=True, kind__in=("access", "handover")):
            tick_task(task, by=by, on=date(2026, 10, 19), outcome="Done")
    with clock.standing_at(moment(date(2026, 11, 2))):
        open_departures(clock.today())
    with clock.standing_at(moment(date(2026, 11, 9))):
        parent = Sits("elm-governors", "pia.elm", "Pia Novak", "Parent governor", date(2026, 11, 9))
        _tick(_seat(parent, bodies, people, by), by, ("identity", "section-128"))
    with clock.standing_at(moment(date(2026, 9, 9))):
        begun = Seat.objects.get(body=bodies[BOARD], person=people["trustee.obi"])
        _tick(begun, by, ("gias", "companies-house", "website", "identity", "section-128"))


def _link(
    bodies: Mapping[str, Body],
    people: Mapping[str, User],
    schools: Mapping[str, School],
    areas: Mapping[str, Area],
    by: User,
) -> None:
    since = date(2025, 9, 10)
    roles: tuple[tuple[str, str, str, str], ...] = (
        ("Safeguarding", "trustee", LinkKind.LINK, "safeguarding"),
        ("SEND", "trustee.swann", LinkKind.LINK, ""),
        ("Health and safety", "trustee.rahman", LinkKind.LINK, "health-and-safety"),
        ("Accounting officer", "executive", LinkKind.ACCOUNTING_OFFICER, ""),
        ("Chief financial officer", "finance", LinkKind.FINANCE, ""),
    )
    with clock.standing_at(moment(since)):
        given = [
            add_link(
                bodies[BOARD],
                by=by,
                title=title,
                person=people[email],
                starts=since,
                kind=kind,
                area=areas.get(slug),
            )
            for title, email, kind, slug in roles
        ]
    with clock.standing_at(moment(date(2026, 10, 7), 17)):
        note_visit(
            given[0],
            by=people["trustee"],
            on=date(2026, 10, 6),
            seen=VISIT_SEEN,
            follow_up=VISIT_ASKED,
            key="demo-visit-1",
            school=schools["oak"],
        )

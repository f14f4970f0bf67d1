"""The schools of the demonstration, their people, and what inspectors have said of them: all invented."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.contrib.auth.hashers import make_password

from schools.actions import admit_school, appoint, note_predecessor
from schools.models import Body, BodyKind, Inspection, Phase, Regime, Role, Roll, Route, School
from trust.demo import FIRST, NOW, PASSWORD, enrol
from trust.models import Area, Term, User
from trust.terms import TermRef, terms_between


class Told(NamedTuple):
    """One school of the story: its facts, and how many it teaches, at the beginning and now, of how many
    places."""

    name: str
    short: str
    slug: str
    urn: str
    phase: str
    ages: tuple[int, int]
    route: str
    joined: date
    head: str
    roll: tuple[int, int, int]


SCHOOLS = (
    Told("Oakmerrow School", "Oakmerrow", "oak", "990101", Phase.SECONDARY, (11, 18), Route.CONVERTER,
         date(2014, 9, 1), "Ruth Ansell", (1148, 1186, 1250)),
    Told("Alderhythe High School", "Alderhythe", "alder", "990102", Phase.SECONDARY, (11, 16), Route.CONVERTER,
         date(2015, 4, 1), "Dominic Farrow", (842, 801, 900)),
    Told("Rowanmere Free School", "Rowanmere", "rowan", "990103", Phase.SECONDARY, (11, 16), Route.FREE,
         date(2024, 9, 1), "Nadia Whitlock", (150, 448, 750)),
    Told("Elmwater Primary School", "Elmwater", "elm", "990104", Phase.PRIMARY, (4, 11), Route.CONVERTER,
         date(2014, 9, 1), "Owen Tasker", (405, 412, 420)),
    Told("Ashbarrow Primary Academy", "Ashbarrow", "ash", "990105", Phase.PRIMARY, (3, 11), Route.SPONSORED,
         date(2023, 9, 1), "Grace Odell", (268, 301, 315)),
    Told("Birchendale Primary School", "Birchendale", "birch", "990106", Phase.PRIMARY, (4, 11), Route.CONVERTER,
         date(2017, 9, 1), "Tom Hesketh", (208, 203, 210)),
    Told("Willowhythe Infant and Junior School", "Willowhythe", "willow", "990107", Phase.PRIMARY, (4, 11),
         Route.CONVERTER, date(2019, 1, 1), "Sian Maddox", (356, 349, 420)),
    Told("Hazelthorpe School", "Hazelthorpe", "hazel", "990108", Phase.SPECIAL, (4, 19), Route.CONVERTER,
         date(2018, 9, 1), "Kwame Boateng", (112, 126, 130)),
)  # fmt: skip

# e-mail, name, post, role, school: those whose account the sign-in page shows come first.
PEOPLE = (
    ("executive", "Frances Arden", "Executive director", Role.EXECUTIVE, None),
    ("chair", "Judith Calloway", "Chair of trustees", Role.CHAIR, None),
    ("trustee", "Anita Desmond", "Trustee", Role.TRUSTEE, None),
    ("clerk", "Celia Hartnell", "Governance professional", Role.CLERK, None),
    ("finance", "Daniel Osei", "Chief finance officer", Role.CENTRAL, None),
    ("head.oak", "Ruth Ansell", "Headteacher, Oakmerrow School", Role.HEAD, "oak"),
    ("head.elm", "Owen Tasker", "Headteacher, Elmwater Primary School", Role.HEAD, "elm"),
    ("business.oak", "Bridget Nolan", "Business manager, Oakmerrow School", Role.CONTRIBUTOR, "oak"),
    ("governor.oak", "Peter Lomax", "Chair of governors, Oakmerrow School", Role.GOVERNOR_CHAIR, "oak"),
    ("member", "Helen Garrow", "Member", Role.MEMBER, None),
    ("auditor", "Iain Calder", "Internal auditor", Role.AUDITOR, None),
    ("admin", "Leila Haddad", "Administrator", Role.ADMINISTRATOR, None),
    ("improvement", "Carys Bowen", "Director of school improvement", Role.CENTRAL, None),
    ("trustee.martin", "Martin Sheldrake", "Trustee", Role.TRUSTEE, None),
    ("head.alder", "Dominic Farrow", "Headteacher, Alderhythe High School", Role.HEAD, "alder"),
    ("head.rowan", "Nadia Whitlock", "Headteacher, Rowanmere Free School", Role.HEAD, "rowan"),
    ("head.ash", "Grace Odell", "Headteacher, Ashbarrow Primary Academy", Role.HEAD, "ash"),
    ("head.birch", "Tom Hesketh", "Headteacher, Birchendale Primary School", Role.HEAD, "birch"),
    ("head.willow", "Sian Maddox", "Headteacher, Willowhythe Infant and Junior School", Role.HEAD, "willow"),
    ("head.hazel", "Kwame Boateng", "Headteacher, Hazelthorpe School", Role.HEAD, "hazel"),
)
ACCOUNTS = tuple(email for email, *_ in PEOPLE[:12])
ENDS = {"auditor": date(2027, 8, 31)}
AREAS_OF = {"business.oak": ("finance", "staffing", "health-and-safety")}

INSPECTIONS = (
    ("oak", date(2023, 3, 14), Regime.OVERALL, False, {"Overall effectiveness": "Good"}, True),
    ("alder", date(2022, 11, 8), Regime.OVERALL, False, {"Overall effectiveness": "Good"}, True),
    ("elm", date(2024, 5, 21), Regime.OVERALL, False, {"Overall effectiveness": "Outstanding"}, True),
    ("ash", date(2022, 6, 15), Regime.OVERALL, True, {"Overall effectiveness": "Inadequate"}, False),
    ("birch", date(2025, 2, 11), Regime.JUDGEMENTS, False,
     {"Quality of education": "Good", "Behaviour and attitudes": "Outstanding", "Personal development": "Good",
      "Leadership and management": "Good"}, True),
    ("willow", date(2026, 3, 3), Regime.REPORT_CARD, False,
     {"Achievement": "Expected standard", "Curriculum and teaching": "Expected standard",
      "Attendance and behaviour": "Strong standard", "Inclusion": "Expected standard",
      "Leadership and governance": "Expected standard"}, True),
    ("hazel", date(2023, 10, 4), Regime.OVERALL, False, {"Overall effectiveness": "Good"}, True),
)  # fmt: skip


def admit_schools() -> dict[str, School]:
    """The eight schools, each with its local governing body; Rowanmere shares the board's own in its place."""
    schools = {}
    for told in SCHOOLS:
        appointed = told.route == Route.FREE
        body = Body.objects.create(
            name="Rowanmere interim board" if appointed else f"{told.short} local governing body",
            slug=f"{told.slug}-governors",
            kind=BodyKind.APPOINTED if appointed else BodyKind.LOCAL,
        )
        schools[told.slug] = admit_school(
            by=None,
            urn=told.urn,
            name=told.name,
            short_name=told.short,
            slug=told.slug,
            phase=told.phase,
            low_age=told.ages[0],
            high_age=told.ages[1],
            route=told.route,
            joined=told.joined,
            opened=told.joined if appointed else None,
            predecessor_name="Barrow Lane Primary School" if told.route == Route.SPONSORED else "",
            governed_by=body,
        )
        if told.route != Route.FREE:
            # Who converted was another school to the register before.
            note_predecessor(schools[told.slug], told.urn.replace("9901", "9801"), by=None)
    return schools


def appoint_people(schools: dict[str, School], areas: dict[str, Area]) -> dict[str, User]:
    """Everybody by the first part of their address; appointments run from before the first term."""
    people = {}
    # Hashing is slow by design, and the password of all these accounts is public: once is enough.
    hashed = make_password(PASSWORD)
    for email, name, post, role, school in PEOPLE:
        people[email] = enrol(email, name, post, hashed)
        appoint(
            people[email],
            role,
            by=None,
            school=schools[school] if school else None,
            areas=[areas[slug] for slug in AREAS_OF.get(email, ())],
            starts=date(2023, 9, 1),
            ends=ENDS.get(email),
        )
    return people


def note_inspections(schools: dict[str, School]) -> None:
    for slug, on, regime, of_predecessor, grades, safe in INSPECTIONS:
        Inspection.objects.create(
            school=schools[slug],
            on=on,
            regime=regime,
            of_predecessor=of_predecessor,
            grades=grades,
            safeguarding_met=safe,
        )


def note_rolls(schools: dict[str, School], terms: dict[TermRef, Term]) -> None:
    """The roll moves evenly from where it was to where it is."""
    refs = terms_between(FIRST, NOW)
    for told in SCHOOLS:
        there = [ref for ref in refs if terms[ref].ends > told.joined]
        first, now, capacity = told.roll
        for step, ref in enumerate(there):
            pupils = first + (now - first) * step // max(len(there) - 1, 1)
            Roll.objects.create(school=schools[told.slug], term=terms[ref], pupils=pupils, capacity=capacity)


def accounts() -> list[User]:
    """The people whose account the sign-in page shows, in the order of the cast; empty without a demonstration."""
    addresses = [f"{email}@demo.example" for email in ACCOUNTS]
    found = {person.email: person for person in User.objects.filter(email__in=addresses, is_active=True)}
    return [found[address] for address in addresses if address in found]

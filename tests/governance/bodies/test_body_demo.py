from governance.bodies.demo import LOCAL, demonstrate_bodies
from governance.models import Seat
from kpis.models import Prefill
from schools.demo import admit_schools, appoint_people
from tests import builders
from trust.demo import lay_out_areas

# What the demonstration's returns say of this term.
RETURNED = {
    "oak": (9, 11), "alder": (10, 11), "rowan": (8, 9), "elm": (9, 9),
    "ash": (9, 9), "birch": (8, 9), "willow": (6, 9), "hazel": (10, 10),
}  # fmt: skip


def test_the_demonstration_fills_its_bodies_and_agrees_with_its_returns(db):
    builders.make_trust()
    builders.make_term()
    areas, schools = lay_out_areas(), admit_schools()
    people = appoint_people(schools, areas)
    builders.make_kpi("GOV-SEA", kind="penetration", area=areas["governance"])
    bodies = demonstrate_bodies(people, schools, areas)
    offered = Prefill.objects.select_related("school")
    assert {each.school.slug: (each.numerator, each.denominator) for each in offered} == RETURNED
    assert len(bodies) == 5 + len(LOCAL)
    assert Seat.objects.filter(left_on__isnull=False).count() == 1

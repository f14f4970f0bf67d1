"""A pack of evidence tells of a small group no more than any page does, and of no term outside its span."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from governance.evidence.pack import Part
from governance.evidence.queries import packs_of
from schools.models import EvaluationArea
from tests import builders
from tests.small_groups import SmallGroups, given_away, text_of

WORTH = "one pupil = 14.3 points"


@pytest.fixture
def groups(world) -> SmallGroups:
    made = SmallGroups(world)
    made.issue()
    return made


def inspected_at(place: str) -> EvaluationArea:
    name = "School improvement" if place == "trust" else "Attendance and behaviour"
    return EvaluationArea.objects.create(name=name, for_trust=place == "trust")


def pack_of(client, place: str, groups: SmallGroups) -> dict[str, str]:
    """The pack on the page, as a workbook and as CSV, and on paper."""
    inspected = inspected_at(place)
    whole = f"?from={groups.terms[-1].slug}&to={groups.terms[0].slug}"
    path = f"/governance/evidence/{place}/{inspected.pk}"
    urls = [f"{path}/{whole}", f"{path}/{whole}&as=xlsx", f"{path}/{whole}&as=csv"]
    paper = PdfReader(BytesIO(client.get(f"{path}.pdf{whole}").content))
    told = {url: text_of(client.get(url).content) for url in urls}
    return told | {"pdf": " ".join(" ".join(page.extract_text() for page in paper.pages).split())}


@pytest.mark.parametrize("person", ["chair", "trustee", "clerk", "auditor", "governor_of_oak"])
def test_a_small_group_is_marked_in_every_form_of_a_pack(person, as_person, world, groups):
    told = pack_of(as_person(world.people[person]), "oak", groups)
    assert [url for url, text in told.items() if WORTH not in text] == []


@pytest.mark.parametrize("person", ["head_of_elm", "member", "admin", "business_of_oak"])
@pytest.mark.parametrize("place", ["oak", "ash", "trust"])
def test_who_may_not_read_it_reads_it_in_no_pack(person, place, as_person, world, groups):
    world.trust.heads_see_each_other = True
    world.trust.save()
    inspected = inspected_at(place)
    answer = as_person(world.people[person]).get(f"/governance/evidence/{place}/{inspected.pk}/")
    assert given_away({"page": text_of(answer.content)}, groups.secrets()) == []
    assert answer.status_code == 404


def test_what_is_shown_to_everybody_is_in_the_pack(as_person, world, groups):
    told = pack_of(as_person(world.people["trustee"]), "elm", groups)
    assert all("50.0" in text for text in told.values())


def test_the_schools_together_are_told_of_the_span_alone(world, executive):
    kpi = builders.make_kpi()
    EvaluationArea.objects.create(name="School improvement", for_trust=True)
    builders.make_band(kpi)
    before = builders.make_term(world.term.ref.previous)
    for school in (world.oak, world.elm):
        returned = builders.make_return(school, before, "issued")
        builders.make_figure(
            kpi, returned, world.people["head_of_oak"], "90.0", numerator=90, denominator=100
        )

    def told(terms):
        (pack,) = packs_of(executive, None, terms)
        return [entry.what for entry in pack.entries if entry.part is Part.FIGURES]

    assert told([world.term]) == []
    assert told([before, world.term]) == [f"{kpi.definitions.get().title}: 90.0%"]

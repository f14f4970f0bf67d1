"""Who reads which evidence, what is left out for whom, and how much it costs to gather."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from governance.evidence.actions import ScopeConflict, keep_scope
from governance.evidence.pack import Part
from governance.evidence.queries import packs_of
from governance.evidence.scopes import scopes_of
from governance.meetings.actions import add_item, decide, plan_meeting
from governance.models import EvidenceScope, Question
from schools.models import EvaluationArea, Finding
from tests import builders
from tests.governance.bodies.conftest import board  # noqa: F401
from trust.models import Event

ATTENDANCE = "Attendance and behaviour"


@pytest.fixture
def inspected(db):
    return EvaluationArea.objects.create(name=ATTENDANCE)


@pytest.fixture
def kpi(db):
    kpi = builders.make_kpi()
    builders.make_band(kpi)
    return kpi


def url(world, inspected, more="/"):
    return f"/governance/evidence/{world.oak.slug}/{inspected.pk}{more}"


def ask(world, kpi, *, text="Why is it so?", state="open", key="q", term=None, school=None):
    return Question.objects.create(
        term=term or world.term, school=school or world.oak, area=kpi.area, text=text, state=state,
        asked_by=world.people["trustee"], asked_at=builders.NOW, due_on=builders.TODAY, request_key=key,
    )  # fmt: skip


def decided(world, kpi, body, text, *, confidential=False, on=date(2026, 11, 10)):
    clerk = world.people["clerk"]
    item = add_item(plan_meeting(body, by=clerk, on=on), by=clerk, title="Attendance", school=world.oak)
    type(item).objects.filter(pk=item.pk).update(kpi=kpi, is_confidential=confidential)
    return decide(item, by=clerk, kind="resolved", text=text, key=text)


def words_of(client, world, inspected):
    return client.get(url(world, inspected)).content.decode()


def test_the_pack_of_a_school_holds_what_was_decided_asked_and_found(
    as_person, world, inspected, kpi, board  # noqa: F811
):  # fmt: skip
    ask(world, kpi)
    decided(world, kpi, board, "Visit every family.")
    Finding.objects.create(
        school=world.oak, area=kpi.area, text="Registers are late.", severity="serious", owner_post="Head",
        found_on=date(2026, 10, 1), due_on=date(2026, 12, 1), request_key="f",
    )  # fmt: skip
    page = words_of(as_person(world.people["clerk"]), world, inspected)
    for said in ("Why is it so?", "Visit every family.", "Registers are late.", "Asked by a trustee"):
        assert said in page
    assert "No remit about this area since" in page


def test_nothing_of_another_school_and_no_draft_question(as_person, world, inspected, kpi):
    ask(world, kpi, text="Of Elm?", school=world.elm, key="elm")
    ask(world, kpi, text="Not sent?", state="draft", key="draft")
    page = words_of(as_person(world.people["trustee"]), world, inspected)
    assert "Of Elm?" not in page
    assert "Not sent?" not in page


def test_a_confidential_decision_is_left_out_for_who_does_not_sit_there(
    as_person, world, inspected, kpi, board  # noqa: F811
):  # fmt: skip
    decided(world, kpi, board, "In part two.", confidential=True)
    assert "In part two." in words_of(as_person(world.people["clerk"]), world, inspected)
    for other in ("auditor", "trustee", "executive"):
        assert "In part two." not in words_of(as_person(world.people[other]), world, inspected)


def test_a_question_under_a_confidential_item_is_left_out_too(
    as_person, world, inspected, kpi, board  # noqa: F811
):  # fmt: skip
    item = decided(world, kpi, board, "In part two.", confidential=True).item
    Question.objects.filter(pk=ask(world, kpi, text="Behind doors?").pk).update(item=item)
    assert "Behind doors?" in words_of(as_person(world.people["clerk"]), world, inspected)
    assert "Behind doors?" not in words_of(as_person(world.people["auditor"]), world, inspected)


def test_a_figure_that_was_not_issued_is_not_in_the_boards_pack(world, inspected, kpi):
    returned = builders.make_return(world.oak, world.term, "accepted")
    builders.make_figure(kpi, returned, world.people["head_of_oak"], "91.0")

    def figures(name):
        found = packs_of(world.people[name], world.oak, [world.term], scopes_of(world.oak))
        return [entry.what for entry in found[0].entries if entry.part is Part.FIGURES]

    assert figures("executive") == figures("head_of_oak") == ["Indicator ATT: 91.0%"]
    assert figures("trustee") == []


def test_every_row_goes_into_a_workbook(as_person, world, inspected, kpi):
    ask(world, kpi, text="=1+1")
    answer = as_person(world.people["clerk"]).get(url(world, inspected) + "?as=xlsx")
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0][:4] == ("Part", "Day", "Term", "What")
    assert rows[1][3].lstrip("'") == "=1+1"
    assert rows[1][-1].startswith("http")


def test_on_paper_it_says_whose_it_is_and_counts_its_pages(as_person, world, inspected, kpi):
    from pypdf import PdfReader

    ask(world, kpi)
    clerk = world.people["clerk"]
    answer = as_person(clerk).get(url(world, inspected, ".pdf"))
    read = PdfReader(BytesIO(answer.content))
    cover, brief = (page.extract_text() for page in read.pages[:2])
    assert answer["Content-Type"] == "application/pdf"
    assert clerk.name in cover
    assert world.oak.name in cover
    assert "For governance use only" in cover
    assert f"Page 2 of {len(read.pages)}" in brief
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("query", ["from=nonsense", "to=2099-00-1", "from=2090-91-1&to=2091-92-1"])
def test_a_span_that_is_none_is_not_found(as_person, world, inspected, query):
    answer = as_person(world.people["clerk"]).get(f"{url(world, inspected)}?{query}")
    assert answer.status_code == 404


def test_thirty_terms_cost_what_three_cost(world, inspected, kpi, board):  # noqa: F811
    terms = [builders.make_term(world.term.ref.shift(-back)) for back in reversed(range(30))]
    for number, term in enumerate(terms):
        returned = builders.make_return(world.oak, term, "issued")
        builders.make_figure(kpi, returned, world.people["head_of_oak"], "91.0")
        ask(world, kpi, term=term, key=f"q{number}")
    clerk = world.people["clerk"]
    packs_of(clerk, world.oak, terms[-3:])

    def cost(count):
        with CaptureQueriesContext(connection) as caught:
            packs_of(clerk, world.oak, terms[-count:])
        return len(caught)

    assert cost(30) <= cost(3)


def test_the_trust_says_what_belongs_to_an_area(as_person, world, inspected, kpi):
    client, path = as_person(world.people["clerk"]), f"/governance/inspection-areas/{inspected.pk}/"
    assert "suggestion" in client.get(path).content.decode()
    answer = client.post(path, {"areas": [], "kpis": [kpi.pk], "seen": 0})
    assert answer.status_code == 302
    held = EvidenceScope.objects.get()
    assert (list(held.kpis.all()), held.version, Event.objects.latest("pk").verb) == (
        [kpi],
        1,
        "evidence.kept",
    )


def test_nothing_chosen_is_said_at_the_field(as_person, world, inspected):
    answer = as_person(world.people["clerk"]).post(
        f"/governance/inspection-areas/{inspected.pk}/", {"seen": 0}
    )
    assert answer.status_code == 422
    assert "Choose at least one area" in answer.content.decode()


def test_two_keepers_are_shown_each_other(as_person, world, inspected, kpi):
    keep_scope(inspected, by=world.people["executive"], seen=0, areas=[kpi.area], kpis=[])
    path = f"/governance/inspection-areas/{inspected.pk}/"
    client = as_person(world.people["clerk"])
    answer = client.post(path, {"kpis": [kpi.pk], "seen": 0})
    assert answer.status_code == 409
    assert "As it stands now" in answer.content.decode()
    assert client.post(path, {"kpis": [kpi.pk], "seen": 1}).status_code == 302
    with pytest.raises(ScopeConflict):
        keep_scope(inspected, by=world.people["clerk"], seen=1, areas=[], kpis=[kpi])


def test_a_version_that_never_was_is_no_error_of_the_server(as_person, world, inspected, kpi):
    path = f"/governance/inspection-areas/{inspected.pk}/"
    answer = as_person(world.people["clerk"]).post(path, {"kpis": [kpi.pk], "seen": 7})
    assert answer.status_code == 409
    assert not EvidenceScope.objects.exists()


def test_only_keepers_keep(world, inspected, kpi):
    with pytest.raises(PermissionDenied):
        keep_scope(inspected, by=world.people["trustee"], seen=0, areas=[], kpis=[kpi])


def test_the_evaluation_page_counts_it(as_person, world, inspected, kpi):
    ask(world, kpi)
    page = as_person(world.people["clerk"]).get(f"/schools/{world.oak.slug}/standing/{world.term.slug}/")
    assert "Evidence for each area" in page.content.decode()
    assert "1 piece of evidence, 1 still open" in page.content.decode()


def test_the_trusts_own_pack_is_for_who_sees_the_trust(as_person, world):
    area = EvaluationArea.objects.create(name="Governance and purpose", for_trust=True)
    path = f"/governance/evidence/trust/{area.pk}/"
    assert as_person(world.people["auditor"]).get(path).status_code == 200
    for other in ("head_of_oak", "governor_of_oak", "member"):
        assert as_person(world.people[other]).get(path).status_code == 404

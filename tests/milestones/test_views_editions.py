"""The pages of the plan's editions: what they show to whom, how they are written, and what they cost."""

import io
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from milestones.actions import save_edition_part
from milestones.actions.copies import keep_copy
from milestones.actions.edition_parts import edition_contents
from milestones.actions.sheets import fingerprint
from milestones.edition_parts import EditionPart
from milestones.models import GrowthTarget, Objective, Plan, PlanText, Sheet, StrategicQuestion
from milestones.views.approval import late_in_words, years_in_words
from tests.builders import TODAY, make_kpi, make_line, make_milestone, make_plan, make_term
from trust import clock


@pytest.fixture
def plan(world):
    plan = make_plan()
    make_milestone(make_line(plan), "2026-27-1")
    return plan


@pytest.fixture
def draft(plan):
    draft = make_plan("Strategic plan 2027")
    Plan.objects.filter(pk=draft.pk).update(state="draft", supersedes=plan)
    make_line(draft, priority=plan.lines.get().priority, code="1b")
    return Plan.objects.get(pk=draft.pk)


def page(client, name, *args, **query):
    response = client.get(reverse(f"milestones:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def written(plan, part, *rows, seen=None):
    standing = fingerprint(edition_contents(plan, part))
    given = {"seen": seen or standing, "row-TOTAL_FORMS": str(len(rows)), "row-INITIAL_FORMS": "0"}
    return given | {f"row-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def part_of(plan, part="objectives"):
    return reverse("milestones:edition_part", args=[plan.pk, part])


def test_the_full_version_says_it_all(plan, trustee, as_person):
    strand = plan.strands.get()
    PlanText.objects.create(plan=plan, kind="mission", title="Mission", text="Teach <b>all</b>.\n\nWell.")
    Objective.objects.create(plan=plan, number=1, text="Everyone reads.")
    asked = StrategicQuestion.objects.create(
        plan=plan, strand=strand, number=1, text="Who cannot?", response="Few."
    )
    asked.kpis.add(make_kpi())
    Sheet.objects.create(priority=plan.lines.get().priority, question=asked)
    GrowthTarget.objects.create(
        plan=plan, text="Schools", target=10, by_term=plan.last_term, reached_on="2026-06"
    )
    shown = page(as_person(trustee), "edition", plan.pk)
    assert "<p>Teach &lt;b&gt;all&lt;/b&gt;.</p>\n\n<p>Well.</p>" in shown
    for words in (
        "Everyone reads.",
        "Who cannot?",
        "Few.",
        "June 2026",
        "Nothing serves it yet.",
        "In force",
    ):
        assert words in shown
    assert reverse("milestones:priority", args=[plan.lines.get().priority_id]) in shown
    assert "Adopt this edition" not in shown
    assert part_of(plan) not in shown


def test_the_summary_prints_its_own_words_and_leaves_out_what_is_not_its(plan, trustee, as_person):
    chapters = [
        ("One", "Long.", "Short.", True),
        ("Two", "Whole.", "", True),
        ("Three", "Left out.", "", False),
    ]
    for title, text, summary, is_in in chapters:
        PlanText.objects.create(
            plan=plan, kind="other", title=title, text=text, summary=summary, in_summary=is_in
        )
    client = as_person(trustee)
    summary, full = page(client, "edition", plan.pk, version="summary"), page(client, "edition", plan.pk)
    assert [words in summary for words in ("Short.", "Whole.", "Long.", "Left out.")] == [
        True,
        True,
        False,
        False,
    ]
    assert [words in full for words in ("Short.", "Whole.", "Long.", "Left out.")] == [
        False,
        True,
        True,
        True,
    ]


def test_the_board_reads_a_draft_and_is_told_that_it_is_not_in_force(plan, draft, trustee, as_person):
    client = as_person(trustee)
    assert "Strategic plan 2027" in page(client, "editions")
    shown = page(client, "edition", draft.pk)
    assert "Draft: not in force" in shown
    assert reverse("milestones:adopt", args=[draft.pk]) not in shown
    assert "Draft: not in force" not in page(client, "edition", plan.pk)


def test_schools_read_no_draft(plan, draft, head_of_oak, as_person):
    client = as_person(head_of_oak)
    shown = page(client, "editions")
    assert ("Strategic plan 2026" in shown, "Strategic plan 2027" in shown) == (True, False)
    assert client.get(reverse("milestones:edition", args=[draft.pk])).status_code == 404


def test_a_draft_hidden_from_the_reader_shows_nowhere_on_the_edition(plan, draft, head_of_oak, as_person):
    assert "Strategic plan 2027" not in page(as_person(head_of_oak), "edition", plan.pk)
    address = reverse("milestones:compare")
    response = as_person(head_of_oak).get(address, {"from": plan.pk, "to": draft.pk})
    assert response.status_code == 404


def test_no_plan_yet(trustee, as_person):
    assert "No plan yet" in page(as_person(trustee), "editions")


def test_two_editions_compared_in_words(plan, draft, executive, as_person):
    shown = page(as_person(executive), "compare", **{"from": plan.pk, "to": draft.pk})
    assert "1a became 1b." in shown
    assert "Gone from 2026/27 (1)." in shown


def test_objectives_are_written(plan, executive, as_person):
    make_kpi()
    rows = ({"place": "2", "text": "Second"}, {"place": "1", "text": "First", "kpis": "att"})
    response = as_person(executive).post(part_of(plan), written(plan, EditionPart.OBJECTIVES, *rows))
    assert response.status_code == 302
    assert [*plan.objectives.values_list("text", flat=True)] == ["First", "Second"]
    assert [kpi.code for kpi in plan.objectives.first().kpis.all()] == ["ATT"]


def test_what_cannot_be_read_is_said_at_its_place_and_nothing_is_lost(plan, executive, as_person):
    rows = ({"place": "x", "text": "Kept <words>", "kpis": "NO"},)
    response = as_person(executive).post(part_of(plan), written(plan, EditionPart.OBJECTIVES, *rows))
    shown = response.content.decode()
    assert response.status_code == 422
    assert "Give a whole number, such as 2." in shown
    assert "There is no KPI with the code NO." in shown
    assert "Kept &lt;words&gt;" in shown


def test_two_people_at_one_part_see_both_and_lose_nothing(plan, executive, as_person):
    client, seen = as_person(executive), fingerprint(edition_contents(plan, EditionPart.OBJECTIVES))
    theirs = [{"id": None, "place": None, "text": "Theirs", "kpis": []}]
    save_edition_part(plan, EditionPart.OBJECTIVES, by=executive, seen=seen, contents=theirs)
    mine = written(plan, EditionPart.OBJECTIVES, {"text": "Mine"}, seen=seen)
    response = client.post(part_of(plan), mine)
    shown = response.content.decode()
    assert response.status_code == 409
    assert ("Theirs" in shown, "Mine" in shown) == (True, True)
    assert plan.objectives.get().text == "Theirs"
    again = mine | {"seen": response.context["seen"]}
    assert client.post(part_of(plan), again).status_code == 302
    assert plan.objectives.get().text == "Mine"


def test_a_month_is_enough_for_an_approval(plan, clerk, as_person):
    given = {"seen": fingerprint(edition_contents(plan, EditionPart.APPROVAL)), "approved_by": "The board",
             "approved_on": "July 2026", "review_on": "nonsense"}  # fmt: skip
    client, address = as_person(clerk), part_of(plan, "approval")
    assert client.post(address, given).status_code == 422
    assert client.post(address, given | {"review_on": "9/7/2027"}).status_code == 302
    plan.refresh_from_db()
    assert (plan.approved_on, plan.review_on) == ("2026-07", "2027-07-09")


def test_adopting_asks_for_the_minute_and_then_closes_the_edition_before(plan, draft, chair, as_person):
    client, address = as_person(chair), reverse("milestones:adopt", args=[draft.pk])
    given = {"adopted_on": "November 2026", "approved_by": "The board"}
    response = client.post(address, given)
    assert response.status_code == 422
    assert "Name the minute in which the board decided it." in response.content.decode()
    assert client.post(address, given | {"minute": "7.2"}).status_code == 302
    assert client.post(address, given | {"minute": "7.2"}).status_code == 409
    assert client.get(part_of(plan, "approval")).status_code == 409
    shown = page(client, "edition", plan.pk)
    assert "Superseded by" in shown
    assert part_of(plan, "approval") not in shown


def test_the_plan_on_a_day_says_which_day_and_what_is_missing(plan, executive, as_person):
    client = as_person(executive)
    address = reverse("milestones:standing_ask", args=[plan.pk])
    answer = client.get(address, {"day": "18/11/2026"})
    assert answer["Location"] == reverse("milestones:standing", args=[plan.pk, TODAY])
    assert client.get(address, {"day": "soon"}).status_code == 422
    assert "No copy of this edition was kept by" in page(client, "standing", plan.pk, "2026-11-17")
    assert "has not come yet" in page(client, "standing", plan.pk, "9999-12-31")
    assert client.get(f"{address}2026-02-30/").status_code == 404
    assert client.get(f"{address}2026-11-17/plan.pdf").status_code == 404


def test_the_plan_on_a_day_on_paper(plan, executive, as_person):
    keep_copy(plan, "Imported")
    content = as_person(executive).get(reverse("milestones:standing_pdf", args=[plan.pk, TODAY])).content
    text = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(content)).pages)
    assert "As it stood on Wednesday 18 November 2026." in " ".join(text.split())


def test_the_page_of_a_day_has_the_words_and_the_approval_of_that_day(plan, executive, as_person):
    PlanText.objects.create(plan=plan, kind="mission", title="Mission", text="Teach all.")
    Plan.objects.filter(pk=plan.pk).update(approved_by="The old board")
    with clock.standing_at(datetime(2026, 11, 2, 9, tzinfo=UTC)):
        keep_copy(Plan.objects.get(pk=plan.pk), "Written")
    PlanText.objects.update(text="Teach everyone.")
    Plan.objects.filter(pk=plan.pk).update(approved_by="The new board")
    keep_copy(Plan.objects.get(pk=plan.pk), "Reworded")
    client = as_person(executive)
    now, then = (page(client, "standing", plan.pk, day) for day in (TODAY, "2026-11-17"))
    assert [("Teach all." in each, "Teach everyone." in each) for each in (now, then)] == [
        (False, True),
        (True, False),
    ]
    assert "Approved by the old board." in then
    printed = client.get(reverse("milestones:standing_pdf", args=[plan.pk, "2026-11-17"])).content
    text = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(printed)).pages)
    assert "Approved by the old board." in " ".join(text.split())
    assert "Then: " in text
    assert "Now: " not in text


def test_what_has_changed_since_a_day_is_said_in_words(plan, executive, as_person):
    with clock.standing_at(datetime(2026, 11, 2, 9, tzinfo=UTC)):
        keep_copy(plan, "Imported")
    PlanText.objects.create(plan=plan, kind="mission", title="Mission", text="Teach all.")
    same = {"from": plan.pk, "to": plan.pk}
    client = as_person(executive)
    assert "Mission is new." in page(client, "compare", **same, on="2026-11-02")
    assert "What has changed since" in page(client, "standing", plan.pk, "2026-11-02")
    for day in ("2026-11-01", "2999-01-01"):
        assert client.get(reverse("milestones:compare"), same | {"on": day}).status_code == 404
    assert "Nothing differs" in page(client, "compare", **same, on="soon")


def test_a_day_before_copies_were_kept_says_what_is_shown(plan, executive, as_person):
    Plan.objects.filter(pk=plan.pk).update(adopted_on="2026-07-09")
    client = as_person(executive)
    assert "so it is shown as it is" in page(client, "standing", plan.pk, "2026-11-01")
    keep_copy(Plan.objects.get(pk=plan.pk), "Changed")
    assert "so the earliest copy is shown" in page(client, "standing", plan.pk, "2026-11-01")
    assert "No copy of this edition was kept by" in page(client, "standing", plan.pk, "2026-07-08")


def test_what_stands_against_an_adoption_is_said_before_anybody_types_a_minute(
    plan, draft, chair, executive, as_person
):
    make_line(plan, "1c", title="Mentors")
    shown = {who: page(as_person(who), "adopt", draft.pk) for who in (chair, executive)}
    for each in shown.values():
        assert "1c Mentors is not evaluated, and the draft does not print it." in each
        assert 'name="minute"' not in each
    assert ["Put it right" in each for each in shown.values()] == [False, True]


def test_who_keeps_the_plan_is_led_from_a_draft_to_its_lines(plan, draft, chair, executive, as_person):
    lines = reverse("milestones:draft", args=[draft.pk])
    assert lines in page(as_person(executive), "edition", draft.pk)
    assert lines not in page(as_person(chair), "edition", draft.pk)
    assert reverse("milestones:draft", args=[plan.pk]) not in page(as_person(executive), "edition", plan.pk)


def test_no_page_costs_more_for_more_of_everything(plan, executive, as_person):
    client = as_person(executive)
    keep_copy(plan, "Imported")
    addresses = [
        reverse("milestones:editions"),
        reverse("milestones:edition", args=[plan.pk]),
        reverse("milestones:standing", args=[plan.pk, TODAY]),
        part_of(plan),
        reverse("milestones:compare") + f"?from={plan.pk}&to={plan.pk}",
        reverse("milestones:compare") + f"?from={plan.pk}&to={plan.pk}&on={TODAY}",
    ]

    def grow(number):
        make_milestone(make_line(plan, f"1{number}"), "2026-27-1")
        each = Objective.objects.create(plan=plan, number=number, text="Aim")
        each.kpis.add(make_kpi(f"K{number}"))
        StrategicQuestion.objects.create(plan=plan, number=number, text="Why?", strand=plan.strands.get())
        PlanText.objects.create(plan=plan, kind="other", title=f"Text {number}", text="Words")
        GrowthTarget.objects.create(plan=plan, text=f"Growth {number}", by_term=plan.last_term)
        keep_copy(plan, f"Copy {number}")

    def cost(address):
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    grow(1)
    few = [cost(address) for address in addresses]
    for number in range(2, 12):
        grow(number)
    assert [cost(address) for address in addresses] == few


@pytest.mark.parametrize(
    ("review_on", "words"),
    [
        ("", ""),
        ("2026-11-18", ""),
        ("2026-11", ""),
        ("2026-11-17", "Its review was due on 17 November 2026."),
        ("2026-10", "Its review was due in October 2026."),
    ],
)
def test_a_review_is_late_once_its_day_or_month_has_passed(review_on, words):
    assert late_in_words(review_on, TODAY) == words


def test_firm_and_provisional_years(db):
    plan = make_plan(first="2025-26-1", terms=12)
    said = []
    for slug in ("2025-26-3", "2026-27-3", "2028-29-3"):
        plan.firm_to = make_term(slug)
        said.append(years_in_words(plan))
    assert said == [
        "2025/26 is firm, 2026/27 to 2028/29 provisional.",
        "2025/26 and 2026/27 are firm, 2027/28 and 2028/29 provisional.",
        "Every year is firm.",
    ]

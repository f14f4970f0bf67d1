"""The programme sheet's pages: what it shows to whom, how it is filled in, and what it costs."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from milestones.actions import link_priorities, merge_priority, rate_priority, save_part
from milestones.actions.sheets import contents_of, fingerprint
from milestones.models import Link, Objective, Priority, PriorityChange, StrategicQuestion
from milestones.sheet_parts import SheetPart
from tests.builders import make_band, make_figure, make_kpi, make_line, make_milestone, make_plan, make_return
from trust import clock


@pytest.fixture
def line(world):
    line = make_line(make_plan())
    make_milestone(line, "2026-27-1", "2026-27-3")
    return line


@pytest.fixture
def address(line):
    return reverse("milestones:priority", args=[line.priority_id])


@pytest.fixture
def save(line, executive):
    def saved(part, *contents):
        seen = fingerprint(contents_of(line.priority, part))
        save_part(line.priority, part, by=executive, seen=seen, contents=contents)

    return saved


def step(number=1, **fields):
    return {"text": f"Step {number}", "owner": "", "due_on": None, "done_on": None, "note": ""} | fields


def page(client, address):
    return client.get(address).content.decode()


def formset(*rows, seen, **more):
    given = {"seen": seen, "row-TOTAL_FORMS": str(len(rows)), "row-INITIAL_FORMS": "0"} | more
    return given | {f"row-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def test_a_full_sheet_says_it_all(line, address, save, executive, trustee, as_person):
    question = StrategicQuestion.objects.create(plan=line.plan, number=1, text="Who cannot read?")
    save(SheetPart.AIM, {"aim": "Everyone reads.", "question_id": question.pk, "objective_id": None})
    save(SheetPart.STEPS, step(due_on=date(2026, 11, 1)), step(2, done_on=date(2026, 10, 2)))
    save(SheetPart.RISKS, {"text": "They leave.", "response": "Train more."})
    save(SheetPart.ATTACHMENTS, {"title": "The plan", "url": "https://trust.example/plan"})
    save(
        SheetPart.MONEY,
        {"year": 2026, "source": "bid", "bid": "lost", "budget": Decimal(9), "cost": Decimal(2)},
    )
    shown = page(as_person(trustee), address)
    told = [
        "Everyone reads.", "Who cannot read?", "Overdue", "2 Oct 2026", "They leave.", "Train more.",
        'href="https://trust.example/plan"', "A bid, lost", "£2 more is spent or promised",
    ]  # fmt: skip
    assert [words for words in told if words not in shown] == []
    assert "/sheet/money/" not in shown


def test_empty_parts_say_the_next_step_to_who_can_take_it(address, executive, trustee, as_person):
    assert "Add the first" in page(as_person(executive), address)
    shown = page(as_person(trustee), address)
    assert "Its owner adds who does what" in shown
    assert "Add the first" not in shown


def test_success_is_shown_by_the_kpis_figures(line, address, save, world, executive, as_person):
    kpi = make_kpi("ATT")
    make_band(kpi)
    returned = make_return(world.oak, world.term, "accepted")
    make_figure(kpi, returned, world.people["head_of_oak"], "95.5")
    line.priority.schools.add(world.oak)
    save(SheetPart.MEASURES, {"text": "They come.", "kpi_id": kpi.pk})
    shown = page(as_person(executive), address)
    assert "They come." in shown
    assert "95.5%" in shown
    assert 'href="/kpis/ATT/"' in shown
    assert "95.5%" not in page(as_person(world.people["trustee"]), address)


def test_links_are_shown_both_ways(line, address, executive, as_person):
    other = make_line(line.plan, "1b", "Mentors")
    link_priorities(line.priority, by=executive, to=other.priority, kind="feeds")
    client = as_person(executive)
    assert "Mentors" in page(client, address)
    assert "Shared training plan</a>" in page(client, f"/milestones/{other.priority_id}/")


def test_another_schools_priority_is_named_to_nobody(
    line, address, term, elm, executive, head_of_oak, as_person
):
    other = make_line(line.plan, "1b", "Only at Elm")
    link_priorities(line.priority, by=executive, to=other.priority, kind="see")
    merge_priority(line.priority, by=executive, into=other.priority, since=term, reason="One team.")
    other.priority.schools.add(elm)
    shown = page(as_person(head_of_oak), address)
    assert "One team." in shown
    assert "Only at Elm" not in shown
    assert as_person(head_of_oak).get(f"/milestones/{other.priority_id}/sheet.pdf").status_code == 404


def test_a_line_that_only_says_as_another_stands_as_that_does(line, term, executive, as_person):
    other = make_line(line.plan, "2d", "Support staff")
    milestone = make_milestone(other, "2026-27-1", text="As 1a above")
    Link.objects.create(milestone=milestone, kind="same-as", code_as_printed="1a", to=line.priority)
    rate_priority(line.priority, term, by=executive, mark="green")
    shown = page(as_person(executive), f"/milestones/{other.priority_id}/")
    assert "As 1a: " in shown
    assert "it stands as that one does" in shown


def test_who_led_it_before_is_told_on_the_sheet(line, address, save, executive, finance, as_person):
    (held,) = contents_of(line.priority, SheetPart.PEOPLE)
    save(SheetPart.PEOPLE, held | {"owner_id": finance.pk, "owner_post": "Director of finance"})
    line.priority.refresh_from_db()
    (held,) = contents_of(line.priority, SheetPart.PEOPLE)
    save(SheetPart.PEOPLE, held | {"owner_id": None, "owner_post": ""})
    shown = page(as_person(executive), address)
    assert f"Led by {finance.name}, Director of finance, from Autumn 2026/27" in shown
    assert "Led by nobody yet, from Autumn 2026/27" in shown
    assert f"Before by {finance.name}, Director of finance." in shown


def test_slips_are_told_with_their_terms(line, address, term, executive, as_person):
    later = line.plan.last_term
    rate_priority(line.priority, term, by=executive, mark="amber", happened="Late.", slipped_to=later)
    assert f"to <strong>{later.name}</strong>" in page(as_person(executive), address)


def test_the_sheet_costs_as_much_with_thirty_of_everything(line, address, save, term, executive, as_person):
    client = as_person(executive)
    save(SheetPart.STEPS, step())
    rate_priority(line.priority, term, by=executive, mark="green")
    changed = {"kind": "recoded", "term": term, "by": executive, "at": clock.now()}
    PriorityChange.objects.create(priority=line.priority, **changed)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(address)
    save(SheetPart.STEPS, *(step(number) for number in range(30)))
    save(SheetPart.RISKS, *({"text": f"Risk {n}", "response": ""} for n in range(30)))
    for n in range(30):
        rate_priority(line.priority, term, by=executive, mark="green", happened=f"Again {n}", reason="More.")
        PriorityChange.objects.create(priority=line.priority, **changed)
    with CaptureQueriesContext(connection) as thirty:
        client.get(address)
    assert len(thirty) == len(one)


def test_a_part_is_filled_in(line, address, executive, as_person):
    form = reverse("milestones:sheet_part", args=[line.priority_id, "steps"])
    seen = fingerprint([])
    answer = as_person(executive).post(
        form, formset({"text": "Train", "due_on": "2026-12-01"}, {}, seen=seen)
    )
    assert answer.status_code == 302
    assert [(row["text"], row["due_on"]) for row in contents_of(line.priority, SheetPart.STEPS)] == [
        ("Train", date(2026, 12, 1))
    ]


def test_a_row_that_is_wrong_is_told_and_nothing_lost(line, executive, as_person):
    form = reverse("milestones:sheet_part", args=[line.priority_id, "money"])
    row = {"year": "2026", "source": "bid", "bid": "", "budget": "1,5", "cost": ""}
    answer = as_person(executive).post(form, formset(row, seen=fingerprint([])))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Say whether the bid is sought, won or lost." in shown
    assert 'value="1,5"' in shown


def test_two_people_at_once_see_both(line, save, executive, as_person):
    form = reverse("milestones:sheet_part", args=[line.priority_id, "steps"])
    seen = fingerprint([])
    save(SheetPart.STEPS, step(text="Theirs"))
    client = as_person(executive)
    answer = client.post(form, formset({"text": "Mine"}, seen=seen))
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in shown
    assert 'value="Mine"' in shown
    now = fingerprint(contents_of(line.priority, SheetPart.STEPS))
    assert f'name="seen" value="{now}"' in shown
    assert client.post(form, formset({"text": "Mine"}, seen=now)).status_code == 302
    assert [row["text"] for row in contents_of(line.priority, SheetPart.STEPS)] == ["Mine"]


def test_more_rows_keep_what_was_typed(line, executive, as_person):
    form = reverse("milestones:sheet_part", args=[line.priority_id, "risks"])
    answer = as_person(executive).post(form, formset({"text": "Typed"}, seen="x", more="1"))
    shown = answer.content.decode()
    assert 'value="Typed"' in shown
    assert 'name="row-3-text"' in shown


@pytest.mark.parametrize("part", ["aim", "people"])
def test_a_part_without_rows_is_filled_in(line, executive, as_person, part, oak):
    form = reverse("milestones:sheet_part", args=[line.priority_id, part])
    seen = fingerprint(contents_of(line.priority, SheetPart(part)))
    given = {"seen": seen, "aim": "So.", "owner_id": executive.pk, "schools": [oak.pk]}
    assert as_person(executive).post(form, given).status_code == 302
    line.priority.refresh_from_db()
    (row,) = contents_of(line.priority, SheetPart(part))
    assert row["aim" if part == "aim" else "owner_id"] == ("So." if part == "aim" else executive.pk)


def test_no_such_part(line, executive, as_person):
    assert as_person(executive).get(f"/milestones/{line.priority_id}/sheet/money-tree/").status_code == 404


def test_the_owner_reaches_steps_and_not_money(line, address, finance, as_person):
    Priority.objects.update(owner=finance)
    client = as_person(finance)
    answers = [client.get(f"{address}sheet/{part}/").status_code for part in ("steps", "risks", "money")]
    assert answers == [200, 200, 403]


@pytest.mark.parametrize("rows", [0, 40])
def test_the_sheet_is_one_page_of_paper(line, address, save, executive, as_person, rows):
    words = "Something long enough to be broken over two lines of the sheet, as people write. " * 2
    save(SheetPart.STEPS, *(step(number, text=words[:190]) for number in range(rows)))
    save(SheetPart.RISKS, *({"text": words[:190], "response": words} for _ in range(rows)))
    answer = as_person(executive).get(f"{address}sheet.pdf")
    pdf = PdfReader(io.BytesIO(answer.content))
    assert len(pdf.pages) == 1
    assert "Shared training plan" in pdf.pages[0].extract_text()


CHANGED = [
    ("pause", {}, "paused"), ("close", {}, "closed"),
    ("split", {"stays": "closes", "code_1": "1x", "title_1": "X", "code_2": "1y", "title_2": "Y",
               "confirmed": "yes"}, "closed"),
    ("recode", {"code": "1z"}, "active"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "fields", "state"), CHANGED)
def test_what_becomes_of_it(line, term, executive, as_person, what, fields, state):
    form = reverse("milestones:change_to", args=[line.priority_id, what])
    client = as_person(executive)
    assert "What follows" in page(client, form)
    assert client.post(form, {"since": term.pk, "reason": ""} | fields).status_code == 422
    assert client.post(form, {"since": term.pk, "reason": "So."} | fields).status_code == 302
    line.priority.refresh_from_db()
    assert line.priority.state == state


def test_a_choice_that_its_state_does_not_know(line, executive, as_person):
    assert as_person(executive).get(f"/milestones/{line.priority_id}/change/resume/").status_code == 409
    assert as_person(executive).get(f"/milestones/{line.priority_id}/change/eat/").status_code == 404


def test_merging_says_into_which(line, term, executive, as_person):
    other = make_line(line.plan, "1b", "Mentors")
    form = reverse("milestones:change_to", args=[line.priority_id, "merge"])
    given = {"since": term.pk, "reason": "So.", "into": other.priority_id}
    assert as_person(executive).post(form, given).status_code == 302
    line.priority.refresh_from_db()
    assert line.priority.merged_into == other.priority


def test_links_are_made_and_taken_away(line, executive, as_person):
    other = make_line(line.plan, "1b", "Mentors")
    form, client = reverse("milestones:sheet_links", args=[line.priority_id]), as_person(executive)
    assert client.post(form, {"add": "1", "to": other.priority_id, "kind": "see"}).status_code == 302
    assert "Mentors" in page(client, form)
    assert client.post(form, {"remove": other.priority_id}).status_code == 302
    assert not Link.objects.exists()


def test_the_trace_says_first_what_nothing_serves(line, save, executive, as_person):
    client = as_person(executive)
    served = StrategicQuestion.objects.create(plan=line.plan, number=1, text="Who cannot read?")
    StrategicQuestion.objects.create(plan=line.plan, number=2, text="Who is cold?")
    objective = Objective.objects.create(plan=line.plan, number=1, text="Everyone is warm.")
    objective.kpis.add(make_kpi("WARM", title="Warm rooms"))
    make_kpi("IDLE", title="Idle figure")
    make_line(line.plan, "1b", "Idle line")
    save(SheetPart.AIM, {"aim": "", "question_id": served.pk, "objective_id": None})
    shown = page(client, "/plan/trace/")
    assert "1 question or objective that nothing serves yet" in shown
    idle = shown[shown.index("These serve no question") : shown.index("Strategic questions")]
    assert "Idle line" in idle
    assert "Idle figure" in idle
    assert "Shared training plan" not in idle
    assert "Warm rooms" not in idle


def test_an_earlier_editions_question_counts_for_the_one_that_follows_it(line, save, executive, as_person):
    before = make_plan("The plan before", first="2022-23-1")
    asked = StrategicQuestion.objects.create(plan=before, number=1, text="Who could not read?")
    StrategicQuestion.objects.create(plan=line.plan, number=1, text="Who cannot read?", follows=asked)
    save(SheetPart.AIM, {"aim": "", "question_id": asked.pk, "objective_id": None})
    assert "Every question and objective is served" in page(as_person(executive), "/plan/trace/")


def test_a_kpi_says_what_it_serves(line, save, term, executive, as_person):
    kpi = make_kpi("ATT")
    client = as_person(executive)
    assert "No question, objective or priority of the plan names it yet." in page(client, "/kpis/ATT/")
    save(SheetPart.MEASURES, {"text": "They come.", "kpi_id": kpi.pk})
    assert "Shared training plan" in page(client, "/kpis/ATT/")

"""The sections of a year: the plan evaluated and rolled forward, the year's Updates, self-assessment."""

from datetime import date

import pytest

from governance.actions import compile_build, issue_update, request_build
from governance.editions.actions import build_edition, issue_edition
from governance.models import Build, Edition, RoundState, SelfAssessment, TrustUpdate
from governance.packs import contents, sections
from governance.packs.frozen import read_contents
from governance.queries.updates import sides_of, steps_of
from milestones.models import Evaluation, Plan, PlanState, Rating
from schools.models import BodyKind
from tests import builders
from tests.builders import NOW


@pytest.fixture
def plan(world):
    return builders.make_plan()


@pytest.fixture
def update(world):
    return TrustUpdate.objects.create(term=world.term)


def tables_of(update, title):
    made = contents.freeze(update)["lists"][sections.LISTS[title]]
    return made["standfirst"], {each["title"]: each["rows"] for each in made["tables"]}


def evaluate(plan, line, by, verdict, words=""):
    return Evaluation.objects.create(
        plan=plan, priority=line.priority, verdict=verdict, words=words, by=by, at=NOW
    )


def test_each_priority_has_its_verdict_and_its_ratings(plan, update, executive, term):
    line, other = builders.make_line(plan, "1a", "Reading"), builders.make_line(plan, "1b", "Number")
    Rating.objects.create(
        priority=line.priority, term=term, mark="green", happened="It went.", by=executive, at=NOW
    )
    evaluate(plan, line, executive, "close", "It has done what it was for.")

    said, tables = tables_of(update, sections.EVALUATED)

    assert said == "1 of 2 priorities of Strategic plan 2026 have been evaluated: close 1."
    [rows] = [rows for title, rows in tables.items() if title != "Not reached yet"]
    assert [row[0] for row in rows] == ["1a Reading", "1b Number"]
    assert rows[0][1].endswith(", Green")
    assert rows[0][2:] == ["Close", "It has done what it was for."]
    assert rows[1][2:] == ["Not evaluated yet", ""]
    assert other.priority.state == "active"


def test_what_was_due_and_is_not_reached_is_named(plan, update, term):
    line = builders.make_line(plan, "1a", "Reading")
    builders.make_milestone(line, "2026-27-1", text="Every class has a library")

    _, tables = tables_of(update, sections.EVALUATED)

    assert tables["Not reached yet"] == [["1a Reading", "Every class has a library", "Autumn 2026/27", "–"]]


def test_without_a_plan_nothing_is_evaluated_or_rolled(update):
    made = contents.freeze(update)["lists"]
    assert made[sections.LISTS[sections.EVALUATED]] is None
    assert made[sections.LISTS[sections.NEXT_PLAN]] is None


def test_before_the_next_edition_is_begun_that_is_said(plan, update):
    said, tables = tables_of(update, sections.NEXT_PLAN)
    assert (said, tables) == ("No edition that follows Strategic plan 2026 has been begun.", {})


def test_the_next_edition_says_what_it_ends_and_what_is_open(plan, update, executive):
    line = builders.make_line(plan, "1a", "Reading")
    kept = builders.make_line(plan, "1b", "Number")
    evaluate(plan, line, executive, "achieved")
    draft = Plan.objects.create(
        title="Strategic plan 2027", state=PlanState.DRAFT, first_term=builders.make_term("2027-28-1"),
        last_term=builders.make_term("2031-32-3"), supersedes=plan,
    )  # fmt: skip
    builders.make_line(draft, "1a", "Number", priority=kept.priority)

    said, tables = tables_of(update, sections.NEXT_PLAN)

    assert said == "Strategic plan 2027 reaches from 2027/28 to 2031/32. It has 1 priority. It is a draft."
    assert tables["Priorities that end"] == [["Reading", "Achieved", ""]]
    assert tables["Still to be decided"] == [["1 of 2 priorities are not evaluated. They go on as they are."]]


def test_the_trusts_figures_are_those_that_were_printed(update, world, finance):
    kpi = builders.make_kpi("RES", title="Reserves", scope="trust")
    builders.make_band(kpi)
    builders.make_figure(kpi, builders.make_return(None, world.term, "accepted"), finance, "96.0")

    said, tables = tables_of(update, sections.YEAR)

    assert said == "In 2026/27 the board asked no question and set no remit."
    assert tables["What the board was given"] == []
    [row] = tables["Figures through the year"]
    assert row[0].startswith("Reserves")
    assert row[1:3] == ["–", "–"]
    assert row[3].startswith("96.0")


def test_a_round_with_few_answers_shows_nothing_of_them(update):
    body = builders.make_body("Trust board", BodyKind.BOARD)
    days = {"opens_on": date(2026, 9, 7), "closes_on": date(2026, 9, 30)}
    SelfAssessment.objects.create(body=body, title="Autumn", state=RoundState.CLOSED, **days)

    said, tables = tables_of(update, sections.ASSESSED)

    assert said == "1 round of self-assessment closed in 2026/27."
    [[name, title, answered, words]] = tables["Rounds"]
    assert (name, title, answered) == ("Trust board", "Autumn", "0 of 0")
    assert words.startswith("Fewer than")
    assert tables["What came of them"] == []


@pytest.fixture
def issued(update, plan, term, executive):
    builders.make_line(plan, "1a", "Reading")
    draft = request_build(term, by=executive, key="board")
    compile_build(draft.pk)
    issue_update(draft.update_of, Build.objects.get(pk=draft.pk), by=executive, reason="It cannot wait.")
    compile_build(update.builds.get(purpose="final").pk)
    return TrustUpdate.objects.get(pk=update.pk)


def test_the_annual_edition_is_taken_from_the_boards_freeze_and_releases_nothing(issued, term, executive):
    draft = build_edition(term, Edition.ANNUAL, by=executive, key="annual")
    compile_build(draft.pk)
    made = issue_edition(Build.objects.get(pk=draft.pk), by=executive)
    compile_build(made.builds.get(purpose="final").pk)

    annual = TrustUpdate.objects.get(pk=made.pk)
    told = read_contents(annual.final.contents)
    assert (annual.state, annual.release_id, annual.audience) == ("issued", None, "board")
    assert told["source"] == {"sha256": issued.final.contents_id}
    assert told["order"][:4] == [
        "the-plan-evaluated", "the-plan-rolled-forward", "the-year-in-trust-updates",
        "forecasts-and-their-record",
    ]  # fmt: skip
    assert told["schools"] == []
    printed = sections.parts_in(told)
    assert [title for _, title in printed][:3] == [sections.EVALUATED, sections.NEXT_PLAN, sections.YEAR]


def test_the_terms_update_prints_no_section_of_the_year(issued):
    told = read_contents(issued.final.contents)
    assert not {title for _, title in sections.parts_in(told)} & set(sections.YEARLY)


def test_a_build_tells_its_own_parts_and_their_pages(issued):
    final = issued.final
    assert [name for name, _ in steps_of(final)][:2] == ["Figures frozen", "Summary for the board"]
    assert sections.EVALUATED not in dict(steps_of(final))
    sides = sides_of(final)
    assert sides["Summary for the board"] == 1
    assert sum(sides.values()) >= final.pages - 1
    assert sides_of(None) == {}

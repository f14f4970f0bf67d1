"""What the board may ask: by rule, from the freeze, for one reader."""

import pytest

from governance.actions import compile_build, request_build
from governance.briefing.likely import MOST, likely_questions
from governance.models import Answer, Question
from tests import builders
from tests.builders import NOW
from tests.packs import sample_contents


def alone(contents):
    """Nothing in it is red, late or slipping."""
    for page in contents["schools"]:
        for area in page["areas"]:
            for figure in area["figures"]:
                figure |= {"mark": "green", "was": "green"}
    for strand in contents["milestones"]["strands"]:
        for code in strand["codes"]:
            code["mark"] = "green"
    contents["thread"]["remits"] = []
    return contents


def test_nothing_is_asked_where_nothing_stands_out():
    assert likely_questions(alone(sample_contents(2, 4))) == []


def test_what_is_red_again_comes_first_with_what_was_said():
    contents = alone(sample_contents(2, 4))
    new, again = (contents["schools"][0]["areas"][place]["figures"][0] for place in (0, 1))
    new |= {"mark": "red", "was": "green", "plain_title": "Attendance", "reason": "Red: below the limit."}
    again |= {
        "mark": "red",
        "was": "red",
        "plain_title": "Exclusions",
        "reference": "LARK-EX",
        "url": "/f/1/",
    }
    first, second = likely_questions(contents)
    assert first.question.startswith("Exclusions at Larkfen School was red in summer and is red again.")
    assert (first.reference, first.url) == ("LARK-EX", "/f/1/")
    assert "Attendance at Larkfen School has turned red since summer" in second.question
    assert "Red: below the limit." in second.evidence
    assert any("The fall is in Years 9 and 10" in line for line in second.evidence)


def test_late_returns_corrections_and_remits_are_asked_about():
    contents = alone(sample_contents(2, 4))
    contents["schools"][1]["notice"] = "The return was not in."
    contents["restatements"] = [{"title": "Oak, Attendance", "words": "91 was 92", "reason": "A miscount."}]
    contents["thread"]["remits"] = [{"about": "The head", "text": "Report.", "replies": []}]
    told = " ".join(each.question for each in likely_questions(contents))
    assert "Oakridge School has no figures in this Update" in told
    assert "was corrected after it was issued" in told
    assert "nobody has replied" in told


def test_there_are_never_too_many():
    assert len(likely_questions(sample_contents(10, 24))) == MOST


@pytest.fixture
def draft(world, term, executive, head_of_oak, trustee):
    kpi = builders.make_kpi("ATT", title="Attendance", is_headline=True)
    builders.make_band(kpi)
    before = builders.make_return(world.oak, builders.make_term(term.ref.previous), "accepted")
    old = builders.make_figure(kpi, before, head_of_oak, "91.0")
    asked = Question.objects.create(
        term=before.term, school=world.oak, figure=old, text="Why so low?", asked_by=trustee, asked_at=NOW,
        due_on=NOW.date(), state="answered", request_key="asked",
    )  # fmt: skip
    Answer.objects.create(question=asked, text="Two officers have started.", by=head_of_oak, at=NOW)
    builders.make_figure(kpi, builders.make_return(world.oak, term, "accepted"), head_of_oak, "90.2")
    build = request_build(term, by=executive, key="first")
    compile_build(build.pk)


def test_what_was_answered_last_time_stands_beside_it(draft, executive, as_person, term):
    page = as_person(executive).get(f"/updates/{term.ref.slug}/briefing/")
    text = page.content.decode()
    assert "was red in summer and is red again" in text
    assert "Why so low?" in text
    assert "Two officers have started." in text
    assert page["Cache-Control"] == "no-store"


def test_before_a_draft_it_says_what_to_do(world, term, executive, as_person):
    assert "Build a draft" in as_person(executive).get(f"/updates/{term.ref.slug}/briefing/").content.decode()


@pytest.mark.parametrize("name", ["chair", "trustee", "clerk", "head_of_oak", "member", "admin"])
def test_it_is_the_directors_alone(draft, world, as_person, term, name):
    assert as_person(world.people[name]).get(f"/updates/{term.ref.slug}/briefing/").status_code == 404

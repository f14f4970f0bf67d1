"""A head reads the page before it is issued and replies on it; what was corrected is listed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from governance.actions import compile_build, issue_update, reply_on_page, request_build
from governance.actions.replies import tell_of_open_pages
from governance.models import Build, PageReply
from governance.packs import contents
from governance.packs.frozen import read_contents
from governance.queries.ahead import opens_on, replies_missing_from
from governance.queries.readiness import readiness_of
from kpis.actions import correct_figure
from kpis.models import ReleasedFigure
from kpis.queries.restated import changed_since_accepted
from schools.models import ClosedDays
from tests import builders
from trust.lifecycle import Refused
from trust.models import Message

PAGE = "/updates/2026-27-1/pages/oak/"


@pytest.fixture
def figure(world, head_of_oak):
    kpi = builders.make_kpi("ATT", title="Attendance", is_headline=True)
    builders.make_band(kpi)
    returned = builders.make_return(
        world.oak, world.term, "accepted", decided_at=builders.NOW - timedelta(days=1)
    )
    return builders.make_figure(kpi, returned, head_of_oak, "91.2")


@pytest.fixture
def open_term(term):
    """The Update goes out tomorrow, so that heads read their pages."""
    term.issue_on = builders.TODAY + timedelta(days=1)
    term.save()
    return term


def built(term, executive, key="first"):
    build = request_build(term, by=executive, key=key)
    compile_build(build.pk)
    return Build.objects.get(pk=build.pk)


@pytest.fixture
def draft(figure, open_term, executive):
    return built(open_term, executive)


def oak_page(build):
    return next(page for page in read_contents(build.contents)["schools"] if page["slug"] == "oak")


def test_the_page_opens_two_school_days_before_the_day_of_issue(term):
    term.issue_on = date(2026, 11, 24)
    assert opens_on(term) == date(2026, 11, 20)


def test_days_on_which_the_school_is_closed_do_not_count(term, oak):
    term.issue_on = date(2026, 11, 24)
    ClosedDays.objects.create(school=oak, kind="inset", first=date(2026, 11, 20), last=date(2026, 11, 20))
    assert (opens_on(term, oak), opens_on(term)) == (date(2026, 11, 19), date(2026, 11, 20))


def test_without_a_day_of_issue_it_opens_before_the_meeting(term):
    term.issue_on, term.board_date = None, date(2026, 12, 10)
    assert opens_on(term) == date(2026, 12, 8)


def test_a_reply_is_printed_on_the_page_of_the_next_draft(draft, open_term, oak, head_of_oak, executive):
    reply_on_page(open_term, oak, by=head_of_oak, text="Two officers\nhave started.")
    page = oak_page(built(open_term, executive, "second"))
    assert page["reply"] == {"by": head_of_oak.name, "text": "Two officers have started."}


def test_a_draft_from_before_the_reply_cannot_be_issued(draft, open_term, oak, head_of_oak, executive):
    reply_on_page(open_term, oak, by=head_of_oak, text="Two officers have started.")
    with pytest.raises(Refused, match=r"Replied since this draft was frozen: Oak\. Build a new draft"):
        issue_update(draft.update_of, draft, by=executive)
    second = built(open_term, executive, "second")
    assert issue_update(draft.update_of, second, by=executive).state == "issuing"


def test_the_desk_says_that_a_reply_is_not_in_the_draft(draft, open_term, oak, head_of_oak):
    reply_on_page(open_term, oak, by=head_of_oak, text="Two officers have started.")
    titles = [problem.title for problem in readiness_of(open_term, draft.update_of, draft).problems]
    assert "Replied since draft 1: Oak" in titles


def test_a_reply_that_is_taken_away_makes_the_draft_stale_too(draft, open_term, oak, head_of_oak, executive):
    reply_on_page(open_term, oak, by=head_of_oak, text="Words.")
    second = built(open_term, executive, "second")
    assert replies_missing_from(second, open_term) == []
    reply_on_page(open_term, oak, by=head_of_oak, text=" ")
    assert replies_missing_from(second, open_term) == ["Oak"]
    assert replies_missing_from(draft, open_term) == []


@pytest.mark.parametrize(("words", "fits"), [(60, True), (61, False)])
def test_a_reply_has_sixty_words(draft, open_term, oak, head_of_oak, words, fits):
    text = " ".join(["word"] * words)
    if fits:
        assert reply_on_page(open_term, oak, by=head_of_oak, text=text).text == text
    else:
        with pytest.raises(ValidationError, match="Use at most 60 words; this has 61"):
            reply_on_page(open_term, oak, by=head_of_oak, text=text)


@pytest.mark.parametrize(
    "name", ["head_of_elm", "executive", "trustee", "governor_of_oak", "business_of_oak"]
)
def test_only_the_schools_head_replies(draft, open_term, oak, world, name):
    with pytest.raises(PermissionDenied):
        reply_on_page(open_term, oak, by=world.people[name], text="Words.")


def test_nothing_is_replied_before_the_page_is_open(draft, open_term, oak, head_of_oak):
    open_term.issue_on = builders.TODAY + timedelta(days=30)
    open_term.save()
    with pytest.raises(Refused, match="This page can be read, and replied on, on"):
        reply_on_page(open_term, oak, by=head_of_oak, text="Words.")


def test_nothing_is_replied_once_it_is_being_issued(draft, open_term, oak, head_of_oak, executive):
    issue_update(draft.update_of, draft, by=executive)
    with pytest.raises(Refused, match="has been issued"):
        reply_on_page(open_term, oak, by=head_of_oak, text="Words.")


def test_the_head_reads_the_page_in_the_html_of_the_pdf(draft, as_person, head_of_oak):
    client = as_person(head_of_oak)
    assert "Your page, as the board will read it" in client.get(PAGE).content.decode()
    sheet = client.get(f"{PAGE}sheet/").content.decode()
    assert "91.2" in sheet
    assert "Elm School" not in sheet


def test_before_it_opens_the_head_is_told_from_when(figure, term, executive, as_person, head_of_oak):
    term.issue_on = builders.TODAY + timedelta(days=30)
    term.save()
    built(term, executive)
    page = as_person(head_of_oak).get(PAGE).content.decode()
    assert "There is nothing to read yet" in page
    assert as_person(head_of_oak).get(f"{PAGE}sheet/").status_code == 404


def test_what_is_too_long_is_said_beside_the_words(draft, as_person, head_of_oak):
    text = " ".join(["word"] * 61)
    response = as_person(head_of_oak).post(f"{PAGE}reply/", {"text": text})
    assert response.status_code == 422
    assert "Use at most 60 words; this has 61." in response.content.decode()
    assert text in response.content.decode()
    assert not PageReply.objects.exists()


def test_heads_are_told_once_that_their_page_can_be_read(draft, head_of_oak):
    tell_of_open_pages()
    tell_of_open_pages()
    told = Message.objects.filter(to=head_of_oak, subject__startswith="Your page of the Trust Update")
    assert told.count() == 1
    assert "/updates/2026-27-1/pages/oak/" in told.get().text
    assert "91.2" not in told.get().text


def test_nobody_is_told_before_the_page_is_open(figure, term, executive):
    term.issue_on = builders.TODAY + timedelta(days=30)
    term.save()
    built(term, executive)
    tell_of_open_pages()
    assert not Message.objects.filter(subject__startswith="Your page").exists()


def test_the_trusts_own_page_comes_first(draft, executive, open_term, world):
    builders.make_kpi("FIN", scope="trust", title="Reserves")
    returned = builders.make_return(None, open_term, "accepted")
    builders.make_figure(returned.term and builders.make_kpi("FI2", scope="trust"), returned, executive, "5")
    pages = contents.freeze(draft.update_of)["schools"]
    assert pages[0]["slug"] == "trust"


def issue(draft, executive):
    issue_update(draft.update_of, draft, by=executive)
    compile_build(Build.objects.get(purpose="final").pk)


def test_a_correction_after_issue_is_listed_in_the_next_update_and_released_with_it(
    draft, figure, executive, open_term
):
    issue(draft, executive)
    now = correct_figure(figure, by=executive, reason="Miscounted.", value="92.0")
    following = request_build(open_term, by=executive, key="next").update_of
    frozen = contents.freeze(following)
    assert [(item["title"], item["words"], item["reason"]) for item in frozen["restatements"]] == [
        ("Oak, Attendance, Autumn 2026/27", "92.0%, was 91.2%", "Miscounted.")
    ]
    assert now.pk in frozen["stamps"]["figures"]


def test_what_was_corrected_before_it_was_given_out_is_no_restatement(draft, figure, executive):
    correct_figure(figure, by=executive, reason="Miscounted.", value="92.0")
    assert contents.freeze(draft.update_of)["restatements"] == []
    assert not ReleasedFigure.objects.exists()


def test_values_changed_since_acceptance_are_counted(draft, figure, executive):
    assert changed_since_accepted([figure.returned_id]) == {}
    second = correct_figure(figure, by=executive, reason="Miscounted.", value="92.0")
    correct_figure(second, by=executive, reason="Again.", value="92.1")
    assert changed_since_accepted([figure.returned_id]) == {figure.returned_id: 1}
    sources = contents.freeze(draft.update_of)["sources"]["returns"]
    assert [item["changed"] for item in sources] == ["1 value changed since"]


def test_what_the_chair_of_governors_said_is_printed(draft, figure, world, executive):
    returned = figure.returned
    type(returned).objects.filter(pk=returned.pk).update(
        governors_comment="We walked the corridors.", governors_comment_by=world.people["governor_of_oak"]
    )
    frozen = contents.freeze(draft.update_of)
    page = next(page for page in frozen["schools"] if page["slug"] == "oak")
    assert page["governors"]["text"] == "We walked the corridors."


def test_the_last_questions_stand_on_top_of_the_return(world, term, as_person, head_of_oak, trustee):
    from governance.actions import ask_question

    builders.make_band(builders.make_kpi())
    builders.make_return(world.oak, term, "draft")
    ask_question(by=trustee, text="Why does it fall?", term=term, key="k", school=world.oak)
    page = as_person(head_of_oak).get("/returns/2026-27-1/oak/").content.decode()
    assert "What the board asked last" in page
    assert "Why does it fall?" in page

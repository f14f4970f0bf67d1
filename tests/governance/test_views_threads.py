"""Pages of questions and remits: what each reader finds, what a form does once, what stays out of sight."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.actions import answer_question, ask_question, close_remit, reply_to_remit, set_remit
from governance.models import Question, Remit, RemitReply
from kpis.models import ReleasedFigure
from schools.models import Audience, Release
from tests import builders


@pytest.fixture
def figure(world, head_of_oak):
    """Attendance of Oak last term, given to the board."""
    kpi = builders.make_kpi("ATT", title="Attendance")
    builders.make_band(kpi)
    past = builders.make_term(world.term.ref.previous)
    returned = builders.make_return(world.oak, past, "issued")
    figure = builders.make_figure(kpi, returned, head_of_oak, "91.2", comment="Two year groups moved.")
    release = Release.objects.create(term=past, audience=Audience.BOARD, at=builders.NOW)
    ReleasedFigure.objects.create(release=release, figure=figure)
    return figure


@pytest.fixture
def draft(world, figure, head_of_oak):
    """The same figure this term, accepted and not given out."""
    returned = builders.make_return(world.oak, world.term, "accepted")
    return builders.make_figure(figure.kpi, returned, head_of_oak, "90.0")


@pytest.fixture
def question(term, trustee, oak, figure):
    return ask_question(
        by=trustee,
        text="Why has it fallen?",
        term=term,
        key="q",
        school=oak,
        figure=figure,
        area=figure.kpi.area,
    )


@pytest.fixture
def remit(term, chair, oak):
    return set_remit(by=chair, text="Visit every family.", set_in=term, due_in=term, key="r", school=oak)


def words(response) -> str:
    return response.content.decode()


def test_a_figure_is_asked_about_and_the_asker_comes_back(as_person, trustee, figure):
    sent = {"figure": figure.pk, "text": "Why has it fallen?", "key": "k", "next": f"/figures/{figure.pk}/"}
    response = as_person(trustee).post("/questions/ask/", sent, follow=True)
    assert response.redirect_chain[-1][0] == f"/figures/{figure.pk}/"
    assert "Your question has been sent to the headteacher of Oak School." in words(response)
    question = Question.objects.get()
    assert (question.school, question.area, question.figure) == (figure.school, figure.kpi.area, figure)


def test_a_second_click_is_the_same_question(as_person, trustee, figure):
    sent = {"figure": figure.pk, "text": "Why has it fallen?", "key": "k"}
    client = as_person(trustee)
    first, second = client.post("/questions/ask/", sent), client.post("/questions/ask/", sent)
    assert first["Location"] == second["Location"]
    assert Question.objects.count() == 1


def test_other_words_from_the_same_page_are_another_question(as_person, trustee, figure):
    sent = {"figure": figure.pk, "text": "Why has it fallen?", "key": "k"}
    client = as_person(trustee)
    client.post("/questions/ask/", sent)
    client.post("/questions/ask/", sent | {"text": "And who else knows?"})
    assert {question.text for question in Question.objects.all()} == {
        "Why has it fallen?",
        "And who else knows?",
    }


def test_what_was_typed_is_kept_when_it_is_too_long(as_person, trustee, figure):
    sent = {"figure": figure.pk, "text": "Why? " * 400, "key": "k"}
    response = as_person(trustee).post("/questions/ask/", sent)
    assert response.status_code == 422
    assert "Use at most 1,200 characters; this has 1999." in words(response)
    assert "Why? Why?" in words(response)


def test_a_form_without_words_says_what_is_missing(as_person, trustee, figure):
    response = as_person(trustee).post("/questions/ask/", {"figure": figure.pk, "text": " ", "key": "k"})
    assert "Write your question." in words(response)


def test_a_form_does_not_send_the_asker_away(as_person, trustee, figure):
    sent = {"figure": figure.pk, "text": "Why?", "key": "k", "next": "https://elsewhere.example/"}
    response = as_person(trustee).post("/questions/ask/", sent)
    assert response["Location"] == f"/questions/{Question.objects.get().pk}/"


def test_a_trustee_cannot_ask_about_a_figure_that_was_not_given_out(as_person, trustee, draft):
    response = as_person(trustee).post("/questions/ask/", {"figure": draft.pk, "text": "Why?", "key": "k"})
    assert (response.status_code, Question.objects.count()) == (404, 0)


@pytest.mark.parametrize(
    "sent",
    [
        {"figure": "x"},
        {"priority": "99"},
        {"school": "nowhere"},
        {"area": "none"},
        {"school": "oak\0"},
        {"area": "\0"},
    ],
)
def test_what_is_not_there_is_not_asked_about(sent, as_person, trustee, figure):
    assert as_person(trustee).get("/questions/ask/", sent).status_code == 404


def test_the_list_opens_with_what_waits(as_person, trustee, head_of_oak, question):
    assert "One question waits for an answer" in words(as_person(trustee).get("/questions/"))
    page = words(as_person(head_of_oak).get("/questions/"))
    assert "One question waits for your answer" in page
    assert "You owe an answer by 2 December 2026" in page


def test_the_top_bar_counts_what_waits_for_the_reader(as_person, trustee, head_of_oak, question):
    found = [as_person(person).get("/questions/").context["nav"] for person in (trustee, head_of_oak)]
    counts = [next(item["count"] for item in nav if item["label"] == "Questions") for nav in found]
    assert counts == [0, 1]


def test_the_list_is_filtered_by_state(as_person, trustee, question):
    page = words(as_person(trustee).get("/questions/", {"state": "closed"}))
    assert "No question is like that" in page
    assert "Why has it fallen?" not in page


def test_an_empty_list_says_what_to_do(as_person, trustee, head_of_oak):
    assert "Choose Ask a question beside a figure" in words(as_person(trustee).get("/questions/"))
    assert "stands here until it is answered" in words(as_person(head_of_oak).get("/questions/"))


def test_a_thread_is_told_in_order_and_as_minutes(as_person, clerk, question, head_of_oak, chair, term, oak):
    head_of_oak.post = "Headteacher, Oak School"
    head_of_oak.save()
    answer_question(question, by=head_of_oak, text="Two year groups moved.")
    remit = set_remit(
        by=chair,
        text="Visit every family.",
        set_in=term,
        due_in=term,
        key="r",
        school=oak,
        question=question,
        minute="Minute 5.1",
    )
    reply_to_remit(remit, by=head_of_oak, text="All were visited.")
    response = as_person(clerk).get(f"/questions/{question.pk}/")
    assert [step.kind for step in response.context["steps"]] == ["question", "answer", "remit", "reply"]
    assert response.context["minute"] == (
        "Oak School: Attendance.\n"
        "A trustee asked on 18 November 2026: “Why has it fallen?”\n"
        "The headteacher, Oak School, answered on 18 November 2026: “Two year groups moved.”\n"
        "The chair set a remit on 18 November 2026: “Visit every family.” "
        "To be answered in the return for Autumn 2026/27. Minute 5.1.\n"
        "The headteacher, Oak School, replied to the remit on 18 November 2026: “All were visited.”"
    )


def test_the_head_answers_on_the_page(as_person, head_of_oak, question):
    client = as_person(head_of_oak)
    page = client.post(f"/questions/{question.pk}/answer/", {"text": "Two year groups moved."}, follow=True)
    assert "Your answer has been sent to Trustee." in words(page)
    assert "Two year groups moved." in words(page)


def test_an_answer_without_words_comes_back(as_person, head_of_oak, question):
    response = as_person(head_of_oak).post(f"/questions/{question.pk}/answer/", {"text": ""})
    assert response.status_code == 422
    assert "Write your answer." in words(response)


def test_a_refusal_is_told_on_the_thread(as_person, trustee, question):
    client = as_person(trustee)
    client.post(f"/questions/{question.pk}/close/")
    page = client.post(f"/questions/{question.pk}/close/", follow=True)
    assert "This question is closed already." in words(page)


@pytest.mark.parametrize("person", ["head_of_elm", "business_of_oak", "member", "admin", "stranger"])
def test_a_thread_of_another_school_is_not_there(person, world, as_person, question, remit):
    client = as_person(world.people[person])
    for path in (f"/questions/{question.pk}/", f"/remits/{remit.pk}/"):
        response = client.get(path)
        assert response.status_code == 404
        assert b"fallen" not in response.content


def test_the_lists_of_another_head_do_not_tell(as_person, head_of_elm, question, remit):
    client = as_person(head_of_elm)
    assert "fallen" not in words(client.get("/questions/"))
    assert "Visit every family" not in words(client.get("/remits/"))


@pytest.mark.parametrize("named", ["owner", "sponsor"])
def test_who_answers_for_a_priority_reads_and_answers_what_is_asked_of_it(
    as_person, term, trustee, business_of_oak, named
):
    priority = builders.make_line(builders.make_plan()).priority
    setattr(priority, named, business_of_oak)
    priority.save()
    question = ask_question(by=trustee, text="Is it open?", term=term, key="q", priority=priority)
    client = as_person(business_of_oak)
    assert "Is it open?" in words(client.get("/questions/"))
    assert "Is it open?" in words(client.get(f"/milestones/{priority.pk}/"))
    client.post(f"/questions/{question.pk}/answer/", {"text": "Not yet."})
    question.refresh_from_db()
    assert question.state == "answered"


def test_who_answers_for_one_priority_reads_nothing_of_another(as_person, term, trustee, business_of_oak):
    plan = builders.make_plan()
    own, other = (builders.make_line(plan, code).priority for code in ("1a", "1b"))
    own.sponsor = business_of_oak
    own.save()
    question = ask_question(by=trustee, text="Is it open?", term=term, key="q", priority=other)
    client = as_person(business_of_oak)
    assert "Is it open?" not in words(client.get("/questions/"))
    assert client.get(f"/questions/{question.pk}/").status_code == 404
    assert client.post(f"/questions/{question.pk}/answer/", {"text": "Yes."}).status_code == 404


def test_the_chair_sets_a_remit_from_a_question_for_the_next_return(as_person, chair, question, term):
    client = as_person(chair)
    page = client.get("/remits/set/", {"question": question.pk})
    assert page.context["form"]["due_in"].value() == term.ref.next.slug
    sent = {
        "question": question.pk,
        "text": "Visit.",
        "due_in": term.ref.next.slug,
        "owner_post": "Headteacher",
        "key": "k",
    }
    page = client.post("/remits/set/", sent, follow=True)
    remit = Remit.objects.get()
    assert (remit.school, remit.area, remit.question, remit.due_in.ref) == (
        question.school,
        question.area,
        question,
        term.ref.next,
    )
    assert "The remit stands at the top of the return for Spring 2026/27." in words(page)


def test_a_remit_out_of_a_priority_is_for_the_executive(as_person, chair, trustee, term, head_of_oak):
    priority = builders.make_line(builders.make_plan()).priority
    priority.owner = head_of_oak
    priority.save()
    question = ask_question(by=trustee, text="Is it open?", term=term, key="q", priority=priority)
    page = words(as_person(chair).get("/remits/set/", {"question": question.pk}))
    assert "Set a remit for the executive director" in page


def test_a_remit_is_not_set_for_a_term_out_of_reach(as_person, chair, oak):
    sent = {"school": oak.slug, "text": "Visit.", "due_in": "2020-21-1", "owner_post": "Head", "key": "k"}
    response = as_person(chair).post("/remits/set/", sent)
    assert (response.status_code, Remit.objects.count()) == (422, 0)


def test_a_remit_stands_at_the_top_of_the_return_and_is_answered_there(
    as_person, head_of_oak, oak, term, remit
):
    returned = builders.make_return(oak, term, "draft")
    client, address = as_person(head_of_oak), f"/returns/{term.slug}/oak/"
    assert "Visit every family." in words(client.get(address))
    sent = {"text": "All were visited.", "returned": returned.pk, "next": address}
    page = client.post(f"/remits/{remit.pk}/reply/", sent, follow=True)
    assert page.redirect_chain[-1][0] == address
    assert "All were visited." in words(page)
    assert RemitReply.objects.get().returned == returned


def test_an_open_remit_stands_on_later_returns_too(as_person, head_of_oak, oak, term, remit):
    later = builders.make_term(term.ref.next)
    builders.make_return(oak, later, "draft")
    assert "Visit every family." in words(as_person(head_of_oak).get(f"/returns/{later.slug}/oak/"))


def test_a_closed_remit_leaves_later_returns(as_person, head_of_oak, chair, oak, term, remit):
    close_remit(remit, by=chair)
    later = builders.make_term(term.ref.next)
    builders.make_return(oak, later, "draft")
    assert "Visit every family." not in words(as_person(head_of_oak).get(f"/returns/{later.slug}/oak/"))


def test_a_closed_remit_stays_on_the_return_that_answered_it(as_person, head_of_oak, chair, oak, term, remit):
    returned = builders.make_return(oak, term, "draft")
    reply_to_remit(remit, by=head_of_oak, text="All were visited.", returned=returned)
    close_remit(remit, by=chair)
    page = words(as_person(head_of_oak).get(f"/returns/{term.slug}/oak/"))
    assert "closed by the board" in page
    assert "Send the reply" not in page


def test_the_remit_of_a_later_term_does_not_stand_yet(as_person, head_of_oak, chair, oak, term):
    later = builders.make_term(term.ref.next)
    set_remit(by=chair, text="Next time.", set_in=term, due_in=later, key="r", school=oak)
    builders.make_return(oak, term, "draft")
    assert "Next time." not in words(as_person(head_of_oak).get(f"/returns/{term.slug}/oak/"))


def test_a_contributor_reads_the_remit_and_has_no_form(as_person, business_of_oak, oak, term, remit):
    builders.make_return(oak, term, "draft")
    page = words(as_person(business_of_oak).get(f"/returns/{term.slug}/oak/"))
    assert "Visit every family." in page
    assert "Send the reply" not in page


def test_a_reply_is_not_filed_with_the_return_of_another_school(
    as_person, head_of_oak, elm, oak, term, remit
):
    builders.make_return(oak, term, "draft")
    other = builders.make_return(elm, term, "draft")
    as_person(head_of_oak).post(f"/remits/{remit.pk}/reply/", {"text": "Done.", "returned": other.pk})
    assert RemitReply.objects.get().returned is None


def test_a_figures_page_shows_what_was_asked_and_the_form(as_person, trustee, head_of_oak, figure, question):
    page = words(as_person(trustee).get(f"/figures/{figure.pk}/"))
    assert "Why has it fallen?" in page
    assert "Send the question" in page
    assert "Send the question" not in words(as_person(head_of_oak).get(f"/figures/{figure.pk}/"))


def test_a_schools_page_shows_what_waits_there(as_person, chair, oak, question, remit):
    page = words(as_person(chair).get("/schools/oak/"))
    assert "Why has it fallen?" in page
    assert "Visit every family." in page
    assert f"/remits/set/?school={oak.slug}" in page


def test_a_contributor_sees_no_threads_on_the_schools_page(as_person, business_of_oak, question):
    assert "Why has it fallen?" not in words(as_person(business_of_oak).get("/schools/oak/"))


def test_a_priority_page_shows_what_was_asked(as_person, trustee, term):
    line = builders.make_line(builders.make_plan())
    ask_question(by=trustee, text="Is it open?", term=term, key="q", priority=line.priority)
    assert "Is it open?" in words(as_person(trustee).get(f"/milestones/{line.priority.pk}/"))


@pytest.mark.parametrize("path", ["/questions/", "/remits/"])
def test_a_list_of_thirty_takes_the_queries_of_one(path, as_person, chair, term, oak):
    def fill(name: str) -> None:
        ask_question(by=chair, text=f"Question {name}", term=term, key=f"q{name}", school=oak)
        set_remit(by=chair, text=f"Remit {name}", set_in=term, due_in=term, key=f"r{name}", school=oak)

    client = as_person(chair)
    fill("first")
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    for number in range(29):
        fill(str(number))
    with CaptureQueriesContext(connection) as thirty:
        client.get(path)
    assert len(thirty) == len(one) <= 12


@pytest.mark.parametrize(
    ("path", "method"),
    [("/questions/{q}/answer/", "get"), ("/remits/{r}/close/", "get"), ("/questions/{q}/", "post")],
)
def test_another_method_is_refused(path, method, as_person, chair, question, remit):
    address = path.format(q=question.pk, r=remit.pk)
    assert getattr(as_person(chair), method)(address).status_code == 405


def test_a_figure_names_the_updates_that_printed_it(world, oak, head_of_oak, executive, trustee, as_person):
    from governance.models import Build, TrustUpdate
    from governance.packs.frozen import keep_contents
    from kpis.models import ReleasedFigure
    from schools.models import Release
    from tests.packs import sample_contents
    from trust.blobs import keep

    term = builders.make_term(world.term.ref.previous)
    kpi = builders.make_kpi()
    figure = builders.make_figure(kpi, builders.make_return(oak, term, "issued"), head_of_oak, "95.0")
    update = TrustUpdate.objects.create(term=term)
    ready = {
        "update_of": update,
        "state": "ready",
        "pages": 1,
        "contents": keep_contents(sample_contents(1, 1)),
        "pdf": keep(b"%PDF-1.7", "application/pdf"),
    }
    draft = Build.objects.create(key="draft", **ready)
    update.final = Build.objects.create(key="final", purpose="final", reviewed=draft, **ready)
    update.release = Release.objects.create(term=term, audience="board", at=builders.NOW)
    ReleasedFigure.objects.create(release=update.release, figure=figure)
    update.state, update.issued_by, update.issued_at = "issued", executive, builders.NOW
    update.save()
    page = as_person(trustee).get(f"/figures/{figure.pk}/").content.decode()
    assert f'<a href="/updates/{term.slug}/">Trust Update, {term.name}</a>' in page
    assert "Printed in" not in as_person(head_of_oak).get(f"/figures/{figure.pk}/").content.decode()

"""Pages of those who share a return's work, speak to it, and take it away on paper."""

import pytest

from kpis import actions
from kpis.models import ReturnState, Section
from schools.models import Role
from tests import builders
from trust.models import Message, User


@pytest.fixture
def attendance(world):
    kpi = builders.make_kpi("ATT", title="Attendance")
    builders.make_band(kpi)
    return kpi


@pytest.fixture
def area(attendance):
    return attendance.area


@pytest.fixture
def returned(oak, term, attendance, head_of_oak):
    made = builders.make_return(oak, term)
    typed = {"value": "91.2", "comment": "Fewer buses run."}
    actions.save_entry(made, attendance, by=head_of_oak, typed=typed, seen_version=0)
    return made


@pytest.fixture
def chair_of_oak(oak):
    person = builders.make_person("Chair Of Oak", email="chair_of_oak@test.example")
    builders.appoint(person, Role.GOVERNOR_CHAIR, oak)
    return person


def url(*parts, school="oak"):
    return "/".join(["/returns/2026-27-1", school, *parts]) + "/"


def text(answer):
    return answer.content.decode()


# Who fills in what


def test_the_head_hands_a_section_to_a_colleague_of_the_list(
    returned, area, as_person, head_of_oak, business_of_oak
):
    browser = as_person(head_of_oak)
    answer = browser.post(url("people", area.slug, "hand"), {"to": business_of_oak.pk})
    assert (answer.status_code, answer["Location"]) == (302, url("people"))
    page = text(browser.get(url("people")))
    assert "1 section with colleagues, not signed off yet" in page
    assert "Attendance and behaviour is with Business Of Oak now, who gets an e-mail about it." in page


@pytest.mark.parametrize(
    ("email", "name"), [("new@test.example", "Sam"), ("head_of_elm@test.example", "Sam")]
)
def test_the_page_says_the_same_of_a_known_address_and_of_a_new_one(
    returned, area, as_person, head_of_oak, email, name
):
    answer = as_person(head_of_oak).post(
        url("people", area.slug, "hand"), {"name": name, "email": email}, follow=True
    )
    assert "Attendance and behaviour is with Sam now, who gets an e-mail about it." in text(answer)


def test_somebody_of_another_school_is_not_in_the_list_and_not_taken_from_it(
    returned, area, as_person, head_of_oak, head_of_elm
):
    browser = as_person(head_of_oak)
    assert "Head Of Elm" not in text(browser.get(url("people")))
    answer = browser.post(url("people", area.slug, "hand"), {"to": head_of_elm.pk})
    assert answer.status_code == 422
    assert "Choose somebody of the list" in text(answer)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Give the name, or choose a colleague of the list."),
        ({"name": "Sam"}, "Give the e-mail address, or choose a colleague of the list."),
        ({"name": "Sam", "email": "nowhere"}, "Give an e-mail address such as name@school.example."),
    ],
)
def test_what_is_missing_is_said_at_its_field(returned, area, as_person, head_of_oak, typed, words):
    answer = as_person(head_of_oak).post(url("people", area.slug, "hand"), typed)
    assert answer.status_code == 422
    assert words in text(answer)
    assert not Section.objects.exists()


def test_taking_it_back_is_one_button(returned, area, as_person, head_of_oak, business_of_oak):
    actions.delegate_section(returned, area, by=head_of_oak, to=business_of_oak)
    answer = as_person(head_of_oak).post(url("people", area.slug, "take-back"), follow=True)
    assert "Attendance and behaviour is yours again. What was typed is still there." in text(answer)


def test_the_colleague_says_that_the_section_is_ready_and_what_was_typed_is_saved(
    returned, area, as_person, head_of_oak, business_of_oak
):
    actions.delegate_section(returned, area, by=head_of_oak, to=business_of_oak)
    browser = as_person(business_of_oak)
    assert "This section is ready" in text(browser.get(url(area.slug)))
    sent = {"ATT-value": "95.5", "ATT-comment": "", "ATT-seen": "1.", "then": "ready", "page": "p"}
    answer = browser.post(url("people", area.slug, "ready"), sent)
    assert (answer.status_code, answer["Location"]) == (302, url("people"))
    assert returned.entries.get().typed["value"] == "95.5"
    assert Section.objects.get().signed_off_by == business_of_oak
    page = text(browser.get(url(area.slug)))
    assert "Signed off by Business Of Oak" in page


def test_a_section_with_something_missing_comes_back_with_it_and_is_not_signed_off(
    returned, area, as_person, head_of_oak, business_of_oak
):
    actions.delegate_section(returned, area, by=head_of_oak, to=business_of_oak)
    sent = {"ATT-value": "91", "ATT-comment": "", "ATT-seen": "1.", "then": "ready", "page": "p"}
    answer = as_person(business_of_oak).post(url("people", area.slug, "ready"), sent)
    assert answer.status_code == 200
    assert "to put right" in text(answer)
    assert Section.objects.get().signed_off_by is None


def test_a_section_that_somebody_else_changed_is_not_signed_off_and_nothing_is_lost(
    returned, area, attendance, as_person, head_of_oak, business_of_oak
):
    actions.delegate_section(returned, area, by=head_of_oak, to=business_of_oak)
    actions.save_entry(returned, attendance, by=head_of_oak, typed={"value": "96"}, seen_version=1)
    sent = {"ATT-value": "97", "ATT-seen": "1.", "then": "ready", "page": "p"}
    answer = as_person(business_of_oak).post(url("people", area.slug, "ready"), sent)
    assert answer.status_code == 409
    assert Section.objects.get().signed_off_by is None


def test_a_contributor_reads_who_has_what_and_changes_nothing(returned, as_person, business_of_oak):
    page = text(as_person(business_of_oak).get(url("people")))
    assert "Hand to a colleague" not in page
    assert "With whoever signs" in page


def test_the_page_says_that_only_words_are_missing(returned, attendance, as_person, head_of_oak):
    actions.save_entry(returned, attendance, by=head_of_oak, typed={"value": "91"}, seen_version=1)
    assert "1 of 1 figures, 1 comment needed" in text(as_person(head_of_oak).get(url("people")))


def test_once_submitted_it_can_be_read_and_not_changed(oak, term, area, as_person, head_of_oak):
    builders.make_return(oak, term, ReturnState.SUBMITTED)
    browser = as_person(head_of_oak)
    assert "Hand to a colleague" not in text(browser.get(url("people")))
    answer = browser.post(url("people", area.slug, "hand"), {"name": "Sam", "email": "sam@new.example"})
    assert answer.status_code == 422
    assert not User.objects.filter(email="sam@new.example").exists()


# What the board will see, and the chair of governors


def test_the_preview_shows_the_page_as_typed(returned, as_person, head_of_oak):
    page = text(as_person(head_of_oak).get(url("preview")))
    assert "What the board will see" in page
    assert "91.2" in page
    assert "<strong>Attendance.</strong> Fewer buses run." in page


def test_the_preview_hides_what_the_board_is_not_shown(oak, term, area, as_person, head_of_oak):
    kpi = builders.make_kpi(
        "SUR", kind="survey", area=area, title="Staff survey", small_groups=True, numerator_label="Agreed"
    )
    builders.make_band(kpi)
    returned = builders.make_return(oak, term)
    typed = {"numerator": "3", "denominator": "7", "eligible": "8", "comment": "Seven replied."}
    actions.save_entry(returned, kpi, by=head_of_oak, typed=typed, seen_version=0)
    page = text(as_person(head_of_oak).get(url("preview")))
    assert "Small group" in page
    assert "Seven replied" not in page
    assert "42.9" not in page


def test_the_preview_of_a_submitted_return_is_the_return(oak, term, as_person, head_of_oak):
    builders.make_return(oak, term, ReturnState.SUBMITTED)
    assert as_person(head_of_oak).get(url("preview"))["Location"] == url()


def test_before_it_is_shown_there_is_nothing_for_the_chair(returned, as_person, chair_of_oak):
    assert as_person(chair_of_oak).get(url("governors")).status_code == 404
    assert as_person(chair_of_oak).post(url("governors"), {"text": "Good."}).status_code == 404


def test_the_head_shows_it_and_the_chair_comments(returned, as_person, head_of_oak, chair_of_oak):
    head, chair = as_person(head_of_oak), as_person(chair_of_oak)
    assert "has not been shown the return" in text(head.get(url("check")))
    assert head.post(url("show-governors"), follow=True).status_code == 200
    assert "91.2" in text(chair.get(url("governors")))
    assert "Read it and comment" in text(chair.get("/returns/"))
    assert chair.post(url("governors"), {"text": "We back the plan."})["Location"] == url("governors")
    assert "We back the plan." in text(head.get(url("check")))
    assert "We back the plan." in text(head.get(url("preview")))


def test_the_chair_sees_nothing_else_of_the_return(returned, area, as_person, head_of_oak, chair_of_oak):
    actions.show_to_governors(returned, by=head_of_oak)
    chair = as_person(chair_of_oak)
    paths = ("", "check", "preview", "print", "people", area.slug)
    assert {chair.get(url(path) if path else url()).status_code for path in paths} == {404}
    assert chair.get("/returns/2026-27-1/oak/copy.pdf").status_code == 404


def test_too_long_a_comment_comes_back_as_it_was_typed(returned, as_person, head_of_oak, chair_of_oak):
    actions.show_to_governors(returned, by=head_of_oak)
    answer = as_person(chair_of_oak).post(url("governors"), {"text": "word " * 101})
    assert answer.status_code == 422
    assert "Use at most 100 words; these are 101." in text(answer)
    assert "word word" in text(answer)


def test_after_submission_the_comment_stands_and_the_figures_are_drafts(
    returned, as_person, head_of_oak, executive, chair_of_oak
):
    actions.show_to_governors(returned, by=head_of_oak)
    actions.comment_as_governor(returned, by=chair_of_oak, text="We back the plan.")
    actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="k")
    page = text(as_person(chair_of_oak).get(url("governors")))
    assert "We back the plan." in page
    assert "91.2" not in page
    assert "<textarea" not in page
    answer = as_person(chair_of_oak).post(url("governors"), {"text": "No."})
    assert answer.status_code == 409
    assert "We back the plan." in text(as_person(head_of_oak).get(url()))
    assert "We back the plan." in text(as_person(executive).get("/moderation/2026-27-1/oak/"))


def test_nobody_to_show_it_to_is_said_in_words(returned, as_person, head_of_oak):
    answer = as_person(head_of_oak).post(url("show-governors"), follow=True)
    assert "Nobody is appointed as chair of the governors of Oak School" in text(answer)


# Copies


def test_a_draft_is_printed_as_not_submitted(returned, as_person, head_of_oak):
    page = text(as_person(head_of_oak).get(url("print")))
    assert "Not submitted. As it was saved on" in page
    assert "Fewer buses run." in page


def test_a_blank_form_has_the_questions_and_no_answer(returned, as_person, head_of_oak):
    page = text(as_person(head_of_oak).get(url("print"), {"blank": "1"}))
    assert "Blank form" in page
    assert "Attendance" in page
    assert "91.2" not in page
    assert "Fewer buses" not in page


def test_the_copy_stays_as_it_was_submitted_through_a_correction(
    returned, attendance, as_person, head_of_oak, executive
):
    actions.submit_return(returned, by=head_of_oak, signed_as="Head Of Oak, headteacher", key="k")
    browser = as_person(head_of_oak)
    before = browser.get("/returns/2026-27-1/oak/copy.pdf").content
    actions.accept_return(returned, by=executive)
    figure = returned.figures.get()
    actions.correct_figure(
        figure, by=executive, reason="Miscounted.", value="92.5", comment="Fewer buses run."
    )
    page = text(browser.get(url("print")))
    assert "91.2" in page
    assert "92.5" not in page
    assert "Signed by Head Of Oak, headteacher." in page
    assert "Reference OAK-2026-27-1-1" in page
    assert browser.get("/returns/2026-27-1/oak/copy.pdf").content == before


def test_the_pdf_is_handed_out_as_a_file_and_alike_each_time(returned, as_person, head_of_oak):
    browser = as_person(head_of_oak)
    first, second = (browser.get("/returns/2026-27-1/oak/copy.pdf") for _ in range(2))
    assert first["Content-Type"] == "application/pdf"
    assert first["Content-Disposition"] == 'attachment; filename="return-oak-2026-27-1-draft.pdf"'
    assert first.content[:5] == b"%PDF-"
    assert first.content == second.content


def test_what_was_typed_cannot_bring_markup_into_the_copy(returned, attendance, as_person, head_of_oak):
    typed = {"value": "91", "comment": "<script>alert(1)</script>"}
    actions.save_entry(returned, attendance, by=head_of_oak, typed=typed, seen_version=1)
    page = text(as_person(head_of_oak).get(url("print")))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_trustee_prints_what_was_released_alone(oak, term, attendance, as_person, trustee, head_of_oak):
    issued = builders.make_return(oak, term, ReturnState.ISSUED)
    builders.make_figure(attendance, issued, head_of_oak, "91.2")
    page = text(as_person(trustee).get(url("print")))
    assert "91.2" not in page
    assert "No figure of this return has been given to you." in page


def test_the_receipt_page_leads_to_the_copy(returned, as_person, head_of_oak):
    actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="k")
    assert "/returns/2026-27-1/oak/copy.pdf" in text(as_person(head_of_oak).get(url("receipt")))


def test_pressing_submit_twice_posts_one_receipt(returned, as_person, head_of_oak):
    browser = as_person(head_of_oak)
    sent = {"signed_as": "Head", "confirm": "on", "key": "k"}
    assert {browser.post(url("submit"), sent)["Location"] for _ in range(2)} == {url("receipt")}
    assert Message.objects.filter(to=head_of_oak, subject__startswith="Return submitted").count() == 1


# The trust's own return, and the same number of queries however much there is


def test_a_central_officer_does_all_of_it_for_the_trust(world, term, as_person, finance):
    kpi = builders.make_kpi("CASH", scope="trust", area=builders.make_area("Finance"), title="Reserves")
    returned = builders.make_return(None, term)
    actions.save_entry(returned, kpi, by=finance, typed={"value": "96"}, seen_version=0)
    browser = as_person(finance)
    paths = ("people", "preview", "print", "check")
    assert {browser.get(url(path, school="trust")).status_code for path in paths} == {200}
    assert "Show it to the chair" not in text(browser.get(url("check", school="trust")))
    typed = {"name": "Sam", "email": "sam@new.example"}
    assert browser.post(url("people", "finance", "hand", school="trust"), typed).status_code == 302
    assert browser.get("/returns/2026-27-1/trust/governors/").status_code == 404


@pytest.mark.parametrize("many", [1, 30])
@pytest.mark.parametrize("path", ["people", "preview", "print", "governors", "check"])
def test_each_page_takes_at_most_twelve_queries(
    world, as_person, head_of_oak, chair_of_oak, term, oak, many, path, django_assert_max_num_queries
):
    returned = builders.make_return(oak, term)
    for number in range(many):
        kpi = builders.make_kpi(f"K{number}", area=builders.make_area(f"Area {number}"))
        builders.make_band(kpi)
        actions.save_entry(returned, kpi, by=head_of_oak, typed={"value": "96"}, seen_version=0)
        helper = builders.make_person(f"Helper {number}")
        actions.delegate_section(returned, kpi.area, by=head_of_oak, to=helper)
    actions.show_to_governors(returned, by=head_of_oak)
    actions.comment_as_governor(returned, by=chair_of_oak, text="Good.")
    browser = as_person(chair_of_oak if path == "governors" else head_of_oak)
    with django_assert_max_num_queries(12):
        assert browser.get(url(path)).status_code == 200


@pytest.mark.parametrize("many", [1, 30])
def test_a_submitted_return_is_printed_in_at_most_twelve_queries(
    world, as_person, head_of_oak, term, oak, many, django_assert_max_num_queries
):
    returned = builders.make_return(oak, term, ReturnState.SUBMITTED)
    for number in range(many):
        kpi = builders.make_kpi(f"K{number}", area=builders.make_area(f"Area {number}"))
        builders.make_figure(kpi, returned, head_of_oak, "96")
    browser = as_person(head_of_oak)
    with django_assert_max_num_queries(12):
        assert browser.get(url("print")).status_code == 200

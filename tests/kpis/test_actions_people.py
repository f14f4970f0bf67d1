"""Sections in other hands, the chair of governors, the receipt: what can happen, and what is refused."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kpis import actions
from kpis.models import Return, ReturnState, Section
from schools import access
from schools.access import Permission
from schools.models import Appointment, Role
from tests import builders
from trust.lifecycle import Refused
from trust.models import Event, Message, User


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
    actions.save_entry(made, attendance, by=head_of_oak, typed={"value": "95.5"}, seen_version=0)
    return made


@pytest.fixture
def chair_of_oak(oak):
    person = builders.make_person("Chair Of Oak", email="chair_of_oak@test.example")
    builders.appoint(person, Role.GOVERNOR_CHAIR, oak)
    return person


def letters(*starting):
    rows = Message.objects.order_by("to__email", "key").values_list("to__email", "key")
    return [email for email, key in rows if key.partition(":")[2].startswith(starting)]


# Handing over


def test_a_colleague_gets_an_e_mail_with_the_section_and_no_figure(returned, area, head_of_oak, stranger):
    actions.delegate_section(returned, area, by=head_of_oak, to=stranger)
    letter = Message.objects.get(to=stranger)
    assert letter.subject == "A section of the return for Autumn 2026/27: Attendance and behaviour"
    assert "Head Of Oak asks you to fill in a section of a return" in letter.text
    assert "The return is due on Tuesday 10 November 2026." in letter.text
    assert "/returns/2026-27-1/oak/attendance-and-behaviour/" in letter.text
    assert "95" not in letter.text


def test_handing_it_over_twice_is_once(returned, area, head_of_oak, stranger):
    actions.delegate_section(returned, area, by=head_of_oak, to=stranger)
    actions.delegate_section(returned, area, by=head_of_oak, to=stranger)
    assert len(letters("section.delegated")) == 1
    assert Event.objects.filter(verb="section.delegated").count() == 1
    assert stranger.appointments.count() == 1


def test_somebody_new_is_added_and_appointed_for_the_area_until_the_term_ends(returned, area, head_of_oak):
    section = actions.invite_contributor(
        returned, area, by=head_of_oak, name="Sam New", email="Sam@New.example"
    )
    person = section.delegated_to
    appointment = person.appointments.get()
    assert (person.name, person.email, person.has_usable_password()) == ("Sam New", "sam@new.example", False)
    assert (appointment.role, appointment.ends) == (Role.CONTRIBUTOR, returned.term.ends)
    assert list(appointment.areas.all()) == [area]


def test_somebody_of_another_school_gets_the_same_letter_as_somebody_new(
    returned, area, head_of_oak, head_of_elm
):
    other = builders.make_area("Finance")
    builders.make_kpi("FIN", area=other)
    actions.invite_contributor(returned, area, by=head_of_oak, name="Jo", email=head_of_elm.email)
    actions.invite_contributor(returned, other, by=head_of_oak, name="Jo", email="jo@new.example")
    known, new = Message.objects.get(to=head_of_elm), Message.objects.get(to__email="jo@new.example")
    as_new = known.text.replace(area.name, other.name).replace(area.slug, other.slug)
    assert as_new == new.text
    head_of_elm.refresh_from_db()
    assert head_of_elm.name == "Head Of Elm"


def test_a_new_colleague_sets_a_password_through_the_forgotten_one(returned, area, head_of_oak, client):
    actions.invite_contributor(returned, area, by=head_of_oak, name="Sam", email="sam@new.example")
    client.post("/accounts/password/reset/", {"email": "sam@new.example"})
    letter = Message.objects.filter(to__email="sam@new.example").latest("pk")
    assert "/accounts/password/reset/key/" in letter.text


def test_the_head_does_not_hand_a_section_to_the_head(returned, area, head_of_oak):
    with pytest.raises(Refused, match="Choose a colleague"):
        actions.delegate_section(returned, area, by=head_of_oak, to=head_of_oak)


def test_nothing_is_handed_over_once_it_is_submitted(oak, term, area, head_of_oak, stranger):
    submitted = builders.make_return(oak, term, ReturnState.SUBMITTED)
    with pytest.raises(Refused, match="has been submitted"):
        actions.delegate_section(submitted, area, by=head_of_oak, to=stranger)
    with pytest.raises(Refused, match="has been submitted"):
        actions.sign_off_section(submitted, area, by=head_of_oak)


@pytest.mark.parametrize("name", ["business_of_oak", "head_of_elm", "executive", "governor_of_oak"])
def test_only_who_signs_hands_over(world, returned, area, stranger, name):
    by = world.people[name]
    with pytest.raises(PermissionDenied):
        actions.delegate_section(returned, area, by=by, to=stranger)
    with pytest.raises(PermissionDenied):
        actions.invite_contributor(returned, area, by=by, name="Sam", email="sam@new.example")
    assert not User.objects.filter(email="sam@new.example").exists()


def test_taking_it_back_ends_the_access_and_keeps_what_was_typed(
    returned, area, attendance, head_of_oak, stranger
):
    actions.delegate_section(returned, area, by=head_of_oak, to=stranger)
    person = User.objects.get(pk=stranger.pk)
    actions.save_entry(returned, attendance, by=person, typed={"value": "96"}, seen_version=1)
    actions.take_back_section(returned, area, by=head_of_oak)
    assert not access.grants(User.objects.get(pk=stranger.pk))
    assert returned.entries.get().typed == {"value": "96"}


def test_a_post_held_anyway_outlives_a_section_taken_back(returned, area, head_of_oak, business_of_oak):
    actions.delegate_section(returned, area, by=head_of_oak, to=business_of_oak)
    actions.take_back_section(returned, area, by=head_of_oak)
    assert access.allows(User.objects.get(pk=business_of_oak.pk), Permission.FILL_RETURN)


# Signing off


def test_the_head_is_told_that_a_section_is_ready_once_a_day(returned, area, head_of_oak, business_of_oak):
    for _ in range(2):
        actions.sign_off_section(returned, area, by=business_of_oak)
    assert letters("section.ready") == ["head_of_oak@test.example"]
    assert Event.objects.filter(verb="section.signed_off").count() == 1


def test_a_change_undoes_the_sign_off(returned, area, attendance, business_of_oak):
    actions.sign_off_section(returned, area, by=business_of_oak)
    actions.save_entry(returned, attendance, by=business_of_oak, typed={"value": "94"}, seen_version=1)
    section = Section.objects.get()
    assert (section.signed_off_by, section.signed_off_at) == (None, None)
    assert Event.objects.filter(verb="section.reopened").count() == 1


def test_saving_the_same_again_leaves_the_sign_off(returned, area, attendance, business_of_oak):
    actions.sign_off_section(returned, area, by=business_of_oak)
    actions.save_entry(returned, attendance, by=business_of_oak, typed={"value": "95.5"}, seen_version=1)
    assert Section.objects.get().signed_off_by == business_of_oak


def test_a_change_in_one_section_leaves_another_signed_off(returned, area, head_of_oak, business_of_oak):
    finance = builders.make_kpi("FIN", area=builders.make_area("Finance"))
    actions.sign_off_section(returned, area, by=business_of_oak)
    actions.save_entry(returned, finance, by=head_of_oak, typed={"value": "80"}, seen_version=0)
    assert Section.objects.get().signed_off_by == business_of_oak


# The chair of governors


def test_the_chair_is_told_once_and_comments(returned, head_of_oak, chair_of_oak):
    for _ in range(2):
        actions.show_to_governors(returned, by=head_of_oak)
    assert letters("return.shown") == ["chair_of_oak@test.example"]
    letter = Message.objects.get(to=chair_of_oak)
    assert "/returns/2026-27-1/oak/governors/" in letter.text
    assert "95" not in letter.text
    held = actions.comment_as_governor(returned, by=chair_of_oak, text=" We have seen the work in Year 9. ")
    assert (held.governors_comment, held.governors_comment_by) == (
        "We have seen the work in Year 9.",
        chair_of_oak,
    )
    assert letters("return.governors-commented") == ["head_of_oak@test.example"]


def test_the_words_of_the_comment_stay_out_of_history(returned, head_of_oak, chair_of_oak):
    actions.show_to_governors(returned, by=head_of_oak)
    actions.comment_as_governor(returned, by=chair_of_oak, text="Remarkable.")
    assert "Remarkable" not in Event.objects.get(verb="return.governors_commented").facts


def test_the_comment_changes_until_it_is_submitted_and_then_stands(returned, head_of_oak, chair_of_oak):
    actions.show_to_governors(returned, by=head_of_oak)
    actions.comment_as_governor(returned, by=chair_of_oak, text="First.")
    actions.comment_as_governor(returned, by=chair_of_oak, text="Second.")
    actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="k")
    with pytest.raises(Refused, match="has been submitted"):
        actions.comment_as_governor(returned, by=chair_of_oak, text="Third.")
    assert Return.objects.get().governors_comment == "Second."


@pytest.mark.parametrize("text", ["", "  \n ", "word " * 101])
def test_nothing_and_more_than_a_hundred_words_are_refused(returned, head_of_oak, chair_of_oak, text):
    actions.show_to_governors(returned, by=head_of_oak)
    with pytest.raises(ValidationError):
        actions.comment_as_governor(returned, by=chair_of_oak, text=text)


def test_a_hundred_words_are_taken(returned, head_of_oak, chair_of_oak):
    actions.show_to_governors(returned, by=head_of_oak)
    held = actions.comment_as_governor(returned, by=chair_of_oak, text="word " * 100)
    assert len(held.governors_comment.split()) == 100


def test_what_was_not_shown_is_not_commented_on(returned, chair_of_oak):
    with pytest.raises(Refused, match="has not shown"):
        actions.comment_as_governor(returned, by=chair_of_oak, text="Well done.")


@pytest.mark.parametrize("name", ["governor_of_oak", "head_of_oak", "head_of_elm", "trustee", "executive"])
def test_only_the_chair_of_its_governors_comments(world, returned, head_of_oak, chair_of_oak, name):
    actions.show_to_governors(returned, by=head_of_oak)
    with pytest.raises(PermissionDenied):
        actions.comment_as_governor(returned, by=world.people[name], text="Well done.")


def test_it_is_not_shown_to_nobody_nor_with_nothing_in_it(returned, head_of_oak, head_of_elm, elm, term):
    with pytest.raises(Refused, match="Nobody is appointed as chair of the governors of Oak School"):
        actions.show_to_governors(returned, by=head_of_oak)
    with pytest.raises(Refused, match="Nothing has been typed"):
        actions.show_to_governors(builders.make_return(elm, term), by=head_of_elm)


def test_the_trusts_own_return_has_no_local_governors(term, finance):
    with pytest.raises(Refused, match="no local governors"):
        actions.show_to_governors(builders.make_return(None, term, ReturnState.DRAFT), by=finance)


# The receipt


def test_the_receipt_goes_to_the_signer_and_the_heads_once_with_no_figure(
    returned, oak, head_of_oak, stranger
):
    builders.appoint(stranger, Role.HEAD, oak, is_acting=True, ends=builders.TODAY + timedelta(days=9))
    acting = User.objects.get(pk=stranger.pk)
    for key in ("one", "two"):
        actions.submit_return(returned, by=acting, signed_as="Stranger, acting headteacher", key=key)
    assert letters("return.submitted") == ["head_of_oak@test.example", "stranger@test.example"]
    letter = Message.objects.get(to=head_of_oak, subject="Return submitted: OAK-2026-27-1-1")
    assert "Submitted: Wednesday 18 November 2026 at" in letter.text
    assert "Signed by: Stranger, acting headteacher" in letter.text
    assert "/returns/2026-27-1/oak/copy.pdf" in letter.text
    assert "95" not in letter.text


def test_a_second_submission_has_a_receipt_of_its_own(returned, executive, head_of_oak):
    actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="one")
    actions.send_back_return(returned, by=executive, reason="Look again.")
    actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="two")
    subjects = Message.objects.filter(subject__startswith="Return submitted").values_list(
        "subject", flat=True
    )
    assert sorted(subjects) == ["Return submitted: OAK-2026-27-1-1", "Return submitted: OAK-2026-27-1-2"]


def test_a_submission_that_fails_posts_nothing(oak, term, head_of_oak, attendance):
    empty = builders.make_return(oak, term, ReturnState.DRAFT)
    with pytest.raises(ValidationError):
        actions.submit_return(empty, by=head_of_oak, signed_as="Head", key="k")
    assert letters("return.submitted") == []


@pytest.mark.parametrize("event", ["opened", "sent-back", "accepted", "submitted"])
def test_every_letter_about_a_return_leads_to_it(world, term, executive, head_of_oak, attendance, event):
    returned = next(one for one in actions.open_returns(term, by=executive) if one.slug == "oak")
    actions.save_entry(returned, attendance, by=head_of_oak, typed={"value": "95.5"}, seen_version=0)
    actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="one")
    actions.send_back_return(returned, by=executive, reason="Look again.")
    actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="two")
    actions.accept_return(returned, by=executive)
    told = Message.objects.filter(to=head_of_oak, key__contains=f":return.{event}")
    assert told
    assert all("/returns/2026-27-1/oak/" in letter.text for letter in told)


# The trust's own return


@pytest.fixture
def own(term, finance):
    kpi = builders.make_kpi("CASH", scope="trust", area=builders.make_area("Finance"), title="Reserves")
    builders.make_band(kpi)
    made = builders.make_return(None, term)
    actions.save_entry(made, kpi, by=finance, typed={"value": "96"}, seen_version=0)
    return made


def test_a_central_officer_shares_out_signs_and_another_accepts_it(own, finance, executive):
    area = own.entries.get().kpi.area
    section = actions.invite_contributor(own, area, by=finance, name="Sam", email="sam@new.example")
    sam = section.delegated_to
    assert Appointment.objects.get(person=sam).role == Role.HELPER
    actions.sign_off_section(own, area, by=User.objects.get(pk=sam.pk))
    held = actions.submit_return(own, by=finance, signed_as="Finance", key="k")
    assert held.reference == "TRUST-2026-27-1-1"
    assert letters("return.submitted") == ["finance@test.example"]
    assert actions.accept_return(held, by=executive).state == ReturnState.ACCEPTED


def test_a_closed_return_is_not_shared_out_before_it_has_more_time(own, term, finance):
    term.returns_due = term.returns_close = builders.TODAY - timedelta(days=1)
    term.save()
    area = own.entries.get().kpi.area
    with pytest.raises(Refused, match="closed"):
        actions.invite_contributor(own, area, by=finance, name="Sam", email="sam@new.example")
    assert not User.objects.filter(email="sam@new.example").exists()


def test_who_was_given_one_section_of_it_does_not_sign_it(own, finance):
    area = own.entries.get().kpi.area
    sam = actions.invite_contributor(own, area, by=finance, name="Sam", email="sam@new.example").delegated_to
    with pytest.raises(PermissionDenied):
        actions.submit_return(own, by=User.objects.get(pk=sam.pk), signed_as="Sam", key="k")


def test_who_was_given_one_section_of_it_sees_nothing_else_of_the_trust(own, finance, world, as_person):
    area = own.entries.get().kpi.area
    sam = actions.invite_contributor(own, area, by=finance, name="Sam", email="sam@new.example").delegated_to
    client = as_person(User.objects.get(pk=sam.pk))
    answers = {
        path: client.get(path).status_code
        for path in (
            "/",
            "/returns/2026-27-1/trust/",
            "/schools/oak/",
            "/schools/trust/",
            "/milestones/",
            "/updates/",
        )
    }
    assert answers == {
        "/": 200,
        "/returns/2026-27-1/trust/": 200,
        "/schools/oak/": 404,
        "/schools/trust/": 404,
        "/milestones/": 403,
        "/updates/": 403,
    }
    assert client.get(f"/returns/2026-27-1/trust/{area.slug}/").status_code == 200


def test_who_entered_the_trusts_own_figures_does_not_accept_them(own, finance, executive):
    kpi = own.entries.get().kpi
    builders.appoint(executive, Role.CENTRAL)
    helper = User.objects.get(pk=executive.pk)
    actions.save_entry(own, kpi, by=helper, typed={"value": "97"}, seen_version=1)
    held = actions.submit_return(own, by=finance, signed_as="Finance", key="k")
    with pytest.raises(Refused, match="did not enter or submit it"):
        actions.accept_return(held, by=helper)


def test_a_section_is_not_handed_to_who_accepts_returns(returned, area, head_of_oak, executive):
    with pytest.raises(Refused, match="does not fill them in"):
        actions.invite_contributor(returned, area, by=head_of_oak, name="F", email=executive.email)
    assert not Section.objects.filter(delegated_to=executive).exists()


def test_who_was_given_one_section_does_not_reply_on_the_page(world, area, term, finance, stranger):
    returned = builders.make_return(None, term)
    actions.delegate_section(returned, area, by=finance, to=stranger)
    given = access.Subject("page", school=None)
    assert access.allows(finance, Permission.REPLY_ON_PAGE, given)
    assert not access.allows(User.objects.get(pk=stranger.pk), Permission.REPLY_ON_PAGE, given)

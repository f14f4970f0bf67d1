"""Part 2 is a file of its own: put together and read by those for whom confidential items are open."""

import io
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pypdf import PdfReader

from governance.actions import cancel_build, compile_build, request_build
from governance.confidential.actions import build_part_two, give_part_two
from governance.models import (
    AgendaItem,
    Build,
    Edition,
    Meeting,
    Paper,
    Seat,
    SeatCategory,
    TrustUpdate,
)  # fmt: skip
from governance.packs.frozen import read_contents
from governance.queries.updates import issued_updates, may_read, readers_of
from schools.models import BodyKind
from tests import builders
from trust.blobs import read
from trust.jobs import claim
from trust.models import Event, Message

SECRET = "The sale of the lower field"
WORDS = "Bids differ by a third.\nAsk why."


@pytest.fixture
def meeting(world):
    board = builders.make_body("Trust board", BodyKind.BOARD)
    made = Meeting.objects.create(body=board, on=date(2026, 12, 10), term=world.term)
    AgendaItem.objects.create(meeting=made, number=1, title="Welcome")
    item = AgendaItem.objects.create(
        meeting=made, number=2, title=SECRET, lead="The chair", is_confidential=True
    )
    Paper.objects.create(item=item, title="Three bids", url="https://papers.test.example/3")
    return made


@pytest.fixture
def draft(meeting, term, clerk):
    build = build_part_two(term, by=clerk, words=WORDS, key="two")
    compile_build(build.pk)
    return Build.objects.get(pk=build.pk)


@pytest.fixture
def given(draft, clerk):
    update = give_part_two(draft, by=clerk)
    compile_build(update.builds.get(purpose="final").pk)
    return TrustUpdate.objects.get(pk=update.pk)


def seat(person, body):
    category = SeatCategory.objects.create(body=body, name=person.name, appointed_by="The members")
    return Seat.objects.create(person=person, body=body, category=category, starts=date(2025, 9, 1))


def test_it_holds_the_confidential_items_and_the_words_and_nothing_else(draft):
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(read(draft.pdf))).pages)
    for words in (SECRET, "Three bids", "The chair", *WORDS.split("\n"), "Part 2, confidential"):
        assert words in text
    assert "Welcome" not in text
    assert draft.update_of.edition == Edition.PART_2


def test_the_boards_own_pack_knows_nothing_of_it(draft, term, executive):
    update = request_build(term, by=executive, key="board")
    compile_build(update.pk)
    assert SECRET not in str(read_contents(Build.objects.get(pk=update.pk).contents))


def test_who_may_not_put_it_together_cannot(meeting, term, executive, trustee):
    for person in (executive, trustee):
        with pytest.raises(PermissionDenied):
            build_part_two(term, by=person, words="", key=f"of {person.pk}")


@pytest.mark.parametrize("address", ["/builds/{}.pdf", "/builds/{}.docx", "/builds/{}.xlsx"])
def test_the_executive_director_finds_neither_draft_nor_final(
    given, draft, executive, clerk, as_person, address
):
    for build in (draft, given.final):
        assert as_person(executive).get(address.format(build.pk)).status_code == 404
        assert as_person(clerk).get(address.format(build.pk)).status_code == 200


def test_it_is_read_by_who_sits_on_the_board_and_by_no_role_alone(
    given, meeting, trustee, auditor, as_person
):
    assert not may_read(trustee, given)
    seat(trustee, meeting.body)
    assert may_read(trustee, given)
    assert as_person(trustee).get(f"/builds/{given.final_id}.pdf").status_code == 200
    assert as_person(auditor).get(f"/builds/{given.final_id}.pdf").status_code == 404


def test_a_draft_is_not_for_the_board_yet(draft, meeting, trustee, as_person):
    seat(trustee, meeting.body)
    assert as_person(trustee).get(f"/builds/{draft.pk}.pdf").status_code == 404


def test_readers_are_told_without_a_word_of_it(given, chair, clerk):
    told = Message.objects.filter(key__endswith=f":update.issued {given.pk}")
    assert {each.to_id for each in told} == {chair.pk, clerk.pk}
    assert set(readers_of(given)) == {chair, clerk}
    assert not [each for each in told if SECRET in each.subject + each.text]


def test_it_releases_nothing_and_is_no_update_of_the_boards(given, chair):
    assert given.release is None
    assert not issued_updates(chair).exists()


def test_history_tells_that_it_was_made_and_nothing_of_what_it_says(given):
    facts = " ".join(Event.objects.values_list("facts", flat=True))
    assert SECRET not in facts
    assert "Bids differ" not in facts


def test_only_those_who_make_it_may_stop_it(meeting, term, clerk, executive):
    build = build_part_two(term, by=clerk, words="", key="two")
    claim(Build, build.pk)
    with pytest.raises(PermissionDenied):
        cancel_build(Build.objects.get(pk=build.pk), by=executive)
    assert cancel_build(Build.objects.get(pk=build.pk), by=clerk).state == "cancelled"


def test_the_page_keeps_the_words_builds_and_gives(meeting, term, clerk, as_person):
    client = as_person(clerk)
    page = client.get("/updates/2026-27-1/part-2/").content.decode()
    assert "What the board should know before it discusses these items" in page
    client.post("/updates/2026-27-1/part-2/", {"words": WORDS, "key": "k"})
    client.post("/updates/2026-27-1/part-2/give/")
    build = Build.objects.get()
    assert build.update_of.state == "draft"
    compile_build(build.pk)
    client.post("/updates/2026-27-1/part-2/give/")
    compile_build(Build.objects.get(purpose="final").pk)
    assert "The board was given it on" in client.get("/updates/2026-27-1/part-2/").content.decode()
    seen = client.get(reverse("governance:meeting", args=[meeting.pk])).content.decode()
    assert "Part 2 as the board was given it" in seen


def test_too_many_words_are_kept_on_the_page_and_refused(meeting, clerk, as_person):
    page = as_person(clerk).post("/updates/2026-27-1/part-2/", {"words": "x" * 4001, "key": "k"})
    assert page.status_code == 422
    assert "at most 4,000 are printed" in page.content.decode()
    assert not Build.objects.exists()


def test_its_withdrawal_is_not_found_by_who_may_not_read_it(given, executive, clerk, as_person):
    assert as_person(executive).get(f"/updates/{given.pk}/withdraw/").status_code == 404
    assert as_person(clerk).get(f"/updates/{given.pk}/withdraw/").status_code == 200

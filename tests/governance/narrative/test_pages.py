"""Page one with its decisions, the commentary and the sheets that changed colour, as they are printed."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from governance.meetings.actions import add_item, plan_meeting
from governance.models import Build, TrustUpdate
from governance.packs import asked, changed_sheets, sections
from governance.packs.compile import compile_pack, preview
from governance.packs.contents import freeze
from governance.packs.frozen import keep_contents
from governance.packs.lists import listing, table
from milestones.models import Rating, Sheet
from schools.models import BodyKind, Release
from tests import builders
from tests.builders import NOW
from tests.packs import sample_contents
from tests.tagged import faults

NOTES = {
    "kpi-heat-map": {"text": "## Worse\n- **Oak** fell.\n- *Elm* too.\n\nThat is all.", "by": "Ann Lee"},
    "compliance": {"text": "Two are late.", "by": ""},
}
SHEET = {
    "code": "1a", "title": "Reading", "was": "green", "now": "red", "aim": "Every pupil reads.",
    "said": "Two posts are open.", "next": "They are advertised again.", "owner": "Director of education",
}  # fmt: skip


@pytest.fixture
def told():
    reading = {"words": 460, "minutes": "2 minutes to read"}
    return sample_contents(1, 3, notes=NOTES, reading=reading, changed_sheets=[SHEET])


def test_headings_lists_and_tables_are_tagged_as_they_should_be(told):
    pack = compile_pack(told, draft="Draft 1")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pack.pdf)).pages]

    assert faults(pack.pdf) == []
    assert "2 minutes to read" in pages[1]
    assert pages[2].startswith("Commentary")
    assert "Draft, written from the figures" in pages[2]
    assert sum("Programmes that changed colour" in page for page in pages) == 2  # and on the contents page


def test_the_cover_lists_every_section_on_its_one_page(told):
    rows = [table("Rows", ("What", "When"), [("One", "Today")], none="")]
    told["lists"] = {anchor: listing(anchor, title, "", rows) for title, anchor in sections.LISTS.items()}
    told["order"] = list(sections.SECTIONS)
    told["audience"]["notice"] = "For trustees. " * 8
    told["meeting"] = "For the trust board of a trust with a long name, Thursday 3 December 2026"

    compile_pack(told, draft="Draft 12")
    assert [title for _, title in sections.parts_in(told)] == list(sections.PARTS[:-1])


def test_a_sheet_says_was_now_what_was_said_and_what_is_next(told):
    html = preview(told, draft="")
    sheet = html[html.index('id="changed-sheets"') :]

    assert "1 priority has another rating" in sheet
    words = (
        "Green",
        "Red",
        "Director of education",
        "Every pupil reads.",
        "Two posts are open.",
        "advertised",
    )
    assert [word for word in words if word not in sheet] == []


@pytest.mark.parametrize("field", ["said", "aim", "next"])
def test_hostile_words_of_a_sheet_stay_words(told, field):
    told["changed_sheets"] = [SHEET | {field: "<script>alert(1)</script>"}]
    assert "<script>" not in preview(told, draft="")


@pytest.fixture
def line(term):
    line = builders.make_line(builders.make_plan(), title="Reading")
    builders.make_milestone(line, "2025-26-1", "2026-27-3")
    Sheet.objects.create(priority=line.priority, aim="Every pupil reads.")
    return line


@pytest.fixture
def issued(world, executive, line):
    """The Update of the term before, in which the priority was green."""
    before = builders.make_term("2025-26-3")
    contents = sample_contents(1, 3)
    code = {"code": "9z", "title": "Reading", "mark": "green", "note": "", "strip": []}
    contents["milestones"]["strands"] = [contents["milestones"]["strands"][0] | {"codes": [code]}]
    blob = keep_contents(contents)
    update = TrustUpdate.objects.create(term=before, edition="scorecard")
    final = Build.objects.create(update_of=update, key="old", state="ready", contents=blob, pdf=blob, pages=1)
    update.edition, update.state, update.final = "board", "issued", final
    update.issued_by, update.issued_at = executive, NOW
    update.release = Release.objects.create(term=before, audience="board", version=1, at=NOW)
    update.save()
    return update


def rate(line, term, by, mark):
    return Rating.objects.create(
        priority=line.priority,
        term=term,
        mark=mark,
        happened="Two posts are open.",
        next="Again.",
        by=by,
        at=NOW,
    )


def test_a_priority_that_changed_since_the_last_issue_has_a_sheet(world, line, issued, executive):
    rate(line, world.term, executive, "red")
    (sheet,) = freeze(TrustUpdate.objects.create(term=world.term))["changed_sheets"]

    assert (sheet["was"], sheet["now"], sheet["aim"]) == ("green", "red", "Every pupil reads.")
    assert (sheet["said"], sheet["next"]) == ("Two posts are open.", "Again.")


def test_one_that_did_not_change_or_was_never_issued_has_none(world, line, issued, executive):
    update = TrustUpdate.objects.create(term=world.term)
    rate(line, world.term, executive, "green")
    assert freeze(update)["changed_sheets"] == []


def test_without_an_issued_update_there_is_nothing_to_compare(world, line, executive):
    rate(line, world.term, executive, "red")
    assert changed_sheets.read(TrustUpdate(term=world.term), []) == []
    assert freeze(TrustUpdate.objects.create(term=world.term))["changed_sheets"] == []


def test_decisions_that_name_a_section_are_asked_on_page_one(world, clerk):
    board = builders.make_body("Trust board", BodyKind.BOARD)
    meeting = plan_meeting(board, by=clerk, on=date(2026, 12, 10))
    add_item(meeting, by=clerk, title="New dates", kind="decision", section="milestone-matrix")
    add_item(meeting, by=clerk, title="Pay", kind="decision", section="compliance", is_confidential=True)
    add_item(meeting, by=clerk, title="Catering", kind="decision")
    add_item(meeting, by=clerk, title="Talk", kind="discussion", section="compliance")

    made = freeze(TrustUpdate.objects.create(term=world.term))
    (decision, *_) = made["summary"]["asked"]
    assert decision["verb"] == "Decide"
    assert decision["text"].startswith("New dates (item ")
    assert sum(each["verb"] == "Decide" for each in made["summary"]["asked"]) == 1
    assert asked.decisions(world.term, date(2026, 12, 11)) == []

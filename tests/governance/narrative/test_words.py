"""Words of an Update: kept, drafted, owned, left out; nothing that nobody owns is issued."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.actions import compile_build, issue_update, request_build
from governance.models import SectionNote, TrustUpdate
from governance.narrative import actions
from governance.narrative.actions import Typed
from governance.narrative.queries import seen, unowned, words_of
from governance.packs import compile as packs
from governance.packs.frozen import read_contents
from trust.lifecycle import Refused
from trust.models import Event

PAGE = "/updates/2026-27-1/words/"
HEAT = "kpi-heat-map"


@pytest.fixture
def update(world):
    return TrustUpdate.objects.create(term=world.term)


@pytest.fixture
def drafted(update):
    """A note that the rule wrote on the heat map."""
    return SectionNote.objects.create(update_of=update, section=HEAT, text="It fell.", drafted="It fell.")


@pytest.fixture
def rule(monkeypatch):
    """What the rule writes, whatever the figures are."""
    written = {HEAT: "It fell."}
    for module in ("actions", "packing"):
        monkeypatch.setattr(f"governance.narrative.{module}.drafts_from", lambda _contents: dict(written))
    return written


def built(term, executive, key="first"):
    build = request_build(term, by=executive, key=key)
    compile_build(build.pk)
    build.refresh_from_db()
    return build


def test_what_a_person_writes_is_theirs_at_once(update, executive):
    actions.keep_words(update, {HEAT: Typed(" Mine.\r\nAll of it. ")}, by=executive)

    note = SectionNote.objects.get()
    assert (note.text, note.owner, note.drafted) == ("Mine.\nAll of it.", executive, "")


def test_a_changed_draft_is_a_draft_until_somebody_owns_it(update, drafted, executive):
    actions.keep_words(update, {HEAT: Typed("It fell by two points.")}, by=executive)
    assert unowned(update) == ["KPI heat map"]

    actions.own_note(update, HEAT, by=executive)
    assert unowned(update) == []
    assert SectionNote.objects.get().text == "It fell by two points."


def test_words_changed_by_another_are_the_others(update, drafted, executive, clerk, monkeypatch):
    actions.own_note(update, HEAT, by=executive)
    monkeypatch.setattr("schools.access.require", lambda *_: None)
    actions.keep_words(update, {HEAT: Typed("Otherwise.")}, by=clerk)
    assert SectionNote.objects.get().owner == clerk


def test_leaving_out_is_a_decision_and_can_be_taken_back(update, drafted, executive):
    actions.leave_out(update, HEAT, by=executive)
    assert (unowned(update), words_of(update).budget.tenths) == ([], 0)

    actions.own_note(update, HEAT, by=executive)
    assert words_of(update).budget.tenths > 0
    assert list(Event.objects.filter(verb__startswith="update.note_").values_list("verb", flat=True)) == [
        "update.note_left_out", "update.note_owned",
    ]  # fmt: skip


def test_owning_nothing_is_refused(update, executive):
    with pytest.raises(Refused, match="no words on KPI heat map"):
        actions.own_note(update, HEAT, by=executive)


def test_history_holds_a_digest_of_the_words_and_autosaves_leave_none(update, executive):
    actions.keep_words(update, {"overview": Typed("Secret words.")}, by=executive, is_final=False)
    assert not Event.objects.filter(verb="update.words_kept").exists()

    actions.keep_words(update, {"overview": Typed("Secret words.")}, by=executive)
    facts = Event.objects.get(verb="update.words_kept").facts
    assert "Secret" not in facts
    assert "sha256" in facts


def test_drafts_are_written_again_while_nobody_has_touched_them(update, executive, rule):
    assert actions.draft_notes(update, by=executive) == [HEAT]
    rule[HEAT] = "It rose."
    assert actions.draft_notes(update, by=executive) == [HEAT]
    assert SectionNote.objects.get().text == "It rose."

    actions.keep_words(update, {HEAT: Typed("It rose a little.")}, by=executive)
    rule[HEAT] = "It fell again."
    assert actions.draft_notes(update, by=executive) == []
    assert SectionNote.objects.get().text == "It rose a little."


def test_a_draft_of_nothing_goes_away(update, executive, rule):
    actions.draft_notes(update, by=executive)
    rule.clear()
    actions.draft_notes(update, by=executive)
    assert not SectionNote.objects.exists()


def test_building_freezes_a_draft_from_the_very_figures(update, drafted, term, executive, rule):
    rule[HEAT] = "It rose."
    build = built(term, executive)

    notes = read_contents(build.contents)["notes"]
    assert notes == {HEAT: {"text": "It rose.", "by": ""}}
    assert SectionNote.objects.get().text == "It rose."


def test_what_nobody_owns_is_not_issued(update, drafted, term, executive, rule):
    build = built(term, executive)
    with pytest.raises(Refused, match="Nobody has owned the draft words on KPI heat map"):
        issue_update(update, build, by=executive, reason="There is no time.")

    actions.own_note(update, HEAT, by=executive)
    with pytest.raises(Refused, match="build a new draft"):
        issue_update(update, build, by=executive)

    again = built(term, executive, "second")
    assert issue_update(update, again, by=executive).state == "issuing"
    assert "Draft, written from the figures" not in packs.preview(read_contents(again.contents), draft="")


def test_what_is_left_out_is_not_frozen(update, drafted, term, executive, rule):
    actions.leave_out(update, HEAT, by=executive)
    assert read_contents(built(term, executive).contents)["notes"] == {}


def test_the_commentary_names_who_says_so_and_page_one_how_long_it_takes(update, term, executive):
    typed = {"overview": Typed("**Look** at <b>Oak</b>."), "compliance": Typed("Two are late.")}
    actions.keep_words(update, typed, by=executive)

    html = packs.preview(read_contents(built(term, executive).contents), draft="Draft 1")
    assert "<strong>Look</strong> at &lt;b&gt;Oak&lt;/b&gt;." in html
    assert html.index('id="commentary"') < html.index("Two are late.") < html.index('id="heat-map"')
    assert f'<p class="byline">{executive.name}</p>' in html
    assert "1 minute to read." in html


def test_older_contents_keep_the_overview_on_page_one(update, term, executive):
    contents = read_contents(built(term, executive).contents) | {"overview": "As it was."}
    del contents["notes"], contents["reading"], contents["changed_sheets"]

    html = packs.preview(contents, draft="")
    assert 'id="commentary"' not in html
    assert "<p>As it was.</p>" in html


@pytest.mark.parametrize("slug", ["overview", HEAT])
def test_two_editors_see_both_texts(update, drafted, executive, as_person, slug):
    was = "" if slug == "overview" else "It fell."
    actions.keep_words(update, {slug: Typed("Theirs, meanwhile.")}, by=executive)
    typed = {f"text-{slug}": "Mine, from before.", f"seen-{slug}": seen(was)}
    client = as_person(executive)

    assert client.post(PAGE, typed | {"then": "autosave"}).status_code == 409
    response = client.post(PAGE, typed)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Theirs, meanwhile." in page
    assert "Mine, from before." in page
    assert f'value="{seen("Theirs, meanwhile.")}"' in page


def test_it_is_kept_as_it_is_typed_with_its_length_and_print(update, executive, as_person):
    sent = {"text-overview": "**Oak** needs help.", "seen-overview": seen(""), "then": "autosave"}
    told = as_person(executive).post(PAGE, sent).json()

    assert TrustUpdate.objects.get().overview == "**Oak** needs help."
    assert told["words"].startswith("Saved ")
    assert told["fields"] == {"seen-overview": seen("**Oak** needs help.")}
    assert told["parts"]["print-overview"] == "<p><strong>Oak</strong> needs help.</p>"
    assert told["parts"]["length-overview"].startswith("3 words, about 0.")
    assert "of 3 sides" in told["parts"]["budget"]


def test_too_long_stands_there_still(update, executive, as_person):
    response = as_person(executive).post(PAGE, {"text-overview": "w" * 4001})
    page = response.content.decode()
    assert response.status_code == 422
    assert "at most 4,000" in page
    assert "w" * 4001 in page


def test_a_note_that_is_too_long_keeps_nothing(update, executive):
    with pytest.raises(ValidationError):
        actions.keep_words(update, {"overview": Typed("Short."), HEAT: Typed("w" * 2001)}, by=executive)
    assert TrustUpdate.objects.get().overview == ""


def test_a_character_that_no_database_keeps_is_marked(update, executive, as_person):
    as_person(executive).post(PAGE, {"text-overview": "Attendance\0 is the question."})
    assert TrustUpdate.objects.get().overview == "Attendance\N{REPLACEMENT CHARACTER} is the question."


def test_the_buttons_own_and_leave_out_what_was_typed_with_them(update, drafted, executive, as_person):
    client = as_person(executive)
    sent = {f"text-{HEAT}": "It fell, I think.", f"seen-{HEAT}": seen("It fell.")}
    assert client.post(PAGE, sent | {"own": HEAT}).url == f"{PAGE}#{HEAT}"
    assert SectionNote.objects.get().text == "It fell, I think."

    client.post(PAGE, {"leave": HEAT})
    assert SectionNote.objects.get().left_out
    assert client.post(PAGE, {"own": "no-such-section"}).status_code == 404


def test_hostile_words_stay_words(update, executive, as_person):
    actions.keep_words(update, {HEAT: Typed("</textarea><script>alert(1)</script>")}, by=executive)
    assert "<script>alert(1)" not in as_person(executive).get(PAGE).content.decode()


def test_an_issued_update_is_read_and_not_written(update, executive, as_person):
    TrustUpdate.objects.update(state="issuing", overview="As issued.")
    client = as_person(executive)

    assert "<textarea" not in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"text-overview": "Otherwise."}).status_code == 409
    assert client.post(f"{PAGE}draft/").status_code == 302
    assert TrustUpdate.objects.get().overview == "As issued."


def test_only_who_compiles_writes(update, trustee):
    for act in (
        lambda: actions.keep_words(update, {"overview": Typed("No.")}, by=trustee),
        lambda: actions.draft_notes(update, by=trustee),
        lambda: actions.own_note(update, HEAT, by=trustee),
        lambda: actions.leave_out(update, HEAT, by=trustee),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_desk_names_drafts_and_what_is_too_long(update, drafted, executive, as_person):
    SectionNote.objects.update(text="\n\n".join(["A paragraph that goes on. " * 12] * 30))
    page = as_person(executive).get("/updates/2026-27-1/").content.decode()

    assert "Nobody owns the draft words on KPI heat map" in page
    assert "The commentary is too long" in page
    assert "The longest is KPI heat map." in page


def test_words_written_since_the_draft_are_named(update, term, executive, as_person):
    built(term, executive)
    actions.keep_words(update, {"overview": Typed("Later.")}, by=executive)
    assert "Words written since draft 1" in as_person(executive).get("/updates/2026-27-1/").content.decode()


def test_the_page_asks_as_much_for_many_notes(update, executive, as_person):
    def asked():
        client = as_person(executive)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        return len(queries)

    SectionNote.objects.create(update_of=update, section=HEAT, text="One.")
    one = asked()
    for slug in ("compliance", "school-pages", "milestone-matrix", "who-governs"):
        SectionNote.objects.create(update_of=update, section=slug, text="More.")
    assert asked() == one


def test_writing_begins_before_anything_is_built(world, term, executive, as_person, rule):
    client = as_person(executive)
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}draft/").url == PAGE
    assert unowned(TrustUpdate.objects.get()) == ["KPI heat map"]
    assert request_build(term, by=executive, key="first").update_of == TrustUpdate.objects.get()


def test_a_correction_begins_with_the_notes_that_were_issued(update, term, executive):
    actions.keep_words(update, {HEAT: Typed("As issued.")}, by=executive)
    issue_update(update, built(term, executive), by=executive)
    compile_build(update.builds.get(purpose="final").pk)

    correction = request_build(term, by=executive, key="second").update_of
    assert (correction.version, [each.text for each in words_of(correction).passages if each.text]) == (
        2, ["As issued."],
    )  # fmt: skip

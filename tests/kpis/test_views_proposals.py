"""The pages of proposed targets, as those who keep, read and answer them find them."""

from datetime import date
from decimal import Decimal

import pytest

from kpis import actions
from kpis.models import BandState, Consulted, Proposal
from schools.models import Role
from tests import builders


@pytest.fixture
def following(term):
    return builders.make_term(term.ref.shift(3))


@pytest.fixture
def attendance(world):
    kpi = builders.make_kpi("ATT", title="Attendance")
    builders.make_band(kpi)
    return kpi


@pytest.fixture
def proposal(attendance, executive, term, following, oak):
    returned = builders.make_return(oak, term, "accepted")
    builders.make_figure(attendance, returned, executive, "95.2")
    opened = actions.open_proposal(
        by=executive, title="Targets for 2027/28", from_term=following, key="1", note="Half a point more."
    )
    actions.propose_band(
        opened, attendance, by=executive, target=Decimal(96), limit=Decimal(94), rationale="We can."
    )
    return opened


@pytest.fixture
def out(proposal, executive):
    return actions.ask_for_views(proposal, by=executive, views_by=date(2026, 12, 1))


def page(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_the_first_page_says_what_to_do_where_nothing_is_proposed(as_person, executive, trustee):
    assert "Start next year's set" in page(as_person(executive), "/kpis/targets/")
    assert "Nothing is proposed at the moment" in page(as_person(trustee), "/kpis/targets/")


def test_next_years_set_is_started_from_this_years(attendance, executive, term, following, as_person):
    client = as_person(executive)
    form = client.get("/kpis/targets/new/").context["form"]
    assert (form.initial["title"], form.initial["copy_from"]) == ("Targets for 2027/28", term)
    given = {"title": "Next", "from_term": following.pk, "copy_from": term.pk, "key": "k"}
    for _ in range(2):
        answer = client.post("/kpis/targets/new/", given)
        assert answer.status_code == 302
    assert [band.target for band in Proposal.objects.get().bands.all()] == [Decimal(95)]


def test_the_set_tells_what_would_change_colour(proposal, executive, as_person):
    text = page(as_person(executive), f"/kpis/targets/{proposal.pk}/")
    assert "Oak (95.2%) would turn amber." in text
    assert "was 95.0%" in text
    assert "We can." in text


def test_a_band_is_changed_on_its_own_page(proposal, executive, as_person):
    client = as_person(executive)
    url = f"/kpis/targets/{proposal.pk}/ATT/"
    assert 'value="96"' in page(client, url)
    answer = client.post(url, {"whom": "all", "target": "95.5", "limit": "94", "rationale": "Enough."})
    assert answer["Location"] == f"/kpis/targets/{proposal.pk}/#kpi-ATT"
    assert proposal.bands.get().target == Decimal("95.5")


def test_a_school_and_a_phase_get_bands_of_their_own(proposal, executive, as_person, oak):
    client, url = as_person(executive), f"/kpis/targets/{proposal.pk}/ATT/"
    client.post(url, {"whom": "school-oak", "target": "94"})
    client.post(url, {"whom": "phase-primary", "target": "97"})
    assert {(band.school, band.phase, band.target) for band in proposal.bands.all()} == {
        (None, "", Decimal(96)),
        (oak, "", Decimal(94)),
        (None, "primary", Decimal(97)),
    }


def test_a_way_to_the_target_is_shown_step_by_step(proposal, executive, following, as_person):
    until = builders.make_term(following.ref.shift(2))
    client, url = as_person(executive), f"/kpis/targets/{proposal.pk}/ATT/"
    client.post(
        url, {"whom": "all", "baseline": "92", "target": "96", "limit": "91", "target_by": until.slug}
    )
    text = page(client, url)
    assert '<strong>94.0%</strong><span class="small">Spring 2027/28</span>' in text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"target": "93", "limit": "94"}, "Higher is better, so the target cannot be below the limit."),
        ({"target": "ninety"}, "Enter a number such as 85.5"),
        ({}, "Give a target, or at least a limit."),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_nothing_typed_is_lost(
    proposal, executive, as_person, typed, words
):
    answer = as_person(executive).post(
        f"/kpis/targets/{proposal.pk}/ATT/", {"whom": "all", "rationale": "Kept."} | typed
    )
    text = answer.content.decode()
    assert words in text
    assert "Kept." in text
    assert proposal.bands.get().target == Decimal(96)


def test_a_band_is_taken_out(proposal, executive, as_person):
    as_person(executive).post(f"/kpis/targets/{proposal.pk}/ATT/drop/", {"whom": "all"})
    assert not proposal.bands.exists()


def test_several_are_tightened_at_once(proposal, executive, as_person):
    as_person(executive).post(
        f"/kpis/targets/{proposal.pk}/tighten/", {"kpis": ["ATT"], "size": "0.5", "unit": "step"}
    )
    assert proposal.bands.get().target == Decimal("96.5")


def test_a_step_of_nothing_is_told_on_the_page(proposal, executive, as_person):
    answer = as_person(executive).post(
        f"/kpis/targets/{proposal.pk}/tighten/", {"kpis": ["ATT"], "size": "0", "unit": "percent"}
    )
    assert "Give a number above zero." in answer.content.decode()


def test_the_page_of_a_judgement_is_not_there(proposal, executive, as_person):
    builders.make_kpi("VFM", kind="judgement")
    page(as_person(executive), f"/kpis/targets/{proposal.pk}/VFM/", status=404)


def test_from_asking_to_agreeing(proposal, executive, head_of_oak, as_person):
    client, url = as_person(executive), f"/kpis/targets/{proposal.pk}"
    client.post(f"{url}/ask/", {"views_by": "2026-12-01"})
    as_person(head_of_oak).post(
        f"{url}/view/", {"of": "oak-head", "oak-head-view": "concerned", "oak-head-words": "Too steep."}
    )
    text = page(client, f"{url}/")
    assert "Too steep." in text
    assert "1 of 4 views given, 1 with a concern" in text
    client.post(f"{url}/agree/", {"agreed_on": "2026-11-17", "minute": "Board, item 7"})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.bands.get().minute) == (BandState.AGREED, "Board, item 7")
    assert "Agreed by the board" in page(client, f"{url}/")


def test_agreeing_without_asking_asks_for_the_reason_on_the_page(proposal, executive, as_person):
    answer = as_person(executive).post(
        f"/kpis/targets/{proposal.pk}/agree/", {"agreed_on": "2026-11-17", "minute": "Item 7"}
    )
    assert "Heads and governors have not been asked." in answer.content.decode()
    proposal.refresh_from_db()
    assert proposal.state == BandState.PROPOSED


def test_a_head_reads_the_own_school_and_answers(out, head_of_oak, elm, as_person):
    text = page(as_person(head_of_oak), f"/kpis/targets/{out.pk}/")
    assert "What do you think, for Oak School?" in text
    assert "Oak (95.2%) would turn amber." in text
    assert elm.name not in text
    assert "Record the board" not in text


def test_a_concern_without_words_is_told_beside_the_field(out, head_of_oak, as_person):
    answer = as_person(head_of_oak).post(
        f"/kpis/targets/{out.pk}/view/", {"of": "oak-head", "oak-head-view": "concerned"}
    )
    assert "Say what your concern is." in answer.content.decode()
    assert not Consulted.objects.exists()


def test_a_chair_of_governors_answers_for_the_governors(out, oak, as_person):
    person = builders.make_person("Chair Of Oak")
    builders.appoint(person, Role.GOVERNOR_CHAIR, oak)
    client = as_person(person)
    assert "For the local governors." in page(client, f"/kpis/targets/{out.pk}/")
    client.post(f"/kpis/targets/{out.pk}/view/", {"of": "oak-governors", "oak-governors-view": "content"})
    assert Consulted.objects.get().side == "governors"


@pytest.mark.parametrize("of", ["elm-head", "oak-governors", "", "-", "nowhere-head"])
def test_nobody_answers_for_others(out, head_of_oak, as_person, of):
    answer = as_person(head_of_oak).post(f"/kpis/targets/{out.pk}/view/", {"of": of, f"{of}-view": "content"})
    assert answer.status_code in (403, 404)
    assert not Consulted.objects.exists()


def test_a_trustee_reads_the_whole_and_changes_nothing(out, trustee, elm, as_person):
    text = page(as_person(trustee), f"/kpis/targets/{out.pk}/")
    assert "Elm Primary School" in text
    assert "What happens next" not in text
    # The figure has not been issued, so a trustee does not see what it would do either.
    assert "95.2" not in text


def test_what_a_set_is_called_and_says_is_changed(proposal, executive, as_person):
    client, url = as_person(executive), f"/kpis/targets/{proposal.pk}/describe/"
    client.post(url, {"title": "Tighter targets", "note": "Why.", "views_by": ""})
    proposal.refresh_from_db()
    assert (proposal.title, proposal.note, proposal.views_by) == ("Tighter targets", "Why.", None)


def test_withdrawing_needs_its_reason(proposal, executive, as_person):
    client, url = as_person(executive), f"/kpis/targets/{proposal.pk}/withdraw/"
    assert "Say why the set is withdrawn." in client.post(url, {"because": ""}).content.decode()
    assert client.post(url, {"because": "Out of date."}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == BandState.WITHDRAWN


def test_a_kpis_targets_are_told_with_how_they_were_agreed(attendance, trustee, as_person):
    text = page(as_person(trustee), "/kpis/ATT/targets/")
    assert "Green at least 95.0%, red below 93.0%." in text
    assert "Agreed by the board" in text
    assert "1 Jul 2020" in text


def test_where_a_school_stands_on_the_way_is_said_beside_the_target(
    attendance, executive, trustee, term, oak, as_person
):
    first, until = builders.make_term(term.ref.previous), builders.make_term(term.ref.shift(3))
    way = {"baseline": Decimal(91), "target": Decimal(95), "target_by": until}
    builders.make_band(attendance, school=oak, from_term=first, **way)
    returned = builders.make_return(oak, term, "accepted")
    builders.make_figure(attendance, returned, executive, "91.4")
    words = "Oak (91.4%) is behind the way by 0.6 points: 92.0% expected by now."
    assert words in page(as_person(executive), "/kpis/ATT/targets/")
    # Before it is issued a trustee sees the way, and not where the school stands on it.
    assert "91.4" not in page(as_person(trustee), "/kpis/ATT/targets/")
    assert "92.0% is expected by the end of Autumn 2026/27." in page(as_person(trustee), "/kpis/ATT/targets/")


def test_the_book_leads_to_the_targets(attendance, trustee, as_person):
    assert 'href="/kpis/targets/"' in page(as_person(trustee), "/kpis/")
    assert 'href="/kpis/ATT/targets/"' in page(as_person(trustee), "/kpis/ATT/")

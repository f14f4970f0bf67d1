"""Pages of audits, findings and reviews: what is refused keeps what was typed, and long lists stay cheap."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from schools.audits import actions
from schools.audits.actions import Found
from schools.models import Audit, Finding
from tests import builders

TODAY = builders.TODAY


@pytest.fixture
def raised(world, oak, executive, head_of_oak):
    area = builders.make_area("Safeguarding")

    def raise_some(number: int) -> list[Finding]:
        due = TODAY + timedelta(days=7)
        return [
            actions.raise_finding(
                Found(area, f"Door {place}.", "moderate", due, TODAY, head_of_oak, school=oak),
                by=executive,
                key=f"key {place}",
            )
            for place in range(number)
        ]

    return raise_some


def queries_of(client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_the_list_asks_as_much_for_thirty_findings_as_for_one(raised, trustee, as_person):
    client = as_person(trustee)
    raised(1)
    client.get("/compliance/")
    few = queries_of(client, "/compliance/")
    raised(30)
    assert queries_of(client, "/compliance/") == few


def test_the_list_narrows_and_is_taken_away(raised, trustee, as_person):
    first, *_ = raised(2)
    Finding.objects.filter(pk=first.pk).update(due_on=TODAY, found_on=TODAY - timedelta(days=9))
    client = as_person(trustee)
    assert "Door 1." not in client.get("/compliance/?state=closed").content.decode()
    file = client.get("/compliance/?as=csv").content.decode()
    assert "Door 0." in file
    assert "Ruth" not in client.get("/compliance/?severity=serious&as=csv").content.decode()


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("31/02/2027", "no day 31 in February 2027"),
        ("1/2/27", "Give a day"),
        ("2026-11-01", "before it was found"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words_and_nothing_is_lost(
    due, words, raised, head_of_oak, as_person
):
    sent = {"text": "A gate.", "severity": "moderate", "found_on": "2026-11-18", "due_on": due, "key": "k"}
    answer = as_person(head_of_oak).post("/compliance/findings/add/?school=oak", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "A gate." in page
    assert "Choose a person, or name a post" in page
    assert due in page


def test_a_finding_sent_twice_is_one(raised, head_of_oak, as_person):
    raised(1)
    area = Finding.objects.get().area_id
    sent = {
        "text": "A gate.", "severity": "moderate", "found_on": "2026-11-18", "due_on": "2026-11-25",
        "key": "k", "area": area, "owner_post": "Site manager",
    }  # fmt: skip
    client = as_person(head_of_oak)
    for _ in range(2):
        assert client.post("/compliance/findings/add/?school=oak", sent).status_code == 302
    assert Finding.objects.filter(text="A gate.").count() == 1


def test_a_finding_that_moved_meanwhile_answers_409_with_what_was_typed(raised, executive, as_person):
    (finding,) = raised(1)
    Finding.objects.filter(pk=finding.pk).update(version=2)
    answer = as_person(executive).post(
        f"/compliance/findings/{finding.pk}/close/", {"words": "I have seen it.", "seen_version": 1}
    )
    assert answer.status_code == 409
    assert "I have seen it." in answer.content.decode()
    assert 'name="seen_version" value="2"' in answer.content.decode()


def test_an_audit_is_saved_and_completed_in_the_browser(world, executive, head_of_oak, as_person):
    builders.make_area("Safeguarding")
    checklist = actions.begin_checklists(by=executive)[0]
    actions.open_audits(checklist, world.term, by=executive)
    audit = Audit.objects.get(school=world.oak)
    sent = {f"met-{each.item_id}": "yes" for each in audit.answers.all()}
    sent |= {f"note-{each.item_id}": "" for each in audit.answers.all()}
    sent |= {"on": "17/11/2026", "by_words": "The head", "summary": "", "seen_version": 1, "complete": "1"}
    client = as_person(head_of_oak)
    assert client.post(f"/compliance/audits/{audit.pk}/", sent).status_code == 302
    assert client.get(f"/compliance/audits/{audit.pk}/").status_code == 200
    assert Audit.objects.get(pk=audit.pk).state == "done"
    assert client.post(f"/compliance/audits/{audit.pk}/", sent).status_code == 409


def test_a_stale_audit_shows_both(world, executive, head_of_oak, as_person):
    builders.make_area("Safeguarding")
    checklist = actions.begin_checklists(by=executive)[0]
    actions.open_audits(checklist, world.term, by=executive)
    audit = Audit.objects.get(school=world.oak)
    Audit.objects.filter(pk=audit.pk).update(version=5, summary="Theirs.")
    sent = {"summary": "Mine.", "seen_version": 1}
    answer = as_person(head_of_oak).post(f"/compliance/audits/{audit.pk}/", sent)
    assert answer.status_code == 409
    assert "Theirs." in answer.content.decode()
    assert "Mine." in answer.content.decode()


def test_a_school_s_page_says_how_its_findings_stand(raised, trustee, as_person):
    raised(2)
    assert "Findings: 2 open." in as_person(trustee).get("/schools/oak/").content.decode()

"""The history as people read it: sentences, filters, pages, what is held back, and its files."""

import csv
import io
import json

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from lxml import html

from schools.models import Role
from schools.records import queries
from tests import builders
from trust import checking, history
from trust.models import Event, HistoryCheck


def record(by, verb, subject, **facts):
    with transaction.atomic():
        return history.record(by, verb, subject, **facts)


@pytest.fixture
def returned(oak, term):
    return builders.make_return(oak, term, "submitted")


def sentences(user):
    return [told.sentence for told in queries.page_of(user, queries.readable(user)).events]


def test_an_event_is_a_sentence(executive, returned):
    record(executive, "return.accepted", returned, attempt=1)

    assert sentences(executive)[0] == "Executive accepted the return of Oak School, Autumn 2026/27"


def test_what_nobody_did_was_the_portal(executive, returned):
    record(None, "return.reminded", returned, to=[])

    assert sentences(executive)[0].startswith("The portal sent a reminder of the return of Oak School")


def test_a_person_in_the_facts_has_a_name_and_a_salted_text_has_none(executive, clerk, returned):
    record(
        executive, "question.assigned", returned, to=clerk.history_key, text=history.salted("Secret words")
    )

    told = queries.page_of(executive, queries.readable(executive)).events[0]
    assert [fact.value for fact in told.facts] == [
        "words, of which only the fingerprint is kept here",
        "Clerk",
    ]


def test_a_rating_is_held_back_from_who_sees_no_drafts(as_person, executive, admin, returned, world):
    figure = builders.make_figure(builders.make_kpi(), returned, world.people["head_of_oak"], "91.0")
    record(executive, "figure.judged", figure, mark="red")

    assert b"<dd>red</dd>" in as_person(executive).get("/history/").content
    seen = as_person(admin).get("/history/").content
    assert b"<dd>red</dd>" not in seen
    assert b"Held back" in seen
    rows = b"".join(as_person(admin).get("/history/?as=csv").streaming_content)
    assert b"red" not in rows.replace(b"figure.judged", b"").replace(b"recorded", b"")


@pytest.mark.parametrize("name", ["executive", "chair", "clerk", "auditor", "admin"])
def test_no_link_of_the_page_leads_its_reader_to_a_refusal(name, as_person, executive, oak, returned, world):
    figure = builders.make_figure(builders.make_kpi(), returned, world.people["head_of_oak"], "91.0")
    for subject in (returned, figure, figure.kpi, oak):
        record(executive, "return.accepted", subject)
    reader = as_person(world.people[name])

    page = html.document_fromstring(reader.get("/history/").content)
    links = {link for link in page.xpath("//main//a/@href") if link.startswith("/") and "?" not in link}

    assert {link: reader.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_who_reads_one_schools_history_reads_no_others(as_person, executive, oak, elm, term):
    visitor = builders.make_person("Visitor", email="visitor@test.example")
    builders.appoint(visitor, Role.AUDITOR, oak)
    record(executive, "return.accepted", builders.make_return(oak, term, "submitted"))
    record(executive, "return.accepted", builders.make_return(elm, term, "submitted"))
    record(executive, "settings.changed", term)

    page = as_person(visitor).get("/history/").content.decode()
    assert "return of Oak School" in page
    assert "Elm Primary School" not in page
    assert "changed the trust" not in page
    assert as_person(visitor).post("/history/verify/").status_code == 403


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("what=return.accepted", [1]),
        ("about=trust.term", [2]),
        ("who=portal", [2]),
        ("school=oak", [1]),
        ("find=2", [2]),
        ("since=2026-11-18&until=2026-11-18", [2, 1]),
        ("until=2026-11-17", []),
    ],
)
def test_the_list_is_narrowed(asked, found, as_person, executive, returned, term):
    Event.objects.all()._raw_delete(Event.objects.db)
    record(executive, "return.accepted", returned)
    record(None, "term.dated", term)

    page = as_person(executive).get(f"/history/?{asked}").context["page"]
    assert [event.number for event in page.events] == found


def test_a_hash_finds_its_event(as_person, executive, returned):
    event = record(executive, "return.accepted", returned)

    page = as_person(executive).get(f"/history/?find={event.digest[:16]}").context["page"]
    assert [each.number for each in page.events] == [event.number]


def test_what_cannot_be_looked_for_is_said(as_person, executive):
    answer = as_person(executive).get("/history/?find=hello")

    assert answer.status_code == 422
    assert b"Give an event" in answer.content


@pytest.mark.parametrize(
    "asked", ["before=x", "before=-1", "after=99999999999999999999", "who=x", "since=31-31-31"]
)
def test_an_odd_address_is_no_error(asked, as_person, executive):
    assert as_person(executive).get(f"/history/?{asked}").status_code in (200, 422)


def test_pages_follow_each_other_without_a_gap(as_person, executive, term, monkeypatch):
    monkeypatch.setattr(queries, "A_PAGE", 3)
    for _ in range(7):
        record(executive, "term.dated", term)
    found = queries.readable(executive)
    first = queries.page_of(executive, found)
    second = queries.page_of(executive, found, before=first.older)
    back = queries.page_of(executive, found, after=second.newer)

    assert [each.number for each in first.events + second.events] == list(
        range(first.events[0].number, first.events[0].number - 6, -1)
    )
    assert [each.number for each in back.events] == [each.number for each in first.events]


def test_queries_do_not_grow_with_the_rows(as_person, executive, returned):
    client, counts = as_person(executive), []
    record(executive, "return.accepted", returned)
    client.get("/history/")
    for rows in (1, 29):
        for _ in range(rows):
            record(executive, "return.accepted", returned)
        with CaptureQueriesContext(
            connection,
        ) as told:
            client.get("/history/")
        counts.append(len(told))
    assert counts[0] == counts[1]


def test_an_auditor_computes_the_hashes_from_the_file(as_person, executive, returned):
    record(executive, "return.accepted", returned, attempt=1)
    record(None, "return.reminded", returned, to=[])

    content = b"".join(as_person(executive).get("/history/?as=csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert len(rows) == Event.objects.count()
    for row in rows:
        plain = {field: row[field] for field in history.FIELDS} | {"number": int(row["number"])}
        plain["actor"] = row["actor"] or None
        assert history.digest_of(row["previous"], plain) == row["digest"]


def test_the_history_is_checked_and_the_page_says_so(as_person, executive, returned):
    record(executive, "return.accepted", returned)
    client = as_person(executive)

    assert b"The history has not been checked yet" in client.get("/history/").content
    client.post("/history/verify/")
    assert b"The history holds" in client.get("/history/").content


def test_a_broken_chain_is_said_in_words(as_person, executive, returned):
    event = record(executive, "return.accepted", returned, attempt=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE trust_event SET facts = %s WHERE number = %s", [json.dumps({"attempt": 9}), event.number]
        )
    client = as_person(executive)
    client.post("/history/verify/")

    page = client.get("/history/").content.decode()
    assert "The history does not hold" in page
    assert f"At event {event.number}" in page


def test_a_long_chain_is_checked_by_the_sweep(executive, returned, monkeypatch):
    monkeypatch.setattr(checking, "AT_ONCE", 0)
    record(executive, "return.accepted", returned)

    asked = checking.ask(executive)
    assert asked.finished_at is None
    assert checking.ask(executive) == asked
    checking.check_when_due()
    assert checking.latest().events == Event.objects.count()
    checking.check_when_due()
    assert HistoryCheck.objects.count() == 1

"""A reading can be stored as JSON and comes back equal in every field, with its questions by their ids."""

import json

import pytest

from milestones.imports import as_json, from_json, read_plan, read_text, settle
from tests.milestones.test_import_plan import LARKFEN
from tests.milestones.test_imports import PUBLISHED


def stored(plan):
    return from_json(json.loads(json.dumps(as_json(plan))))


def test_a_reading_comes_back_from_json_as_it_was():
    plan = read_plan(LARKFEN.read_bytes())
    assert stored(plan) == plan


def test_a_settled_reading_comes_back_from_json_as_it_was():
    plan = read_text("\t2026/27 (1)\t2026/27 (2)\n1a Reading (paused)\tBuy (see 1a)\t\n")
    settled = settle(plan, {"span:1a:2026-27-1:1": "2026/27 (2)", "strand::::1": "Learning"})
    assert stored(settled) == settled


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published plan lies beside the project, not in it")
def test_the_published_plan_comes_back_from_json_as_it_was():
    plan = read_plan(PUBLISHED.read_bytes())
    assert stored(plan) == plan


def test_every_question_has_an_id_of_its_own():
    ids = [question.id for question in read_plan(LARKFEN.read_bytes()).questions]
    assert len(set(ids)) == len(ids)


def test_ids_name_what_is_asked_about():
    ids = [
        question.id for question in read_plan(LARKFEN.read_bytes()).questions if question.code in ("2b", "")
    ]
    assert ids == [
        "link:2b:2027-28-2:1:1c",
        "reference:2b:2027-28-2:1:9z",
        "span:2b:2027-28-3:1",
        "codes::::2",
    ]

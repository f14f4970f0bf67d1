"""docs/asvs.csv lists every requirement, says where it stands, and names evidence that is there."""

import csv
import re
from collections import Counter
from functools import cache

import pytest

from tests.test_architecture import ROOT

ROWS = list(csv.DictReader((ROOT / "docs" / "asvs.csv").open(newline="")))
# How many requirements ASVS 5.0.0 has at each level, counted in the standard's own table.
OF_LEVEL = {"1": 70, "2": 183}
CHAPTERS = range(1, 18)
STANDINGS = {"holds", "the trust's duty", "not applicable", "falls short"}
TEST = re.compile(r"(tests/[\w/]+\.py)::(\w+)")
SETTING = re.compile(r"config/settings\.py: ([A-Z_]+)")
FILE = re.compile(
    r"[\w.][\w./-]*/[\w./-]*\.\w+|\b(?:requirements\.txt|pyproject\.toml|package(?:-lock)?\.json)\b"
)
SETTINGS = (ROOT / "config" / "settings.py").read_text()


@cache
def text_of(path: str) -> str:
    return (ROOT / path).read_text()


def test_every_requirement_of_both_levels_is_there_once():
    numbers = [row["Requirement"] for row in ROWS]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"V\d+\.\d+\.\d+", number) for number in numbers)
    assert Counter(row["Level"] for row in ROWS) == OF_LEVEL
    assert {int(number[1:].split(".")[0]) for number in numbers} == set(CHAPTERS)


def test_in_the_order_of_the_standard():
    numbers = [tuple(map(int, row["Requirement"][1:].split("."))) for row in ROWS]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["Requirement"])
def test_each_stands_somewhere_and_its_evidence_is_there(row: dict[str, str]):
    evidence = row["Evidence"]
    assert row["Standing"] in STANDINGS
    assert row["In our words"]
    assert evidence
    for path, name in TEST.findall(evidence):
        assert re.search(rf"^def {name}\(", text_of(path), re.MULTILINE), f"{path} has no {name}."
    for name in SETTING.findall(evidence):
        assert re.search(rf"^{name} = ", SETTINGS, re.MULTILINE), f"There is no setting {name}."
    for path in FILE.findall(evidence):
        assert (ROOT / path).is_file(), f"{path} is not there."
    if row["Standing"] == "holds":
        assert FILE.search(evidence) or ".dockerignore" in evidence


def test_the_counts_in_the_page_are_those_of_the_table():
    told = " ".join((ROOT / "docs" / "security.md").read_text().split())
    counts = Counter(row["Standing"] for row in ROWS)
    holds, duty, short = (counts[name] for name in ("holds", "the trust's duty", "falls short"))
    none = counts["not applicable"]
    said = f"{holds} hold, {none} are not applicable, {duty} are the trust's duty, {short} fall short"
    assert said in told
    assert f"The {short} requirements" in told
    assert f"the {len(ROWS)} requirements" in told

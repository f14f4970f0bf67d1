"""What both files tell alike: marks in words, and the tables of a pack as headers and rows of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from governance.packs.frozen import Contents
from kpis.rag import Mark

Part = dict[str, Any]


class Table(NamedTuple):
    """A table under its title; its cells are text."""

    title: str
    header: list[str]
    rows: list[list[str]]


def word(mark: str) -> str:
    """Letter and word: "R, Red"; a mark without a letter is its word."""
    if not mark:
        return ""
    told = Mark(mark)
    return f"{told.letter}, {told.word}" if told.letter and told.letter != told.word else told.word


def figures(contents: Contents) -> Iterator[tuple[Part, Part, Part]]:
    """Each figure with its page and its area."""
    for page in contents["schools"]:
        for area in page["areas"]:
            for figure in area["figures"]:
                yield page, area, figure


def heat(contents: Contents) -> Iterator[Table]:
    """The heat map, a table for each phase: letter, value, and what is said beside it."""
    header = ["School", *(area["name"] for area in contents["heat"]["areas"])]
    for group in contents["heat"]["groups"]:
        rows = [[row["name"], *_heat_cells(row["cells"])] for row in group["rows"]]
        yield Table(f"KPI heat map, {group['name'].lower()}", header, rows)


def lists(contents: Contents) -> Iterator[tuple[Part, list[Table]]]:
    """Each section of tables with its tables, empty ones as well."""
    for listing in contents.get("lists", {}).values():
        tables = [Table(each["title"], each["columns"], each["rows"]) for each in listing["tables"]]
        yield listing, tables


def milestones(contents: Contents) -> Table:
    """Every priority with its rating, and what was said of it."""
    rows = []
    for strand in contents["milestones"]["strands"]:
        notes = {note["code"]: note["text"] for note in strand["notes"]}
        for code in strand["codes"]:
            said = notes.get(code["code"], "")
            rows.append([strand["title"], code["code"], code["title"], word(code["mark"]), said])
    return Table("Milestones", ["Strand", "Code", "Priority", "Rating", "What was said"], rows)


def thread(contents: Contents) -> Table:
    """Questions and remits with what was answered."""
    rows = []
    for kind, replies in (("questions", "answers"), ("remits", "replies")):
        for each in contents["thread"][kind]:
            said = "\n".join(f"{reply['about']}: {reply['text']}" for reply in each[replies])
            rows.append([kind[:-1].capitalize(), each["about"], each["text"], said or each["waiting"]])
    return Table("Questions and remits", ["Kind", "Who and when", "What", "Answered"], rows)


def restated(contents: Contents) -> Table:
    keys = ("title", "words", "reason", "corrected")
    rows = [[each[key] for key in keys] for each in contents.get("restatements", [])]
    return Table("Corrected since", ["Figure", "Now and before", "Why", "Corrected"], rows)


def returns(contents: Contents) -> Table:
    keys = ("name", "state", "signed", "submitted", "accepted")
    rows = [[each[key] for key in keys] for each in contents["sources"]["returns"]]
    return Table("Returns", ["Return", "State", "Signed by", "Submitted", "Accepted"], rows)


def nationals(contents: Contents) -> Table:
    keys = ("title", "shown", "period", "release", "vintage")
    rows = [[each[key] for key in keys] for each in contents["sources"]["nationals"]]
    return Table("National figures", ["Measure", "Figure", "For", "Release", "Read on"], rows)


def _heat_cells(cells: list[Part]) -> Iterator[str]:
    for cell in cells:
        was = f"was {word(cell['was'])}" if cell["was"] else ""
        judged = f"judged {word(cell['judged'])}" if cell["judged"] else ""
        told = "; ".join(filter(None, (word(cell["mark"]), cell["shown"], cell["note"], was, judged)))
        yield from [told] * cell["span"]

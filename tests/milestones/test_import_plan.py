"""The command that reads a plan: JSON and summary without a database, and refusals in one line."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from milestones.models import Milestone
from tests.milestones.plan_files import document_of, workbook_of

LARKFEN = Path(__file__).parent / "files" / "larkfen_plan.txt"


def printed(*arguments):
    out = StringIO()
    call_command("import_plan", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_json_needs_no_database():
    plan = json.loads(printed(LARKFEN, "--json"))
    assert plan["source"]["file"] == "larkfen_plan.txt"
    assert plan["counts"] == {
        "lines": 10, "cells": 27, "spans": 0, "points": 13, "ambiguous": 14, "cross_refs": 10,
    }  # fmt: skip
    assert [strand["number"] for strand in plan["strands"]] == [1, 2, 3]


def test_summary_says_what_is_open_and_that_nothing_was_saved():
    assert printed(LARKFEN).splitlines() == [
        "Read “Larkfen Schools Trust: plan in brief”: 3 strands, 10 lines, 6 terms, 27 cells "
        "and 10 cross-references.",
        "14 cells are followed by a blank: one term, or longer?",
        "9 mentions of lines become links.",
        "- 2b, 2027/28 (2): “see 9z” names 9z, which the matrix does not have.",
        "- 2c is printed as “Mothballed 2027/28”. Is it paused?",
        "- 2d, 2026/27 (3): was “Review offices Draft new guides and lists for visitors” "
        "one text before the page break?",
        "- 2e has 2 parallel rows. Are they tracks of one priority?",
        "- Strand 2 lists 6 priorities, 5 of them not deleted, and the matrix has 5 lines. "
        "2c seems to be 2d of the list, 2d seems to be 2e of the list, 2e seems to be 2f of the list. "
        "Is that right?",
        "Nothing was saved. To save it with one term for every cell in doubt, add --confirm-as-points.",
    ]


def test_a_refusal_names_file_line_and_column(tmp_path):
    cut = tmp_path / "cut.txt"
    cut.write_text("\t2026/27 (1)\t2026/27 (2)\n1a Reading\tBuy\n")
    with pytest.raises(CommandError) as raised:
        printed(cut, "--json")
    assert raised.value.returncode == 2
    assert str(raised.value) == (
        "cut.txt was not read. This row stops after 2 of 3 columns: the text is cut short, "
        "or the tabs of its last blank terms were lost (line 2, column 2)."
    )


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CommandError) as raised:
        printed(tmp_path / "none.txt")
    assert raised.value.returncode == 2
    assert str(raised.value).endswith("none.txt cannot be read: No such file or directory.")


WORD = [["", "Autumn 2026", "Spring 2027"], ["1a Reading", "Buy", None], ["1b Books", "Sort", ""]]


@pytest.mark.parametrize("made", [document_of(WORD), workbook_of(WORD)], ids=["word", "excel"])
def test_documents_and_workbooks_are_read_without_saving(made, tmp_path):
    file = tmp_path / "plan"
    file.write_bytes(made)
    cells = [line["cells"][0] for line in json.loads(printed(file, "--json"))["strands"][0]["lines"]]
    assert [(cell["end_term"], cell["span"]) for cell in cells] == [
        ("2026/27 (2)", "span"),
        ("2026/27 (1)", "point"),
    ]


def test_a_document_is_saved_when_told_to(db, tmp_path):
    file = tmp_path / "plan.docx"
    file.write_bytes(
        document_of("Our plan", [["", "Autumn 2026", "Spring 2027"], ["SP1.2(a) Reading", "Buy", ""]])
    )
    assert printed(file, "--confirm-as-points") == (
        "Saved “Our plan”: 1 strands, 1 lines, 2 terms, 1 cells and 0 cross-references. "
        "Every cell in doubt lasts one term.\n"
    )
    assert Milestone.objects.get().line.code == "SP1.2(a)"


def test_a_document_is_refused_in_one_line(tmp_path):
    file = tmp_path / "plan.docx"
    file.write_bytes(document_of(WORD)[:900])
    with pytest.raises(CommandError) as raised:
        printed(file, "--json")
    assert (raised.value.returncode, "\n" in str(raised.value)) == (2, False)

"""Ratings that a workbook's rules colour: plain rules are worked out, and of the others it is said."""

import io
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, DataBarRule, FormulaRule, Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle

from milestones.imports import read_plan
from tests.milestones.plan_files import fill_sheet, saved, solid

TERMS = ["", "Autumn 2026", "Spring 2027", "Summer 2027"]
ROWS = [TERMS, ["1a Reading", "Buy (R)", "Sort (G)", "5"], ["1b Books", "R", "r ", "Lend"]]
RED, GREEN = PatternFill(bgColor="FFC7CE"), PatternFill(bgColor="C6EFCE")
NOT_READ = (
    "Some colours in the workbook are made by rules (conditional formatting) that cannot be worked out here. "
    "Those cells were read without a colour.",
)


def read(*rules, change=lambda sheet: None):
    """The ratings of the six texts, and what is said, with rules for B2:D3."""
    book = Workbook()
    sheet = fill_sheet(book.active, ROWS)
    sheet["D2"] = 5
    for rule in rules:
        sheet.conditional_formatting.add("B2:D3", rule)
    change(sheet)
    plan = read_plan(saved(book))
    return [cell.rag for cell in plan.cells], plan.notices


def about(kind, text, fill, formula=None, **more):
    given = DifferentialStyle(fill=fill)
    rule = Rule(kind, operator=kind, text=text, dxf=given, **more)
    rule.formula = [formula or f'NOT(ISERROR(SEARCH("{text}",B2)))']
    return rule


@pytest.mark.parametrize(
    ("rule", "ratings"),
    [
        (about("containsText", "(r)", RED), ["red", None, None, None, None, None]),
        (about("beginsWith", "sort", GREEN, 'LEFT(B2,4)="sort"'), [None, "green", None, None, None, None]),
        (about("endsWith", ")", GREEN, 'RIGHT(B2,1)=")"'), ["green", "green", None, None, None, None]),
        (CellIsRule("equal", ['"r"'], fill=RED), [None, None, None, "red", None, None]),
        (CellIsRule("between", ["6", "4"], fill=GREEN), [None, None, "green", None, None, None]),
        (CellIsRule("lessThan", ["9"], fill=RED), [None, None, "red", None, None, None]),
        (CellIsRule("notEqual", ["5"], fill=RED), ["red", "red", None, "red", "red", "red"]),
    ],
)
def test_a_plain_rule_colours(rule, ratings):
    found, notices = read(rule)
    said_of_number = rule.type in {"containsText", "beginsWith", "endsWith"}
    assert (found, notices) == (ratings, NOT_READ if said_of_number else ())


@pytest.mark.parametrize(
    "rule",
    [
        FormulaRule(["$A2=1"], fill=RED),
        CellIsRule("equal", ["$F$1"], fill=RED),
        ColorScaleRule(start_type="min", start_color="FF0000", end_type="max", end_color="00FF00"),
        about("containsText", "R", RED, "NOT(ISERROR(SEARCH($F$1,B2)))"),
        about("containsText", "R*", RED),
        CellIsRule("notEqual", ['"zzz"'], fill=PatternFill("gray125", bgColor="FFC7CE")),
    ],
)
def test_what_cannot_be_worked_out_has_no_colour_and_it_is_said(rule):
    found, notices = read(rule, change=lambda sheet: setattr(sheet["B2"], "fill", solid("FF0000")))
    assert (set(found), notices) == ({None}, NOT_READ)


@pytest.mark.parametrize(
    "rule", [DataBarRule("min", 0, "max", 9, color="FF0000"), FormulaRule(["1"], font=Font(bold=True))]
)
def test_rules_that_leave_the_ground_as_it_is_say_nothing(rule):
    found, notices = read(rule, change=lambda sheet: setattr(sheet["B2"], "fill", solid("FF0000")))
    assert (found, notices) == (["red", None, None, None, None, None], ())


def test_the_first_rule_that_holds_counts_and_covers_the_cells_own_colour():
    def own(sheet):
        sheet["B3"].fill = solid("00B050")

    first = CellIsRule("equal", ['"R"'], fill=RED)
    second = CellIsRule("notEqual", ['"x"'], fill=GREEN)
    first.priority, second.priority = 1, 2
    assert read(first, second, change=own)[0] == ["green", "green", "green", "red", "green", "green"]


def test_a_rule_that_stops_keeps_those_behind_it_away():
    first = CellIsRule("equal", ['"R"'], font=Font(bold=True), stopIfTrue=True)
    second = CellIsRule("equal", ['"R"'], fill=RED)
    first.priority, second.priority = 1, 2
    assert read(first, second) == ([None] * 6, ())


def test_rules_as_newer_programs_write_them_are_not_worked_out_and_it_is_said():
    newer = (
        '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        "<x14:conditionalFormattings><x14:conditionalFormatting "
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:cfRule type="expression" priority="1" id="{1}"><xm:f>Other!$A$1=1</xm:f><x14:dxf><fill>'
        '<patternFill><bgColor rgb="FFFF0000"/></patternFill></fill></x14:dxf></x14:cfRule>'
        "<xm:sqref>B2:C2</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
    )
    book = Workbook()
    fill_sheet(book.active, ROWS)["B3"].fill = solid("FF0000")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                part = part.replace(b"</worksheet>", f"{newer}</worksheet>".encode())
            new.writestr(name, part)
    plan = read_plan(out.getvalue())
    assert ([cell.rag for cell in plan.cells][3], plan.notices) == ("red", NOT_READ)


def test_rules_on_another_sheet_say_nothing_about_the_plan():
    def other(sheet):
        more = sheet.parent.create_sheet("Notes")
        more["A1"] = "x"
        more.conditional_formatting.add("A1:B9", FormulaRule(["$A2=1"], fill=RED))

    assert read(change=other) == ([None] * 6, ())

"""The heat map's rows as markup: prepared and escaped here, since a hundred schools have a thousand cells.

A cell always has its shape, its letter and its figure; colour is the third cue.
"""

from __future__ import annotations

import re
from html import escape

from django import template
from django.utils.safestring import SafeString

from kpis.queries.board import Board, Row
from kpis.queries.board_cells import COLOURS, Cell
from kpis.queries.rated import shown
from kpis.rag import Mark
from kpis.templatetags.rag import chip_html, shape

register = template.Library()

# The marks whose letter stands before a figure; the others are words by themselves.
LETTERED = {mark: (f'<b aria-hidden="true">{mark.letter}</b>', mark.word) for mark in COLOURS}
# Long words of the areas break before these endings; browsers differ in which languages they can break.
ENDINGS = re.compile(r"(?<=[a-z]{2})(?=(?:ances?|guarding|taged|iour|comes|ments?|tions?|ness)\b)")
STILL = frozenset({Mark.NOT_DUE, Mark.NOT_APPLICABLE})


@register.filter
def soft(name: str) -> str:
    """The name with places where a narrow column may break its long words."""
    return ENDINGS.sub("\N{SOFT HYPHEN}", name)


@register.simple_tag
def heat_row(board: Board, row: Row) -> SafeString:
    """One school's row: its name with its facts, and a cell for each area."""
    short_names = {column.area: escape(column.short_name) for column in board.columns}
    cells = "".join([_cell(cell, short_names[cell.area]) for cell in row.cells])
    return SafeString(  # every text in it is escaped
        f'<tr><th scope="row"><a href="{escape(row.url)}">{escape(row.name)}</a>'
        f"<small>{escape(row.facts)}</small></th>{cells}</tr>"
    )


@register.simple_tag
def heat_list(board: Board) -> SafeString:
    """The same cells as rows of a table, the worst first."""
    return SafeString("".join([_line(cell) for cell in board.worst_first if cell.kpi or cell.span == 1]))


def _cell(cell: Cell, area: str) -> str:
    printed, note = escape(cell.shown), escape(cell.note)
    if cell.mark in STILL and not cell.kpi:
        words = printed if cell.span == 1 else note[:1].upper() + note[1:]
        wide = f' colspan="{cell.span}" class="run"' if cell.span > 1 else ""
        return (
            f'<td{wide}><span class="cell m-{cell.mark.value}" title="{note}"><i>{area}</i>'
            f"{shape(cell.mark)}<span>{words}</span></span></td>"
        )
    letter, word = LETTERED.get(cell.mark, ("", ""))
    hidden = f'<span class="visually-hidden">{word} </span>' if word else ""
    return (
        f'<td><a class="cell m-{cell.mark.value}" href="{escape(cell.url)}" title="{escape(_why(cell))}">'
        f"<i>{area}</i>{shape(cell.mark)}{letter}{hidden}<span>{printed}</span>"
        f"{_beneath(cell, note)}</a></td>"
    )


def _beneath(cell: Cell, note: str) -> str:
    """The cell's second line: whose figure it is if not the headline's, what it was, what a person says."""
    told = [note] if note else []
    if cell.was:
        told.append(f"was {cell.was.letter}")
    if cell.judged:
        told.append(f"judged {cell.judged.letter}")
    if cell.small:
        told.append("small group")
    return "".join([f"<small>{words}</small>" for words in told])


def _why(cell: Cell) -> str:
    """What the figure is, for whoever stops at the cell."""
    if not cell.kpi:
        return f"{cell.area_name}: {cell.shown}, {cell.note}"
    was = f", was {cell.was.word.lower()}" if cell.was else ""
    small = f". Small group: {cell.small}" if cell.small else ""
    return f"{cell.title}: {cell.shown}, {cell.mark.word.lower()}{was}{small}"


def _line(cell: Cell) -> str:
    was = cell.was.word if cell.was else ""
    figure = shown(cell.rated) if cell.rated else cell.shown
    small = f". Small group: {cell.small}" if cell.small else ""
    title = f"<small>{escape(cell.title)}{escape(small)}</small>" if cell.title else ""
    return (
        f'<tr><td data-label="Rating">{chip_html(cell.mark)}</td>'
        f'<th scope="row"><a href="{escape(cell.url)}">{escape(cell.school_name)}</a></th>'
        f'<td data-label="Area">{escape(cell.area_name)}{title}</td>'
        f'<td class="num" data-label="Figure">{escape(figure)}</td><td data-label="Was">{was}</td></tr>'
    )

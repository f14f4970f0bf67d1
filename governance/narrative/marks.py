"""Plain text with a few marks as safe HTML: bold, italic, small headings and lists; all else stays text.

`**bold**`, `*italic*`, a line that begins with `## ` or `- `, and a blank line between paragraphs. Marks do
not reach over the end of a line. There are no links, no images and no HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

HEADING: Final = "## "
ITEM: Final = "- "
BOLD: Final = re.compile(r"\*\*(?=\S)([^*]*(?:\*[^*]+)*)(?<=\S)\*\*")
# It holds no tag, so that it never crosses the end of what is bold.
ITALIC: Final = re.compile(r"\*(?=\S)([^*<]+)(?<=\S)\*")
# What no page and no PDF can show: control characters but the end of a line.
UNSEEN: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


class Block(NamedTuple):
    """A run of lines of one kind: "heading", "list" or "text"."""

    kind: str
    lines: list[str]


def blocks_of(text: str) -> list[Block]:
    """The text in blocks, without the marks that begin their lines; each heading is a block of its own."""
    return [block for lines in _between_blanks(text) for block in _by_kind(lines)]


def to_html(text: str) -> SafeString:
    """The text as HTML of p, br, h3, ul, li, strong and em; every other character stands for itself."""
    return mark_safe("".join(_html_of(block) for block in blocks_of(text)))  # noqa: S308 - escaped line by line


def to_plain(text: str) -> str:
    """The words alone, as they are counted."""
    lines = (line for block in blocks_of(text) for line in block.lines)
    return "\n".join(ITALIC.sub(r"\1", BOLD.sub(r"\1", line)) for line in lines)


def _between_blanks(text: str) -> Iterator[list[str]]:
    lines = [UNSEEN.sub(" ", line).strip() for line in text.replace("\r\n", "\n").split("\n")]
    for has_words, run in groupby(lines, key=bool):
        if has_words:
            yield list(run)


def _by_kind(lines: Iterable[str]) -> Iterator[Block]:
    for kind, run in groupby(lines, key=_kind_of):
        if kind == "heading":
            yield from (Block(kind, [line.removeprefix(HEADING)]) for line in run)
        else:
            yield Block(kind, [line.removeprefix(ITEM) if kind == "list" else line for line in run])


def _kind_of(line: str) -> str:
    return "heading" if line.startswith(HEADING) else "list" if line.startswith(ITEM) else "text"


def _html_of(block: Block) -> str:
    lines = [_inline(line) for line in block.lines]
    if block.kind == "heading":
        return f"<h3>{lines[0]}</h3>"
    if block.kind == "list":
        return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"
    return f"<p>{'<br>'.join(lines)}</p>"


def _inline(line: str) -> str:
    bold = BOLD.sub(r"<strong>\1</strong>", str(escape(line)))
    return ITALIC.sub(r"<em>\1</em>", bold)

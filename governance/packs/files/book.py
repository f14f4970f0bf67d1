"""The contents of a pack as a workbook: every figure with its reference, and each table on a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from governance.packs.compile import title_of
from governance.packs.files import told
from governance.packs.files.told import Table
from governance.packs.frozen import Contents, hash_of
from trust.tables.writing import Cell, Sheet, workbook_bytes

FIGURES: Final = (
    "Reference", "School", "Area", "Measure", "Value", "As printed", "Rating", "Judged", "Why", "Before",
    "Target", "National", "Small group", "Comment", "Page",
)  # fmt: skip
# A printed value: a sign, an amount with commas, and what it is counted in before or behind.
AMOUNT: Final = re.compile(r"^£?([−-]?)£?([\d,]+(?:\.\d+)?)[^\d]*$")


def book_of(contents: Contents, draft: str) -> bytes:
    """The workbook; the same contents give the same bytes. What they suppress is not in it in any form."""
    return workbook_bytes(
        [
            Sheet("About", ("What", "Words"), _about(contents, draft)),
            Sheet("Figures", FIGURES, _figures(contents)),
            *(Sheet(table.title, table.header, table.rows) for table in _tables(contents) if table.rows),
        ]
    )


def _about(contents: Contents, draft: str) -> Iterator[list[Cell]]:
    yield ["Document", title_of(contents)]
    yield ["State", draft or "Issued"]
    yield ["Version", contents["version"]]
    yield ["Figures as they stood at", contents["frozen"]]
    yield ["For", contents["audience"]["notice"]]
    yield ["SHA-256 of the contents", hash_of(contents)]


def _figures(contents: Contents) -> Iterator[list[Cell]]:
    for page, area, figure in told.figures(contents):
        said = {each["title"]: each["text"] for each in page["comments"]}
        yield [
            figure.get("reference", ""), page["name"], area["name"], figure["title"],
            amount_in(figure["shown"]), figure["shown"], told.word(figure["mark"]),
            told.word(figure["judged"]), figure.get("reason", ""), figure["before"], figure["target"],
            figure["national"], figure.get("small", ""), said.get(figure.get("plain_title", ""), ""),
            figure.get("url", ""),
        ]  # fmt: skip


def _tables(contents: Contents) -> Iterator[Table]:
    yield from told.heat(contents)
    yield told.milestones(contents)
    yield told.thread(contents)
    for listing, tables in told.lists(contents):
        for table in tables:
            yield table._replace(title=table.title or listing["title"])
    yield told.restated(contents)
    yield told.returns(contents)
    yield told.nationals(contents)


def amount_in(shown: str) -> Decimal | None:
    """The printed value as a number; None where it is no number, such as a grade or "small"."""
    found = AMOUNT.match(shown)
    if found is None:
        return None
    value = Decimal(found[2].replace(",", ""))
    return -value if found[1] else value

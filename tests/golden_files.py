"""Golden files: what an export looked like when a person last looked; `WRITE_GOLDEN=1` writes them anew."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

GOLDEN = Path(__file__).parent / "golden"


def assert_golden(name: str, text: str) -> None:
    """The text is that of the golden file, letter by letter."""
    path = GOLDEN / name
    if os.environ.get("WRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    assert path.exists(), f"There is no tests/golden/{name}: run the test with WRITE_GOLDEN=1 and look at it."
    assert text == path.read_bytes().decode("utf-8"), (
        f"{name} has another shape than it had. If that is meant, run the test with WRITE_GOLDEN=1, look at "
        "the difference, and say in the change log what readers of the file must know."
    )


def assert_golden_csv(name: str, content: bytes) -> None:
    assert_golden(name, content.decode("utf-8-sig").replace("\r\n", "\n"))


def assert_golden_workbook(name: str, content: bytes) -> None:
    assert_golden(name, json.dumps(shape_of(content), indent=1, ensure_ascii=False) + "\n")


def shape_of(content: bytes) -> list[dict[str, Any]]:
    """Sheets, headings, widths, what is locked and hidden, what cells take, and every cell's text."""
    return [_sheet(sheet) for sheet in load_workbook(io.BytesIO(content)).worksheets]


def _sheet(sheet: Any) -> dict[str, Any]:
    rules = sheet.data_validations.dataValidation
    return {
        "name": sheet.title,
        "state": sheet.sheet_state,
        "is_locked": sheet.protection.sheet,
        "has_password": bool(sheet.protection.password),
        "stays_in_sight": sheet.freeze_panes,
        "hidden": sorted(letter for letter, column in sheet.column_dimensions.items() if column.hidden),
        "open": [cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked],
        "takes": [
            [str(rule.sqref), rule.type, rule.operator, rule.formula1, rule.formula2, rule.error]
            for rule in rules
        ],
        "rows": [[_cell(cell) for cell in row] for row in sheet.iter_rows()],
    }


def _cell(cell: Any) -> str:
    if cell.value is None:
        return ""
    return f"{cell.data_type}:{cell.value}"

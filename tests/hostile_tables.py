"""Makes files that mean harm to whoever reads a table: bombs, hidden orders, sizes that lie."""

import io
import zipfile
from collections.abc import Callable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DEEDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TOP = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="a" Type="{DEEDS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
BOOK = (
    f'<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{DEEDS}">'
    '<sheets><sheet name="One" sheetId="1" r:id="b"/></sheets></workbook>'
)
BOOK_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="b" Type="{DEEDS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="c" Type="{DEEDS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)
SHEET = f'<worksheet xmlns="{MAIN}"><sheetData>{{}}</sheetData></worksheet>'


def packed(sheet: str = "", texts: str | bytes = "", **more: str | bytes) -> bytes:
    """A workbook's archive by hand: so can a hostile one be made."""
    files: dict[str, str | bytes] = {
        "_rels/.rels": TOP,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": BOOK_RELATIONS,
        "xl/worksheets/sheet1.xml": SHEET.format(sheet),
        **({"xl/sharedStrings.xml": texts} if texts else {}),
        **{name.replace("__", "/"): content for name, content in more.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


DOCTYPE = '<?xml version="1.0"?><!DOCTYPE x [{}]>'
LAUGHS = "".join(f'<!ENTITY l{n} "' + f"&l{n - 1};" * 10 + '">' for n in range(1, 10))
PAIR = '<row><c t="s"><v>0</v></c></row>'


def strings(opening: str) -> str:
    return opening + f'<sst xmlns="{MAIN}"><si><t>&l9;</t></si></sst>'


def bomb() -> bytes:
    return packed(texts=f'<sst xmlns="{MAIN}"><si><t>{"x" * 60_000_000}</t></si></sst>')


def lying_bomb() -> bytes:
    """Says of itself that it unpacks to ten bytes."""
    content = bytearray(bomb())
    place = content.index(b"PK\x01\x02", content.rindex(b"xl/sharedStrings.xml") - 60)
    content[place + 24 : place + 28] = (10).to_bytes(4, "little")
    return bytes(content)


HUGE: dict[str, Callable[[], bytes]] = {
    "more than 5 MB": lambda: bytes(6_000_000),
    "a million lines": lambda: b"a,b\r\n" * 1_000_000,
    "a million blank lines": lambda: b"\n" * 5_000_000,
    "a zip bomb": bomb,
    "a zip bomb that lies": lying_bomb,
    "a million rows": lambda: packed("<row><c><v>1</v></c></row>" * 1_000_000),
    "a million blank rows": lambda: packed("<row/>" * 6_000_000),
    "a row far down": lambda: packed('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
    "a column far out": lambda: packed('<row r="1"><c r="XFD1"><v>1</v></c></row>'),
    "three million texts": lambda: packed(texts=f'<sst xmlns="{MAIN}">' + "<si><t>ab</t></si>" * 2_500_000),
    "one long text in many cells": lambda: packed(
        ("<row>" + '<c t="s"><v>0</v></c>' * 200 + "</row>") * 4000,
        f'<sst xmlns="{MAIN}"><si><t>{"x" * 32_000}</t></si></sst>',
    ),
    "many files": lambda: packed(**{f"x{number}": "x" for number in range(300)}),
    "deep nesting": lambda: packed("<a>" * 3_000_000),
}

"""A Word document or a workbook as it is laid out: paragraphs and tables in order, with merged cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from . import archive
from .archive import Archive, Refused
from .cells import Book, Tally
from .looks import LaidContents, LaidStyles, Theme
from .numbering import Lists, Numbers
from .parts import Texts
from .ruled import RuledCells
from .word import Word
from .word_styles import WordStyles
from .workbook import Related, related_to

NEITHER: Final = (
    "This is no Word document or Excel workbook, or it is damaged. Save it as .docx or .xlsx again."
)
IN_A_DOCUMENT: Final = {
    archive.DAMAGED: "The document is damaged. Open it in Word, save it as .docx and send it again.",
    archive.MACROS: "This document holds a program (macros). Save it as .docx, which holds none.",
    archive.NO_WORKBOOK: NEITHER,
    archive.HIDDEN_ORDERS: "The document holds instructions that Word never writes. It was not opened.",
}


def laid_out(content: bytes, limits: Mapping[str, int]) -> dict[str, Any]:
    """What `trust.tables.laid` makes a `Laid` of. Raises `Refused` in words."""
    opened = Archive(content, limits)
    start = related_to(opened, "_rels/.rels", "").values()
    path = next((target for kind, target in start if kind == "officeDocument"), "")
    return _workbook(opened, path) if path.startswith("xl/") else _document(opened, path)


def in_its_words(refusal: str, content: bytes) -> str:
    """The same refusal in words that fit what was sent, as far as the archive's directory tells."""
    if b"word/" in content:
        return IN_A_DOCUMENT.get(refusal, refusal.replace("workbook", "document"))
    if b"xl/" in content:
        return refusal
    return (
        NEITHER if refusal in {archive.DAMAGED, archive.NO_WORKBOOK} else refusal.replace("workbook", "file")
    )


def _document(opened: Archive, path: str) -> dict[str, Any]:
    folder, _, file = path.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels".lstrip("/")
    related = related_to(opened, rels, folder) if rels in opened.names else {}
    if "vbaProject" in {kind for kind, _ in related.values()}:
        raise Refused(archive.MACROS)
    lists, styles = Lists(), WordStyles()
    for kind, reader in (("numbering", lists), ("styles", styles)):
        for _, target in (each for each in related.values() if each[0] == kind):
            if target in opened.names:
                opened.parse(target, reader)
    numbers = Numbers(lists, styles.named, styles.by_default)
    opened.parse(path, word := Word(opened.limits, numbers, styles, _theme(opened, related)))
    return {"kind": "word", "parts": word.parts, "told": sorted(word.told)}


def _workbook(opened: Archive, path: str) -> dict[str, Any]:
    opened.parse(path, contents := LaidContents())
    if len(contents.sheets) > opened.limits["MOST_SHEETS"]:
        raise Refused(f"The workbook has more than {opened.limits['MOST_SHEETS']} sheets.")
    folder, _, file = path.rpartition("/")
    related = related_to(opened, f"{folder}/_rels/{file}.rels".lstrip("/"), folder)
    texts, styles = Texts(opened.limits["MOST_TEXTS"]), LaidStyles(_theme(opened, related))
    for kind, target in related.values():
        if kind == "vbaProject":
            raise Refused(archive.MACROS)
        if kind == "sharedStrings" and target in opened.names:
            opened.parse(target, texts)
        elif kind == "styles" and target in opened.names:
            opened.parse(target, styles)
    book = Book(texts.found, styles.shown_as, contents.from_1904, Tally(opened.limits))
    comments = any("comments" in name.lower() for name in opened.names)
    parts = []
    for name, key in contents.sheets:
        kind, target = related.get(key, ("", ""))
        if kind == "worksheet" and name not in contents.hidden:
            opened.parse(target, cells := RuledCells(book, name, styles.looks, styles.by_rule))
            parts.append({"table": cells.values()})
    told = ["comments"] * comments + ["hidden_sheets"] * bool(contents.hidden)
    return {"kind": "excel", "parts": parts, "told": told}


def _theme(opened: Archive, related: Related) -> dict[str, str]:
    theme = Theme()
    for kind, target in related.values():
        if kind == "theme" and target in opened.names:
            opened.parse(target, theme)
    return theme.colours

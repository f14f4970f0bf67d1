"""The whole workbook: what belongs to it, and its sheets in their order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from posixpath import join, normpath

from .archive import MACROS, Archive, Refused
from .cells import Book, Cells, Rows, Tally
from .parts import Contents, Relations, Styles, Texts

# Key of a relation → its kind, and the file it points to.
Related = dict[str, tuple[str, str]]


def sheets_of(content: bytes, limits: Mapping[str, int]) -> Iterator[tuple[str, Rows]]:
    """Each sheet's name and cells; pages that are charts are left out. Raises `Refused` in words."""
    archive = Archive(content, limits)
    start = related_to(archive, "_rels/.rels", "").values()
    path = next((target for kind, target in start if kind == "officeDocument"), "")
    archive.parse(path, contents := Contents())
    if len(contents.sheets) > limits["MOST_SHEETS"]:
        raise Refused(f"The workbook has more than {limits['MOST_SHEETS']} sheets.")
    folder, _, file = path.rpartition("/")
    related = related_to(archive, f"{folder}/_rels/{file}.rels".lstrip("/"), folder)
    book = _book(archive, related, contents, Tally(limits))
    for name, key in contents.sheets:
        kind, target = related.get(key, ("", ""))
        if kind == "worksheet":
            archive.parse(target, cells := Cells(book, name))
            yield name, cells.rows


def related_to(archive: Archive, path: str, folder: str) -> Related:
    """What a file of the archive refers to, by a `.rels` file and the folder that its paths start from."""
    archive.parse(path, relations := Relations())
    return {
        key: (kind, target.lstrip("/") if target.startswith("/") else normpath(join(folder, target)))
        for key, (kind, target) in relations.targets.items()
    }


def _book(archive: Archive, related: Related, contents: Contents, tally: Tally) -> Book:
    texts, styles = Texts(tally.limits["MOST_TEXTS"]), Styles()
    for kind, target in related.values():
        if kind == "vbaProject":
            raise Refused(MACROS)
        if kind == "sharedStrings" and target in archive.names:
            archive.parse(target, texts)
        elif kind == "styles" and target in archive.names:
            archive.parse(target, styles)
    return Book(texts.found, styles.shown_as, contents.from_1904, tally)

"""What PDF/UA-1 asks of a file, as far as a program can see it: the faults, each in words."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf

HEADING = re.compile(r"/H([1-6])$")
SHOWS_TEXT = {"Tj", "TJ", "'", '"'}


def faults(pdf: bytes) -> list[str]:
    """Every fault found; none for a good file."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [*_of_the_file(opened), *_of_the_tree(opened), *_of_links(opened), *_of_fonts(opened)]


def outline(pdf: bytes) -> str:
    """The tag tree as text, a line for each element: indented, with how often it stands there in a row."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return "\n".join(_lines(opened.Root.StructTreeRoot.K[0], 0)) + "\n"


def _of_the_file(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "It does not say that it is tagged."
    if not str(root.get("/Lang", "")):
        yield "It has no language."
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") or not str(
        pdf.docinfo.get("/Title", "")
    ):
        yield "It does not show its title."
    if pdf.open_metadata().get("pdfuaid:part") != "1":
        yield "It does not say that it is PDF/UA-1."
    pages = {page.obj.objgen for page in pdf.pages}
    orphans = [each for each in pdf.objects if _is(each, "/Type", "/Page") and each.objgen not in pages]
    if orphans:
        yield f"{len(orphans)} pages are in no page tree."


def _of_the_tree(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root.StructTreeRoot
    elements, marked = [], {page.obj.objgen: set() for page in pdf.pages}
    _walk(root.K[0], root, elements, marked)
    for element, holder in elements:
        if element.P.objgen != holder.objgen:
            yield f"{element.S} does not name who holds it."
        if element.S == "/TH" and "/Scope" not in element.get("/A", {}):
            yield "A header cell does not say what it heads."
        if element.S == "/Figure" and not str(element.get("/Alt", "")):
            yield "A figure has no words."
    names = Counter(str(element.ID) for element, _ in elements if "/ID" in element)
    yield from (f"{name} names {count} cells." for name, count in names.items() if count > 1)
    pointed = {str(name) for element, _ in elements for name in element.get("/A", {}).get("/Headers", ())}
    yield from (f"A cell is headed by {name}, which is not there." for name in pointed - set(names))
    yield from _of_headings([str(element.S) for element, _ in elements])
    parents = _numbers(root)
    for number, page in enumerate(pdf.pages, start=1):
        yield from _of_page(number, page, marked[page.obj.objgen], parents)


def _walk(element: Any, holder: Any, elements: list[Any], marked: dict[Any, set[int]]) -> None:
    elements.append((element, holder))
    for kid in element.get("/K", ()):
        if isinstance(kid, int):
            marked[element.Pg.objgen].add(kid)
        elif kid.get("/Type") != "/OBJR":
            _walk(kid, element, elements, marked)


def _of_headings(kinds: list[str]) -> Iterator[str]:
    last = 0
    for kind in kinds:
        if found := HEADING.match(kind):
            level = int(found[1])
            if level > last + 1:
                yield f"A heading of level {level} follows one of level {last}."
            last = level


def _numbers(root: Any) -> dict[int, Any]:
    numbers = list(root.ParentTree.Nums)
    keys = [int(key) for key in numbers[::2]]
    assert len(keys) == len(set(keys)), "A key of the parent tree is there twice."
    assert keys == sorted(keys), "The keys of the parent tree are not in order."
    return dict(zip(keys, numbers[1::2], strict=True))


def _of_page(number: int, page: Any, held: set[int], parents: dict[int, Any]) -> Iterator[str]:
    drawn, loose = _marked_contents(page)
    if loose:
        yield f"Page {number} has text that is neither tagged nor an artifact."
    if drawn != held:
        yield f"Page {number}: contents {sorted(drawn ^ held)} are drawn or held, but not both."
    leads = parents.get(int(page.obj.StructParents), ())
    for mark in drawn:
        if mark >= len(leads) or mark not in list(leads[mark].K):
            yield f"Page {number}: content {mark} does not lead to its element."
    for annotation in page.obj.get("/Annots", ()):
        if int(annotation.get("/StructParent", -1)) not in parents:
            yield f"Page {number}: a link is in no element."


def _marked_contents(page: Any) -> tuple[set[int], bool]:
    marks, within, loose = set(), [], False
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                within.append(str(operands[0]))
                if "/MCID" in operands[1]:
                    marks.add(int(operands[1].MCID))
            case "BMC":
                within.append(str(operands[0]))
            case "EMC":
                within.pop()
            case shown if shown in SHOWS_TEXT:
                loose = loose or not within
    return marks, loose


def _of_links(pdf: pikepdf.Pdf) -> Iterator[str]:
    pages = {page.obj.objgen for page in pdf.pages}
    names = list(pdf.Root.get("/Names", {}).get("/Dests", {}).get("/Names", ()))
    places = {str(name): place for name, place in zip(names[::2], names[1::2], strict=True)}
    if list(places) != sorted(places):
        yield "The names of places are not in order."
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            target = annotation.get("/Dest") or annotation.get("/A", {}).get("/D")
            if target is None:
                if not str(annotation.get("/A", {}).get("/URI", "")).startswith("http"):
                    yield "A link leads nowhere."
            elif str(target) not in places or places[str(target)][0].objgen not in pages:
                yield f"A link leads to {target}, which is not there."


def _of_fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for font in (each for each in pdf.objects if _is(each, "/Type", "/FontDescriptor")):
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()):
            yield f"{font.FontName} is not embedded."


def _is(thing: Any, key: str, value: str) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get(key) == value


def _lines(element: Any, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}{str(element.S).removeprefix('/')}"
    told: list[tuple[str, ...]] = []
    for kid in element.get("/K", ()):
        if not isinstance(kid, int) and kid.get("/Type") != "/OBJR":
            told.append(tuple(_lines(kid, depth + 1)))
    while told:
        same = next((n for n, each in enumerate(told) if each != told[0]), len(told))
        yield told[0][0] + (f" × {same}" if same > 1 else "")
        yield from told[0][1:]
        del told[:same]

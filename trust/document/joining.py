"""Binding: parts laid out apart become one PDF with one tag tree, one row of bookmarks and numbered pages."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from trust.document.laid import Laid, Place

# A link into another part, which the engine takes for one that leads outside.
ELSEWHERE: Final = "https://elsewhere.invalid/#"
ARTIFACT: Final = b"Q /Artifact <</Type /Pagination>> BDC q /Foot%d Do Q EMC"


def join(parts: Sequence[Laid], strip: Laid | None = None) -> bytes:
    """One PDF of the parts in this order, named as the first one is.

    A page of `strip`, which has as many as all parts together, is stamped on each page but the first, as what
    readers of the tags need not hear. Links that begin with ELSEWHERE lead to the `id` after it; KeyError
    where no part has it.
    """
    with ExitStack() as opened, Pdf.new() as whole:
        sources = [opened.enter_context(pikepdf.open(io.BytesIO(part.pdf))) for part in parts]
        _take_over(whole, sources[0])
        tree = _Tree(whole)
        for source in sources:
            start = len(whole.pages)
            whole.pages.extend(source.pages)
            tree.add(source, [page.obj for page in list(whole.pages)[start:]])
        tree.close()
        places = dict(_places(parts))
        _lead(whole, places)
        _name_places(whole, places)
        _bookmark(whole, parts)
        if strip is not None:
            _stamp(whole, opened.enter_context(pikepdf.open(io.BytesIO(strip.pdf))))
        out = io.BytesIO()
        whole.save(
            out,
            deterministic_id=True,
            min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
        )
        return out.getvalue()


def _take_over(whole: Pdf, first: Pdf) -> None:
    for name in (Name.Lang, Name.ViewerPreferences, Name.MarkInfo):
        whole.Root[name] = _own(whole, first.Root[name])
    whole.Root.Metadata = whole.copy_foreign(first.Root.Metadata)
    whole.docinfo.update({name: first.docinfo[name] for name in first.docinfo.keys()})  # noqa: SIM118


def _own(whole: Pdf, thing: Any) -> Any:
    """A copy of a direct object that belongs to no other file."""
    return pikepdf.Object.parse(thing.unparse(resolved=True))


class _Tree:
    """The tag tree of the whole: each part's own, hung under one root with its keys moved up."""

    def __init__(self, whole: Pdf) -> None:
        self._whole, self._key = whole, 0
        self._kids, self._numbers = Array(), Array()
        self._root = whole.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._document = whole.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=self._root))

    def add(self, source: Pdf, pages: list[Any]) -> None:
        # After its pages, so that its references lead to their copies.
        theirs = self._whole.copy_foreign(source.Root.StructTreeRoot)
        for kid in theirs.K[0].K:
            kid.P = self._document
            self._kids.append(kid)
        shift, highest = self._key, -1
        numbers = list(theirs.ParentTree.Nums)
        for key, parents in zip(numbers[::2], numbers[1::2], strict=True):
            numbered: list[Any] = [int(key) + shift, parents]
            self._numbers.extend(numbered)
            highest = max(highest, int(key))
        for holder, name in _key_holders(pages):
            holder[name] = int(holder[name]) + shift
        self._key += highest + 1

    def close(self) -> None:
        self._document.K = self._kids
        self._root.K = Array([self._document])
        self._root.ParentTree = self._whole.make_indirect(Dictionary(Nums=self._numbers))
        self._root.ParentTreeNextKey = self._key
        self._whole.Root.StructTreeRoot = self._root


def _key_holders(pages: list[Any]) -> Iterator[tuple[Any, str]]:
    for page in pages:
        yield page, "/StructParents"
        for annotation in page.get("/Annots", ()):
            if "/StructParent" in annotation:
                yield annotation, "/StructParent"


def _places(parts: Sequence[Laid]) -> Iterator[tuple[str, Place]]:
    start = 0
    for part in parts:
        for name, (page, x, y) in part.anchors.items():
            yield name, Place(page + start, x, y)
        start += part.pages


def _lead(whole: Pdf, places: dict[str, Place]) -> None:
    for page in whole.pages:
        for annotation in page.obj.get("/Annots", ()):
            address = str(annotation.A.get("/URI", "")) if "/A" in annotation else ""
            if address.startswith(ELSEWHERE):
                name = address.removeprefix(ELSEWHERE)
                if name not in places:
                    raise KeyError(f"A link leads to {name}, which no part has.")
                del annotation.A
                annotation.Dest = String(name)


def _name_places(whole: Pdf, places: dict[str, Place]) -> None:
    pages = [page.obj for page in whole.pages]
    names = Array()
    for name, (page, x, y) in sorted(places.items()):
        names.extend([String(name), Array([pages[page], Name.XYZ, x, y, 0])])
    whole.Root.Names = Dictionary(Dests=whole.make_indirect(Dictionary(Names=names)))


def _bookmark(whole: Pdf, parts: Sequence[Laid]) -> None:
    start = 0
    with whole.open_outline() as outline:
        for part in parts:
            for title, (page, x, y) in part.bookmarks:
                outline.root.append(OutlineItem(title, page + start, "XYZ", left=x, top=y))
            start += part.pages


def _stamp(whole: Pdf, strip: Pdf) -> None:
    """After what the page says, so that it is read last, and by the measure of a page that is empty."""
    kept = whole.make_stream(b"q")
    for number, (page, stamp) in enumerate(zip(whole.pages, strip.pages, strict=True)):
        if number:
            # Pages of one part share their resources, so each foot has a name of its own.
            name = Name(f"/Foot{number}")
            page.add_resource(whole.copy_foreign(stamp.as_form_xobject()), Name.XObject, name)
            drawn = whole.make_stream(ARTIFACT % number)
            page.obj.Contents = Array([kept, page.obj.Contents, drawn])

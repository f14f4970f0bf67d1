"""Whether issued Updates can still be made from what was frozen: rendered anew and held against the files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import NamedTuple

from pypdf import PdfReader

from governance.models import Build, TrustUpdate
from governance.packs.compile import compile_pack
from governance.packs.engine import pack_engine
from governance.packs.frozen import Contents, read_contents
from governance.queries.proofs import issued
from trust.blobs import Altered, read


class Rendered(NamedTuple):
    """What came of rendering: what is wrong, and what is only to be known."""

    faults: list[str]
    remarks: list[str]


def render_again() -> Rendered:
    """Render every issued freeze and compare: bytes where engine and look are those that made it; else the
    text, page by page, which may differ, and the figures, which may not."""
    faults, remarks = [], []
    for update in issued():
        final = update.final
        if final is None or final.contents is None or final.pdf is None:
            continue  # The hashes' own check has told of it.
        try:
            contents, kept = read_contents(final.contents), read(final.pdf)
        except Altered:
            continue
        anew = compile_pack(contents, draft="").pdf
        if final.engine == pack_engine():
            faults += [] if anew == kept else [f"{update}: rendered anew, its PDF has other bytes."]
            continue
        remarks.append(_said(update, final, kept, anew))
        faults += [f"{update}: {fault}" for fault in _lost_figures(contents, kept, anew)]
    return Rendered(faults, remarks)


def _said(update: TrustUpdate, final: Build, kept: bytes, anew: bytes) -> str:
    before, now = _pages(kept), _pages(anew)
    same = sum(was == is_now for was, is_now in zip(before, now, strict=False))
    made = final.engine or "a release that did not record its engine"
    return (
        f"{update}: made by {made}, now {pack_engine()}; "
        f"{same} of {len(before)} pages have the same text, {len(now)} pages now."
    )


def _lost_figures(contents: Contents, kept: bytes, anew: bytes) -> Iterator[str]:
    """Each figure that the file prints beside its reference, and that would not be printed now."""
    before, now = "".join(_pages(kept)), "".join(_pages(anew))
    for name, printed in _printed(contents):
        if printed in before and printed not in now:
            yield f"{name} would not be printed any more."


def _printed(contents: Contents) -> Iterator[tuple[str, str]]:
    for page in contents["schools"]:
        for area in page["areas"]:
            for figure in area["figures"]:
                words = f"{figure.get('reference', '')}{figure['shown']}"
                yield f"{page['name']}: {figure['title']}", "".join(words.split())


def _pages(pdf: bytes) -> list[str]:
    """The text of each page without its spaces, which are the engine's."""
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]

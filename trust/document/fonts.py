"""The fonts that documents are set in: Source Sans 3 and Source Serif 4, as npm put them there."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from fontTools.ttLib import woff2  # type: ignore[import-untyped]

FAMILIES: Final = {"source-sans-3": "Source Sans 3", "source-serif-4": "Source Serif 4"}
STYLES: Final = ((400, "normal"), (400, "italic"), (600, "normal"), (700, "normal"))


@cache
def fonts() -> dict[str, bytes]:
    """Address → font file. Unpacked once a process: it takes longer than laying out a page."""
    return {
        _address(family, weight, style): _unpacked(f"{family}-latin-{weight}-{style}.woff2", family)
        for family in FAMILIES
        for weight, style in STYLES
    }


def font_faces() -> str:
    """The stylesheet that names them."""
    return "".join(
        f'@font-face{{font-family:"{name}";font-weight:{weight};font-style:{style};'
        f"src:url({_address(family, weight, style)})}}"
        for family, name in FAMILIES.items()
        for weight, style in STYLES
    )


def _address(family: str, weight: int, style: str) -> str:
    return f"font:{family}/{weight}/{style}"


def _unpacked(name: str, family: str) -> bytes:
    found = finders.find(f"vendor/@fontsource/{family}/files/{name}")
    if not found:
        raise FileNotFoundError(f"The font {name} is not there; `make setup` installs it.")
    out = io.BytesIO()
    woff2.decompress(io.BytesIO(Path(found).read_bytes()), out)
    return out.getvalue()

"""An office file whose bytes depend on its contents alone: a zip without the time at which it was made."""

from __future__ import annotations

import io
import re
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

NEVER: Final = (1980, 1, 1, 0, 0, 0)
PROPERTIES: Final = "docProps/core.xml"
MOMENT: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def still(content: bytes) -> bytes:
    """The same files in the same order, all of one date, also where it says when it was made."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as made, ZipFile(out, "w", ZIP_DEFLATED) as kept:
        for name in made.namelist():
            held = made.read(name)
            if name == PROPERTIES:
                held = MOMENT.sub(rb"\g<1>1980-01-01T00:00:00Z", held)
            kept.writestr(ZipInfo(name, NEVER), held, ZIP_DEFLATED)
    return out.getvalue()

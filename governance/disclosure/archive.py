"""A folder of files as one zip, with a list of what was withheld and why, and a page to begin with."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.template.loader import render_to_string

from trust.queries import current_trust
from trust.tables import Cell, csv_bytes

# The day that zip files begin at: the same contents give the same bytes.
STILL = (1980, 1, 1, 0, 0, 0)


class Entry(NamedTuple):
    """One file as the first page tells of it."""

    name: str
    tells: str
    rows: int


@dataclass
class Archive:
    """The files in the order in which they are put in."""

    title: str
    about: str
    entries: list[Entry] = field(default_factory=list)
    withheld: list[tuple[str, str, str]] = field(default_factory=list)
    _files: dict[str, bytes] = field(default_factory=dict)

    def put(self, name: str, tells: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        """A table, as CSV, where it has rows."""
        if held := list(rows):
            self.put_file(f"{name}.csv", tells, csv_bytes(header, held), len(held))

    def put_file(self, name: str, tells: str, content: bytes, rows: int = 1) -> None:
        self._files[name] = content
        self.entries.append(Entry(name, tells, rows))

    def withhold(self, what: str, why: str, ground: str) -> None:
        """Say that something is not in here, why, and on which ground."""
        self.withheld.append((what, why, ground))

    def zipped(self) -> bytes:
        """The files, `withheld.csv` and `index.html` as one zip."""
        context = {"archive": self, "trust": current_trust()}
        index = render_to_string("governance/disclosure/index.html", context).encode()
        withheld = csv_bytes(("What", "Why it is not here", "Ground"), self.withheld)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as held:
            for name, content in {"index.html": index, **self._files, "withheld.csv": withheld}.items():
                held.writestr(zipfile.ZipInfo(name, STILL), content, zipfile.ZIP_DEFLATED)
        return out.getvalue()

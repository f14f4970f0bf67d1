"""The last stage of the chain: to whom a version of a figure was issued, as far as its reader may know."""

from __future__ import annotations

from collections.abc import Iterator

from kpis.models import ReleasedFigure
from kpis.queries.chain.link import Link
from kpis.queries.figures import Provenance


def links_to_the_board(told: Provenance) -> Iterator[Link]:
    """Each issue of this version; that there is none yet, where there is none."""
    if not told.stamps:
        what = "This version is not issued" if told.figure.version > 1 else "Not issued"
        words = f"{what} yet: only those who prepare it see it."
        yield Link("Given out", words, "send", missing="an issued Trust Update")
    yield from map(_issued, told.stamps)


def _issued(stamp: ReleasedFigure) -> Link:
    release = stamp.release
    audience = release.get_audience_display().lower()
    return Link("Given out", f"Issued to the {audience}, version {release.version}.", "send", at=release.at)

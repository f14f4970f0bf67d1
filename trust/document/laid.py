"""A part that has been laid out, as it goes from process to process and into the database."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from typing import Any, Final, NamedTuple

# What makes pages of HTML, the engine and what we do to its tags; who keeps a part takes it into its key,
# beside the HTML and the stylesheet. A change of `layout` or `tags` is a new number.
ENGINE: Final = f"weasyprint {version('weasyprint')}, layout 1"


class Place(NamedTuple):
    """A page, counted from 0, and a point on it, in points from its lower left corner."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Laid:
    """A part as a PDF: whether each page lies on its side, where each `id` stands, and its bookmarks."""

    pdf: bytes
    wide: list[bool]
    anchors: dict[str, Place] = field(default_factory=dict)
    bookmarks: list[tuple[str, Place]] = field(default_factory=list)

    @property
    def pages(self) -> int:
        return len(self.wide)


def told(laid: Laid) -> dict[str, Any]:
    """Everything about the part but its bytes, as plain values."""
    return {name: value for name, value in asdict(laid).items() if name != "pdf"}


def laid_from(told: dict[str, Any], pdf: bytes) -> Laid:
    """The part again from what `told` gave and its bytes."""
    anchors = {name: Place(*at) for name, at in told["anchors"].items()}
    return Laid(pdf, told["wide"], anchors, [(title, Place(*at)) for title, at in told["bookmarks"]])

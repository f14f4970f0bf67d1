"""Named places on a page that the floors above fill: a page stays with its noun, and what others add is
registered.

A contribution is a function `(context) -> Contribution | None`, registered in `AppConfig.ready()`. The page
knows the
slot's name and nothing of who fills it; the tag `{% slot %}` renders what was registered, in order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple


class Contribution(NamedTuple):
    """What one floor adds to a page of a floor below: a template, and the context it is rendered with."""

    template: str
    context: dict[str, Any]


Filler = Callable[[Mapping[str, Any]], Contribution | None]

_fillers: dict[str, list[tuple[int, Filler]]] = defaultdict(list)


def register(name: str, filler: Filler, *, order: int = 0) -> None:
    """Add `filler` to the slot; fillers with a lower `order` come first."""
    if all(filler is not known for _, known in _fillers[name]):
        _fillers[name].append((order, filler))
        _fillers[name].sort(key=lambda entry: entry[0])


def fill(name: str, context: Mapping[str, Any]) -> list[Contribution]:
    """What the floors above have to add to this page, for this reader: an empty list for nothing."""
    answers = (filler(context) for _, filler in _fillers.get(name, []))
    return [answer for answer in answers if answer is not None]


def registered() -> dict[str, int]:
    """The slots that are filled, with how many fillers each has: a test holds them against the templates."""
    return {name: len(fillers) for name, fillers in _fillers.items()}

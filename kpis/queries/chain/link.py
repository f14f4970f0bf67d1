"""What the chain behind a figure is made of: its links, in the stages of a figure's way to the board."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from kpis.rag import Rag


class Link(NamedTuple):
    """One link: what it is about, what is said, by whom and when, and where more is told.

    `missing` names what is not there yet ("evidence"); such a link says so in its words. `rag` is drawn in
    place of the icon.
    """

    title: str
    words: str
    icon: str
    by: str = ""
    at: date | datetime | None = None
    url: str = ""
    url_words: str = ""
    missing: str = ""
    rag: Rag | None = None

    @property
    def has_time(self) -> bool:
        return isinstance(self.at, datetime)


class Stage(NamedTuple):
    """One part of the way: at the school, at the trust's check, against its target, to the board."""

    name: str
    links: tuple[Link, ...]

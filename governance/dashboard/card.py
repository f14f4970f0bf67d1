"""One thing that needs the board, as the dashboard prints it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.safestring import SafeString

from kpis.rag import Mark
from trust.charts import NOTHING


class Strip(NamedTuple):
    """How a priority was rated in the last terms, oldest first."""

    code: str
    title: str
    url: str
    marks: list[Mark]


@dataclass(frozen=True)
class Card:
    """One thing that needs the board. `ask` names, for the question's form, what it is about.

    What is asked of the board has no rating: its `mark` is None.
    """

    mark: Mark | None
    about: str
    title: str
    words: str
    url: str
    ask: dict[str, str]
    ask_about: str = ""
    chart: SafeString = NOTHING
    caption: str = ""
    strips: list[Strip] = field(default_factory=list)
    link: str = "See the evidence"

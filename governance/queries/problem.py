"""One thing to sort out before a Trust Update is issued."""

from __future__ import annotations

from typing import NamedTuple

from kpis.rag import Mark


class Problem(NamedTuple):
    """How serious it is, what, why it matters, and where it is put right.

    What is red is issued with a reason only; what `blocks` is not issued at all. `reminds` is the address
    that writes to those who can put it right.
    """

    mark: Mark
    title: str
    words: str
    url: str
    verb: str
    blocks: bool = False
    reminds: str = ""

"""The approval of an edition in one line: who drafted and approved it, its adoption and its review."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from trust.dates import printed_day


class Approved(Protocol):
    """What is said of an edition's approval; each `…_on` is a `PRINTED_DAY` or empty."""

    @property
    def drafted_by(self) -> str: ...
    @property
    def drafted_on(self) -> str: ...
    @property
    def approved_by(self) -> str: ...
    @property
    def approved_on(self) -> str: ...
    @property
    def adopted_on(self) -> str: ...
    @property
    def minute(self) -> str: ...
    @property
    def review_on(self) -> str: ...


def approval(plan: Approved) -> str:
    """'Drafted by A. Reed, May 2026. Approved by the board, 9 July 2026. Next review June 2027.'"""
    return " ".join(f"{sentence}." for sentence in _sentences(plan))


def _sentences(plan: Approved) -> Iterator[str]:
    if plan.drafted_by or plan.drafted_on:
        yield _said("Drafted", plan.drafted_by, plan.drafted_on)
    if plan.approved_by or plan.approved_on:
        yield _said("Approved", plan.approved_by, plan.approved_on)
    if plan.adopted_on:
        yield _said("Adopted", "", plan.adopted_on) + (f" ({plan.minute})" if plan.minute else "")
    if plan.review_on:
        yield _said("Next review", "", plan.review_on)


def _said(what: str, who: str, when: str) -> str:
    # "The trust board" stands by itself in a form, and within a sentence here.
    by = f"{what} by {who.replace('The ', 'the ', 1) if who.startswith('The ') else who}" if who else what
    if not when:
        return by
    return f"{by}{',' if who else ''} {printed_day(when)}"

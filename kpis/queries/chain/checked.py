"""The second stage of the chain: who checked the figure, inside the trust and from outside, and what was
corrected after that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpis.models import Return, ReturnState, Validation
from kpis.queries.chain.begun import change_words, steps_of
from kpis.queries.chain.link import Link
from kpis.queries.chain.source import is_correction
from kpis.queries.figures import Provenance, Version
from kpis.rag import Mark


def links_of_checks(told: Provenance, validations: Iterable[Validation]) -> Iterator[Link]:
    """Moderated, validated, corrected; what has not happened says so."""
    yield _moderated(told.figure.returned)
    yield from _validated(told, list(validations))
    yield from (_corrected(*pair) for pair in steps_of(told) if is_correction(pair[1].figure))


def assurance_of(returned: Return, validations: Iterable[Validation]) -> str:
    """How far a figure has been checked, in a word or two."""
    if any(validations):
        return "Externally validated"
    is_decided = returned.state in (ReturnState.ACCEPTED, ReturnState.ISSUED)
    return "Moderated" if is_decided else "Self-reported"


def _moderated(returned: Return) -> Link:
    if returned.state in (ReturnState.ACCEPTED, ReturnState.ISSUED) and returned.decided_at:
        by = returned.decided_by.name if returned.decided_by else ""
        return Link("Moderated", "Accepted with its return.", "check2-circle", by, returned.decided_at)
    return Link(
        "Moderated", "Nobody has checked it yet: it is self-reported until the executive director has.",
        "check2-circle", missing="a check by the executive director",
    )  # fmt: skip


def _validated(told: Provenance, validations: list[Validation]) -> Iterator[Link]:
    if not validations:
        words = "Nobody from outside the school has checked it against its source."
        yield Link("Externally validated", words, "shield-check", missing="a check from outside")
    is_hidden = told.figure.absent == Mark.SMALL_GROUP
    for one in validations:
        words = "Checked against its source." if is_hidden else one.words
        yield Link("Externally validated", words, "shield-check", one.by.name, one.at)


def _corrected(before: Version, after: Version) -> Link:
    return Link(
        f"Corrected: version {after.figure.version}", change_words(before, after), "arrow-repeat",
        after.figure.entered_by.name, after.figure.entered_at,
    )  # fmt: skip

"""Marks, texts and cells of the matrix as prepared, escaped pieces: a matrix prints them by the hundred.

Written as plain strings, each value escaped where it is put in: `format_html` takes ten times as long.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString

from kpis.rag import Mark, Rag
from kpis.templatetags.rag import shape
from milestones.progress import WHOLE
from milestones.queries import Cell, MatrixLine, MilestoneRow
from trust.terms import TermRef

Names = Mapping[int, str]

# How a rating that keys change looks: a shape with its word, or a piece of a strip with its letter.
CHIP, PIECE = "chip", "piece"


@cache
def _letter(mark: Mark) -> str:
    return f'{shape(mark)}<span aria-hidden="true">{escape(mark.letter)}</span>'


@lru_cache(maxsize=512)
def _label(term: TermRef) -> tuple[str, str]:
    return term.slug, escape(term.label)


@lru_cache(maxsize=1024)
def address(priority: int) -> str:
    """Where a priority is read; a large matrix names it a dozen times."""
    return reverse("milestones:priority", args=[priority])


def letter_link(rag: Rag, url: str, term: TermRef) -> SafeString:
    """A rating of an earlier term: letter and shape, its reason as the title, a link to what was said."""
    slug, label = _label(term)
    return SafeString(
        f'<a class="rag rag-letter m-{rag.mark.value}" href="{url}#term-{slug}" title="{escape(rag.reason)}">'
        f'{_letter(rag.mark)}<span class="visually-hidden">{label}: {escape(rag.word)}</span></a>'
    )


def chip_link(rag: Rag, url: str, does: str, more: str = "") -> SafeString:
    """How a line stands now: shape and word, a link that does what its hidden words say.

    `more` are attributes, escaped already.
    """
    return SafeString(
        f'<a class="rag m-{rag.mark.value}" href="{url}" title="{escape(rag.reason)}"{more}>'
        f'{shape(rag.mark)}{escape(rag.word)}<span class="visually-hidden">, {escape(does)}</span></a>'
    )


def rate_chip(line: MatrixLine, track: int, rag: Rag) -> SafeString:
    """How a line stands now, for who may rate it: a link to the form, and keys rate it where it stands.

    `track` is the track whose own rating is shown, 0 for that of the whole.
    """
    return chip_link(rag, _rate_address(line, track), f"rate {line.code}", _by_key(line, track, CHIP))


def rate_piece(line: MatrixLine, track: int, rag: Rag) -> SafeString:
    """The same as a piece of a strip: the letter, and the word for who does not see it."""
    return SafeString(
        f'<a class="rag m-{rag.mark.value}" href="{_rate_address(line, track)}" title="{escape(rag.reason)}"'
        f"{_by_key(line, track, PIECE)}>{_letter(rag.mark)}"
        f'<span class="visually-hidden">{escape(rag.word)}, rate {escape(line.code)}</span></a>'
    )


RATING = {CHIP: rate_chip, PIECE: rate_piece}


def _rate_address(line: MatrixLine, track: int) -> str:
    asked = f"?track={track}" if track != WHOLE else ""
    return reverse("milestones:rate", args=[line.priority, line.now]) + asked


def _by_key(line: MatrixLine, track: int, look: str) -> str:
    """What the keys need to know of a rating that they change where it stands."""
    pk, term = line.priority, line.now
    standing = next((each for each in line.ratings.get(term, ()) if each.track == track), None)
    return (
        f' id="now-{pk}-{track}" data-quick="{reverse("milestones:quick", args=[pk, term])}"'
        f' data-track="{track}" data-version="{standing.version if standing else 0}"'
        f' data-code="{escape(line.code)}" data-look="{look}"'
    )


def strip(rags: tuple[Rag | None, ...], own: str = "", at: int | None = None) -> SafeString:
    """One piece for each column of a cell, an empty one for a term to come; `own` stands in column `at`."""
    pieces = list(map(_piece, rags))
    if own and at is not None:
        pieces[at] = own
    return SafeString(f'<span class="strip">{"".join(pieces)}</span>')


def _piece(rag: Rag | None) -> str:
    if rag is None:
        return "<span></span>"
    return (
        f'<span class="rag m-{rag.mark.value}" title="{escape(rag.reason)}">{_letter(rag.mark)}'
        f'<span class="visually-hidden">{escape(rag.word)}</span></span>'
    )


@lru_cache(maxsize=512)
def band(at: int | None, terms: int) -> SafeString:
    """The tint of the shown term behind a cell over several: that of the column `at`."""
    if at is None:
        return SafeString("")
    return SafeString(
        '<svg class="now-band" width="100%" height="100%" aria-hidden="true">'
        f'<rect x="{100 * at / terms:.3f}%" width="{100 / terms:.3f}%" height="100%"/></svg>'
    )


def with_references(milestone: MilestoneRow, names: Names) -> SafeString:
    """The text of a milestone, each reference in it that leads somewhere a link to that priority."""
    targets = {ref.code.lower(): ref.priority for ref in milestone.refs if ref.priority in names}
    if not targets:
        return SafeString(escape(milestone.text))
    found = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, targets))})(?!\w)", re.IGNORECASE)
    return SafeString("".join(_reference(piece, targets, names) for piece in found.split(milestone.text)))


def _reference(piece: str, targets: Mapping[str, int | None], names: Names) -> str:
    priority = targets.get(piece.lower())
    if priority is None:
        return escape(piece)
    return f'<a class="ref" href="{address(priority)}" title="{escape(names[priority])}">{escape(piece)}</a>'


def halt(words: str) -> str:
    """The rest of a paused line."""
    chip = f'<span class="rag m-paused">{shape(Mark.PAUSED)}{Mark.PAUSED.word}</span>'
    said = f'<span class="halt-words" title="{escape(words)}">{escape(words)}</span>' if words else ""
    return f'<span class="halt">{chip}{said}</span>'


def opener(url: str, code: str, term: TermRef) -> str:
    """A link over the whole of a cell."""
    words = f"Open {escape(code)}, {_label(term)[1]}"
    return f'<a class="opens" href="{url}"><span class="visually-hidden">{words}</span></a>'


def since(term: TermRef | None) -> str:
    return f'<span class="since">since {_label(term)[1]}</span>' if term else ""


def like(code: str) -> str:
    """Beside a rating that is another line's."""
    return f'<span class="since">as {escape(code)}</span>'


def cell_start(cell: Cell, look: str, anchor: str = "") -> str:
    span = f' colspan="{cell.terms}"' if cell.terms > 1 else ""
    return f'<td class="{look}"{span}{anchor}>'

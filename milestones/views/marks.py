"""Marks and texts of the matrix as prepared, escaped pieces, since a matrix prints them by the hundred."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from kpis.rag import Rag
from kpis.templatetags.rag import shape
from milestones.queries import MilestoneRow
from trust.terms import TermRef

Names = Mapping[int, str]


def letter_link(rag: Rag, url: str, term: TermRef) -> SafeString:
    """A rating of an earlier term: letter and shape, its reason as the title, a link to what was said."""
    return format_html(
        '<a class="rag rag-letter m-{}" href="{}#term-{}" title="{}">{}<span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}: {}</span></a>',
        *(rag.mark, url, term.slug, rag.reason, shape(rag.mark), rag.letter, term.label, rag.word),
    )


def chip_link(rag: Rag, url: str, does: str) -> SafeString:
    """How a line stands now: shape and word, a link that does what its hidden words say."""
    return format_html(
        '<a class="rag m-{}" href="{}" title="{}">{}{}<span class="visually-hidden">, {}</span></a>',
        *(rag.mark, url, rag.reason, shape(rag.mark), rag.word, does),
    )


def strip(rags: tuple[Rag | None, ...]) -> SafeString:
    """One piece for each column of a cell, an empty one for a term that has not come."""
    pieces = ((_piece(rag),) for rag in rags)
    return format_html('<span class="strip">{}</span>', format_html_join("", "{}", pieces))


def _piece(rag: Rag | None) -> SafeString:
    if rag is None:
        return SafeString("<span></span>")
    return format_html(
        '<span class="rag m-{}" title="{}">{}<span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></span>',
        *(rag.mark, rag.reason, shape(rag.mark), rag.letter, rag.word),
    )


def band(place: tuple[int, int] | None) -> SafeString:
    """The tint of the shown term behind a cell that covers others too: from, and how wide, in hundredths."""
    if place is None:
        return SafeString("")
    return format_html(
        '<svg class="now-band" width="100%" height="100%" aria-hidden="true">'
        '<rect x="{}%" width="{}%" height="100%"/></svg>',
        *place,
    )


def with_references(milestone: MilestoneRow, names: Names) -> SafeString:
    """The text of a milestone, each reference in it that leads somewhere a link to that priority."""
    targets = {ref.code.lower(): ref.priority for ref in milestone.refs if ref.priority in names}
    if not targets:
        return escape(milestone.text)
    found = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, targets))})(?!\w)", re.IGNORECASE)
    pieces = found.split(milestone.text)
    return format_html_join("", "{}", ((_reference(piece, targets, names),) for piece in pieces))


def _reference(piece: str, targets: Mapping[str, int | None], names: Names) -> SafeString:
    priority = targets.get(piece.lower())
    if priority is None:
        return escape(piece)
    url = reverse("milestones:priority", args=[priority])
    return format_html('<a class="ref" href="{}" title="{}">{}</a>', url, names[priority], piece)

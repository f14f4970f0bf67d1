"""The first stage of the chain: what was reported, how it came in, from which counts, with what evidence."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit

from django.urls import reverse

from kpis.models import Figure, Return, Strength
from kpis.queries.chain.link import Link
from kpis.queries.chain.source import is_correction, link_to_source
from kpis.queries.figures import Provenance, Version
from kpis.rag import Mark
from kpis.words import unit_words
from trust.numbers import show_exact


def links_at_the_school(told: Provenance, documents: int) -> Iterator[Link]:
    """From what was reported to who signed it; `documents` is how many the reader may open."""
    figure = told.figure
    yield _reported(told)
    yield _source(told)
    yield from _counts(told)
    yield _definition(figure)
    yield from _words(figure)
    yield _evidence(figure, documents)
    yield from (_changed(*pair) for pair in steps_of(told) if not is_correction(pair[1].figure))
    yield _signed(figure.returned)


def steps_of(told: Provenance) -> Iterator[tuple[Version, Version]]:
    """Each version up to this one beside the one before it, of those that the reader sees."""
    upto = [one for one in told.versions if one.figure.version <= told.figure.version]
    return pairwise(upto)


def change_words(before: Version, after: Version) -> str:
    """ "93.1% became 95.0%: two classes were missing." """
    if after.rag.mark is Mark.SMALL_GROUP:
        return "Both versions are kept back, because the group is small."
    moved = f"{before.shown} became {after.shown}"
    if before.shown == after.shown:
        moved = f"It stayed {after.shown}; what stands beside it changed"
    return f"{moved}: {after.figure.reason}" if after.figure.reason else f"{moved}."


def _reported(told: Provenance) -> Link:
    figure, first = told.figure, told.versions[0]
    owner = figure.school.name if figure.school else "The trust"
    words = f"{owner} reported {first.shown} for {figure.term.name}.{_period(figure)}"
    if first.figure.reason:
        words = f"{words} {first.figure.reason}"
    by = first.figure.entered_by.name
    return Link("Reported", words, "pencil", by, first.figure.entered_at)


def _source(told: Provenance) -> Link:
    """How the version that was reported came in; a correction says itself who made it."""
    first = told.versions[0].figure
    first.returned = told.figure.returned
    return link_to_source(first, is_hidden=told.figure.absent == Mark.SMALL_GROUP)


def _counts(told: Provenance) -> Iterator[Link]:
    figure = told.figure
    if figure.numerator is not None and figure.denominator is not None:
        yield Link(f"Worked out from{_since(told)}", _sum_words(told), "calculator")
    elif figure.value is not None:
        yield Link(f"Worked out from{_since(told)}", "A figure given as it is, without counts.", "calculator")


def _since(told: Provenance) -> str:
    """ ", in version 2" where what is worked out is not what was first reported."""
    return f", in version {told.figure.version}" if told.figure.pk != told.versions[0].figure.pk else ""


def _sum_words(told: Provenance) -> str:
    figure, definition, shown = told.figure, told.figure.definition, told.version.shown
    top = f"{show_exact(figure.numerator)} ({definition.numerator_label or 'counted'})"
    bottom = f"{show_exact(figure.denominator)} ({definition.denominator_label or 'in all'})"
    makes = "" if "/" in shown else f", which makes {shown}"
    asked = f" {show_exact(figure.eligible)} were asked." if figure.eligible is not None else ""
    return f"{top} of {bottom}{makes}.{asked}"


def _definition(figure: Figure) -> Link:
    definition = figure.definition
    unit = f" In {unit_words(definition.unit)}." if definition.unit else ""
    words = (
        f"{definition.title}, version {definition.version}, in force since {definition.from_term.name}: "
        f"{definition.meaning}{unit}"
    )
    address = f"{reverse('kpis:kpi', args=[figure.kpi.code])}?term={figure.term.slug}"
    return Link("What is counted", words, "book", url=address, url_words="This KPI at all schools")


def _words(figure: Figure) -> Iterator[Link]:
    if figure.text:
        yield Link("In its own words", figure.text, "chat-left-text")
    if figure.note:
        yield Link("Confirmed, though unusual", figure.note, "patch-check", figure.entered_by.name)


def _evidence(figure: Figure, documents: int) -> Link:
    """What stands behind the figure, or that nothing does."""
    if figure.absent == Mark.SMALL_GROUP:
        return Link("Evidence", "Not shown, because the group is small.", "paperclip")
    is_document = figure.strength == Strength.DOCUMENT
    if not (is_document or figure.evidence or figure.evidence_link or documents):
        return Link("Evidence", "No evidence was given with it.", "paperclip", missing="evidence")
    given = "A document was given." if is_document else "Stated, without a document."
    words = f"{given} {figure.evidence}".strip()
    if figure.evidence_link:
        return Link(
            "Evidence", words, "paperclip", url=figure.evidence_link, url_words=_host_of(figure.evidence_link)
        )
    if documents:
        return Link("Evidence", words, "paperclip", url="#documents", url_words="The documents")
    return Link("Evidence", words, "paperclip")


def _changed(before: Version, after: Version) -> Link:
    return Link(
        f"Changed before it was accepted: version {after.figure.version}", change_words(before, after),
        "arrow-repeat", after.figure.entered_by.name, after.figure.entered_at,
    )  # fmt: skip


def _signed(returned: Return) -> Link:
    if returned.submitted_at is None:
        return Link("Signed", "Nobody has signed it yet.", "pen", missing="a signature")
    signed = returned.signed_as or (returned.submitted_by.name if returned.submitted_by else "")
    return Link("Signed", "Signed and sent in with its return.", "pen", signed, returned.submitted_at)


def _host_of(address: str) -> str:
    """Where a link leads, so that it can be told before it is followed."""
    return f"See it at {urlsplit(address).hostname}"


def _period(figure: Figure) -> str:
    if figure.definition.speaks_of_year:
        return f" It speaks of the academic year {figure.period.ref.academic_year}."
    return f" It speaks of {figure.period.name}." if figure.period_id != figure.term_id else ""

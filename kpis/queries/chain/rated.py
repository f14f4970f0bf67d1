"""The third stage of the chain: the band and its arithmetic, what people judged, and the comparison."""

from __future__ import annotations

from collections.abc import Iterator

from kpis.models import Band, Comparator
from kpis.queries.chain.link import Link
from kpis.queries.figures import Provenance
from kpis.queries.yardsticks import National
from kpis.rag import Mark, Rag
from kpis.words import show_value, target_words
from schools.models import Phase
from trust.dates import full_date

BESIDE = "It stands beside the calculated rating, which stays as it is."


def links_of_rating(told: Provenance, warned: str) -> Iterator[Link]:
    """The band and its arithmetic, the ratings of people beside it, the comparison and the warning."""
    yield _band(told)
    yield Link("Rated", f"{told.version.rag.reason}.", "", rag=told.version.rag)
    yield from _judged(told)
    yield _national(told)
    if warned:
        yield Link("Warned of", warned, "exclamation-triangle", url="#warning", url_words="The warning")


def _band(told: Provenance) -> Link:
    words, band = target_words(told.rule), told.band
    if band is None:
        return Link("Target", words, "rulers")
    minute = f" ({band.minute})" if band.minute else ""
    held = f"Agreed {_whom(band)}{minute}; in force since {band.from_term.name}."
    return Link("Target", f"{words} {held}", "rulers", "The board", band.agreed_on)


def _whom(band: Band) -> str:
    if band.school:
        return f"for {band.school.name}"
    return f"for {Phase(band.phase).label.lower()} schools" if band.phase else "for every school"


def _judged(told: Provenance) -> Iterator[Link]:
    figure = told.figure
    if figure.judged:
        words, by = f"{_mark_word(figure.judged)}: {figure.judged_reason}", figure.entered_by.name
        yield Link(
            "The head's own rating", words, "", by, figure.entered_at, rag=_rag_of(figure.judged, words)
        )
    for one in told.version.judgements:
        words = f"{_mark_word(one.mark)}: {one.reason} {BESIDE}"
        yield Link("The moderator's rating", words, "", one.by.name, one.at, rag=_rag_of(one.mark, words))


def _mark_word(mark: str) -> str:
    return Mark(mark).word


def _rag_of(mark: str, reason: str) -> Rag:
    return Rag.of(Mark(mark), reason)


def _national(told: Provenance) -> Link:
    known = told.national
    if known is None:
        words = "There is no national figure to compare it with."
        return Link("Compared with", words, "globe2", missing="a national figure")
    noted = _comparator_behind(told, known)
    edition = f" ({noted.status})" if noted and noted.status else ""
    source = f" Read in {noted.source}." if noted and noted.source else ""
    words = (
        f"National {show_value(known.value, told.rule)} for {known.period}: {known.release}{edition}, "
        f"as published or read on {full_date(known.vintage)}.{source}"
    )
    by = noted.noted_by.name if noted and noted.noted_by else ""
    return Link("Compared with", words, "globe2", by)


def _comparator_behind(told: Provenance, known: National) -> Comparator | None:
    """The noted figure itself: how far its release is revised, where it was read, and who noted it."""
    same = Comparator.objects.filter(
        kpi=told.figure.kpi_id, year=known.year, term_number=known.number, vintage=known.vintage,
        release=known.release, value=known.value,
    )  # fmt: skip
    return same.select_related("noted_by").first()

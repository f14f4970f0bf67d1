"""The chain behind a figure told in words, link by link: what a trustee can follow without asking anyone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from django.urls import reverse

from kpis.models import Band, Figure, Return, ReturnState, Strength, Validation
from kpis.queries.figures import Provenance
from kpis.rag import Mark
from kpis.words import show_value, target_words, unit_words
from schools.models import Phase
from trust.clock import LONDON
from trust.dates import full_date, short_date
from trust.numbers import show_exact


class Link(NamedTuple):
    """One link of the chain: what it is about, what is said, and where more is told."""

    title: str
    words: str
    url: str = ""
    url_words: str = ""


def chain_of(told: Provenance, validations: Iterable[Validation] = ()) -> list[Link]:
    """The links, from what was reported to what was given out."""
    figure = told.figure
    return [
        _reported(told),
        *_counts(figure),
        *_evidence(figure),
        _definition(figure),
        _band(told),
        Link("Rating", f"{told.version.rag.reason}."),
        *_judged(told),
        _signed(figure.returned),
        _moderated(figure.returned),
        *_validated(validations),
        *_national(told),
        *_given_out(told),
    ]


def assurance_of(returned: Return, validations: Iterable[Validation]) -> str:
    """How far a figure has been checked, in a word or two."""
    if any(validations):
        return "Externally validated"
    is_decided = returned.state in (ReturnState.ACCEPTED, ReturnState.ISSUED)
    return "Moderated" if is_decided else "Self-reported"


def _reported(told: Provenance) -> Link:
    figure = told.figure
    owner = figure.school.name if figure.school else "The trust"
    period = (
        f" It speaks of {_period(figure)}." if figure.period_id != figure.term_id or _is_year(figure) else ""
    )
    moment = figure.entered_at.astimezone(LONDON)
    entered = f" Entered by {figure.entered_by.name} on {full_date(moment.date())} at {moment:%H:%M}."
    return Link("Reported", f"{owner} reported {told.version.shown} for {figure.term.name}.{period}{entered}")


def _counts(figure: Figure) -> Iterator[Link]:
    if figure.numerator is not None and figure.denominator is not None:
        top = figure.definition.numerator_label or "counted"
        bottom = figure.definition.denominator_label or "in all"
        asked = f" {show_exact(figure.eligible)} were asked." if figure.eligible is not None else ""
        words = (
            f"{show_exact(figure.numerator)} ({top}) of {show_exact(figure.denominator)} ({bottom}).{asked}"
        )
        yield Link("Worked out from", words)
    elif figure.value is not None:
        yield Link("Worked out from", "A figure given as it is, without counts.")
    if figure.text:
        yield Link("In its own words", figure.text)


def _evidence(figure: Figure) -> Iterator[Link]:
    """Why an unusual figure is right, and what stands behind it."""
    if figure.note:
        yield Link("Why it is right", figure.note)
    if figure.strength == Strength.DOCUMENT or figure.evidence or figure.evidence_link:
        given = (
            "A document was given." if figure.strength == Strength.DOCUMENT else "Stated, without a document."
        )
        words = f"{given} {figure.evidence}".strip()
        yield Link("Evidence", words, figure.evidence_link, _host_of(figure.evidence_link))


def _definition(figure: Figure) -> Link:
    definition = figure.definition
    unit = f" In {unit_words(definition.unit)}." if definition.unit else ""
    words = (
        f"{definition.title}, version {definition.version}, in force since {definition.from_term.name}: "
        f"{definition.meaning}{unit}"
    )
    address = f"{reverse('kpis:kpi', args=[figure.kpi.code])}?term={figure.term.slug}"
    return Link("What is counted", words, address, "This KPI at all schools")


def _band(told: Provenance) -> Link:
    if told.band is None:
        return Link("Rated against", f"{target_words(told.rule)}")
    return Link("Rated against", f"{target_words(told.rule)} {_agreed(told.band)}")


def _agreed(band: Band) -> str:
    whom = f"for {band.school.name}" if band.school else _for_phase(band.phase)
    day = f" on {full_date(band.agreed_on)}" if band.agreed_on else ""
    minute = f" ({band.minute})" if band.minute else ""
    return f"Agreed {whom}{day}{minute}; in force since {band.from_term.name}."


def _for_phase(phase: str) -> str:
    return f"for {Phase(phase).label.lower()} schools" if phase else "for every school"


def _judged(told: Provenance) -> Iterator[Link]:
    figure = told.figure
    if figure.judged:
        word = Mark(figure.judged).word.lower()
        yield Link(
            "The head's own rating", f"{figure.entered_by.name} rates it {word}: {figure.judged_reason}"
        )
    for judgement in told.version.judgements:
        word, day = Mark(judgement.mark).word.lower(), full_date(judgement.at.astimezone(LONDON).date())
        yield Link(
            "The moderator's rating",
            f"{judgement.by.name} rates it {word} ({day}): {judgement.reason} "
            "It stands beside the calculated rating, which does not change.",
        )


def _signed(returned: Return) -> Link:
    if returned.submitted_at is None:
        return Link("Signed", "Not signed yet.")
    signed = returned.signed_as or (returned.submitted_by.name if returned.submitted_by else "")
    day = full_date(returned.submitted_at.astimezone(LONDON).date())
    return Link("Signed", f"Signed by {signed} and submitted on {day}." if signed else f"Submitted on {day}.")


def _moderated(returned: Return) -> Link:
    if returned.state == ReturnState.SUBMITTED or returned.decided_at is None:
        return Link("Moderated", "Waits for the executive director: self-reported until then.")
    by = f" by {returned.decided_by.name}" if returned.decided_by else ""
    return Link("Moderated", f"Accepted{by} on {full_date(returned.decided_at.astimezone(LONDON).date())}.")


def _validated(validations: Iterable[Validation]) -> Iterator[Link]:
    for one in validations:
        day = full_date(one.at.astimezone(LONDON).date())
        yield Link("Externally validated", f"By {one.by.name} on {day}: {one.words}")


def _host_of(address: str) -> str:
    """Where a link leads, so that it can be told before it is followed."""
    return f"See it at {urlsplit(address).hostname}" if address else ""


def _national(told: Provenance) -> Iterator[Link]:
    known = told.national
    if known is not None:
        shown = show_value(known.value, told.rule)
        yield Link(
            "Compared with",
            f"National {shown} for {known.period}: {known.release}, as published or read on "
            f"{short_date(known.vintage)}.",
        )


def _given_out(told: Provenance) -> Iterator[Link]:
    for stamp in told.stamps:
        release = stamp.release
        day = full_date(release.at.astimezone(LONDON).date())
        audience = release.get_audience_display().lower()
        yield Link(
            "Given out",
            f"Issued to the {audience} on {day}, version {release.version}.",
        )
    if not told.stamps:
        yield Link("Given out", "Not issued yet: only those who prepare it see it.")


def _period(figure: Figure) -> str:
    return f"the academic year {figure.period.ref.academic_year}" if _is_year(figure) else figure.period.name


def _is_year(figure: Figure) -> bool:
    return figure.definition.speaks_of_year

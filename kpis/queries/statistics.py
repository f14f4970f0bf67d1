"""What a file of published statistics would bring: its figures for a KPI beside what is noted already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.db.models import QuerySet

from kpis.imports.opening import open_published
from kpis.imports.published import Candidate, LeftOut, Published, Wanted, candidates
from kpis.models import Comparator, Kpi, Upload, UploadKind
from kpis.queries.nationals import Meant, definition_of, schools_words
from trust.blobs import read
from trust.dates import short_date
from trust.models import Blob
from trust.numbers import show_exact
from trust.tables import Unreadable

METADATA = "metadata"
MOST_FIGURES = 400


class Standing(StrEnum):
    """How a figure of the file stands to what is noted of its period and schools."""

    NEW = "new"
    NEWER = "newer"
    OLDER = "older"
    KNOWN = "known"
    OTHER = "other"
    TOO_SOON = "too soon"
    IMPOSSIBLE = "impossible"

    @property
    def is_taken(self) -> bool:
        return self in TAKEN

    @property
    def stops(self) -> bool:
        """Whether nothing of the file can be taken while it holds."""
        return self in (Standing.OTHER, Standing.IMPOSSIBLE)


TAKEN = frozenset({Standing.NEW, Standing.NEWER, Standing.OLDER})


class CandidateLine(NamedTuple):
    """One figure as the preview prints it."""

    candidate: Candidate
    schools: str
    shown: str
    published: str
    standing: Standing
    words: str
    beside: str
    compares: bool


@dataclass(frozen=True)
class Preview:
    """What confirming would do: the figures, and the rows that are left with the reason."""

    lines: tuple[CandidateLine, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def taken(self) -> list[CandidateLine]:
        return [line for line in self.lines if line.standing.is_taken]

    @property
    def obstacles(self) -> list[str]:
        """Why nothing can be taken, row by row; empty where it can."""
        return [f"Row {line.candidate.number}: {line.words}" for line in self.lines if line.standing.stops]


def statistics_uploads() -> QuerySet[Upload]:
    """The files of statistics that were sent in last."""
    return Upload.objects.filter(kind=UploadKind.COMPARATORS).select_related("by")[:8]


def published_of(upload: Upload) -> Published:
    """The file read again from its bytes; it was read when it came, so that it can be."""
    return open_published(upload.name, read(upload.blob), kept_metadata(upload))


def kept_metadata(upload: Upload) -> bytes:
    """The bytes of the file that describes its columns; empty where it came without."""
    kept = upload.choices.get(METADATA)
    return read(Blob.objects.get(pk=kept)) if kept else b""


def preview_of(published: Published, wanted: Wanted, kpi: Kpi, vintage: date) -> Preview:
    """The file's figures for the KPI, each beside what is noted; two queries.

    Raises `Unreadable` where what was chosen cannot be read as figures, naming row and column.
    """
    meant = definition_of(kpi)
    if meant is None:
        return Preview((), ())
    found, left = candidates(published, wanted)
    known: dict[tuple[str, int, int | None], list[Comparator]] = {}
    for noted in Comparator.objects.filter(kpi=kpi).order_by("-vintage"):
        known.setdefault((noted.phase, noted.year, noted.term_number), []).append(noted)
    unfit = {one.number: why for one in found if (why := _why_unfit(one, meant, wanted))}
    fit = [one for one in found if one.number not in unfit]
    if len(fit) > MOST_FIGURES:
        raise Unreadable(f"What is chosen gives {len(fit):,} figures. Take at most {MOST_FIGURES} at once.")
    lines = tuple(
        _line(one, known.get((one.phase, one.period.year, one.period.term_number), []), meant, vintage)
        for one in fit
    )
    passed_over = [
        LeftOut(one.number, f"{one.period.words}, {schools_words(one.phase).lower()}", unfit[one.number])
        for one in found
        if one.number in unfit
    ]
    return Preview(lines, (*passed_over, *left))


def _why_unfit(one: Candidate, meant: Meant, wanted: Wanted) -> str:
    """Why a figure is nothing for the KPI; a year's figure comes to a KPI of terms only where it is asked."""
    if not meant.takes(one.phase):
        return "This KPI is not asked of schools of that phase."
    if unlike := meant.why_unlike(one.period):
        return unlike
    if not wanted.takes_all and not meant.compares(one.period.term_number):
        return f"It would be set beside {meant.beside(one.period.term_number)}."
    return ""


def _line(one: Candidate, noted: Sequence[Comparator], meant: Meant, vintage: date) -> CandidateLine:
    standing, words = _standing(one, noted, meant, vintage)
    number = one.period.term_number
    published = show_exact(one.published) if one.published != one.value else ""
    return CandidateLine(
        one,
        schools_words(one.phase),
        show_exact(one.value, meant.shown_unit),
        published,
        standing,
        words,
        meant.beside(number),
        meant.compares(number),
    )


def _standing(
    one: Candidate, noted: Sequence[Comparator], meant: Meant, vintage: date
) -> tuple[Standing, str]:
    impossible = _impossible(one, meant)
    if impossible:
        return Standing.IMPOSSIBLE, impossible
    if one.period.is_unfinished(vintage):
        return Standing.TOO_SOON, f"Left out: on {short_date(vintage)} {one.period.words} was not over."
    same_day = next((known for known in noted if known.vintage == vintage), None)
    if same_day is not None:
        if same_day.value == one.value:
            return Standing.KNOWN, "Noted already"
        shown = show_exact(same_day.value)
        return Standing.OTHER, f"{shown} is noted with the same day, from “{same_day.release}”."
    if not noted:
        return Standing.NEW, "New"
    shown = show_exact(noted[0].value, meant.shown_unit)
    if noted[0].vintage < vintage:
        return Standing.NEWER, f"Stands in front of {shown} of {short_date(noted[0].vintage)}"
    return Standing.OLDER, f"Stands behind {shown} of {short_date(noted[0].vintage)}"


def _impossible(one: Candidate, meant: Meant) -> str:
    """What the KPI's definition says cannot be."""
    least, most = meant.definition.least, meant.definition.most
    if meant.shown_unit == "%" and most is None and one.value > 100:
        return f"{show_exact(one.value)} is more than 100%. Choose a column of percentages."
    if least is not None and one.value < least:
        return f"{show_exact(one.value)} is below {show_exact(least)}, which this KPI says is impossible."
    if most is not None and one.value > most:
        return f"{show_exact(one.value)} is above {show_exact(most)}, which this KPI says is impossible."
    return ""

"""The matrix as CSV: the trust's own table, a column for each term and one for how far the texts reach."""

from __future__ import annotations

from collections.abc import Iterator

from milestones.exports.statuses import status_of
from milestones.imports.portal_file import HEAD, PLAN, SPANS
from milestones.queries import Matrix, MatrixLine, Track
from trust.listing import Rows
from trust.tables import Cell, csv_bytes


def matrix_csv(matrix: Matrix) -> bytes:
    """The matrix as a file of its own; see `matrix_rows`."""
    return csv_bytes(*matrix_rows(matrix))


def matrix_rows(matrix: Matrix) -> Rows:
    """One row a track. `Spans` has, for each text from left to right, over how many terms it reaches."""
    header = [*HEAD, *(term.label for term in matrix.terms), SPANS, f"Rating, {matrix.now.label}", PLAN]
    return Rows(header, _rows(matrix))


def _rows(matrix: Matrix) -> Iterator[list[Cell]]:
    for strand in matrix.strands:
        for line in strand.lines:
            for track in line.tracks:
                named: list[Cell] = [
                    strand.number,
                    strand.title,
                    line.code,
                    line.title,
                    status_of(matrix, line),
                    line.owner,
                ]
                yield [
                    *named,
                    track.number,
                    *_texts(matrix, track),
                    _spans(track),
                    _rated(line, track),
                    matrix.title,
                ]


def _texts(matrix: Matrix, track: Track) -> list[Cell]:
    texts = {each.first: each.text for each in track.milestones}
    return [texts.get(term, "") for term in matrix.terms]


def _spans(track: Track) -> str:
    """'1 1 4': in words a spreadsheet leaves alone."""
    return " ".join(str(each.terms) for each in track.milestones)


def _rated(line: MatrixLine, track: Track) -> str:
    return line.rag.word if track.is_first else ""

"""What can be asked of the workshop."""

from milestones.queries.cells import Cell, Track
from milestones.queries.matrix import Change, Matrix, MatrixLine, MatrixStrand, Reference, matrix_from
from milestones.queries.plans import (
    Said,
    current_plan,
    edition_of,
    latest_rating,
    line_or_404,
    matrix,
    matrix_for_pack,
    priority_or_404,
    require_plan,
    said_of,
    term_to_show,
    terms_of,
)
from milestones.queries.rows import MilestoneRow, PlanRows, RatingRow, read_rows
from milestones.queries.visible import PACK, Reader, priorities_for, reader_for

__all__ = [
    "PACK",
    "Cell",
    "Change",
    "Matrix",
    "MatrixLine",
    "MatrixStrand",
    "MilestoneRow",
    "PlanRows",
    "RatingRow",
    "Reader",
    "Reference",
    "Said",
    "Track",
    "current_plan",
    "edition_of",
    "latest_rating",
    "line_or_404",
    "matrix",
    "matrix_for_pack",
    "matrix_from",
    "priorities_for",
    "priority_or_404",
    "read_rows",
    "reader_for",
    "require_plan",
    "said_of",
    "term_to_show",
    "terms_of",
]

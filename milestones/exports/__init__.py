"""The matrix as a file: the trust's own table, in the formats in which trusts keep theirs, and on paper."""

from milestones.exports.csv_file import matrix_csv
from milestones.exports.front import ACCENT, Front, front_of
from milestones.exports.office import matrix_docx, matrix_xlsx
from milestones.exports.paper import matrix_pdf

__all__ = ["ACCENT", "Front", "front_of", "matrix_csv", "matrix_docx", "matrix_pdf", "matrix_xlsx"]

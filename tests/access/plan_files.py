"""Who takes the matrix away as a file: whoever reads the plan."""

from tests.access.expected import row
from tests.access.scene import line

READERS = "200 board oaks head_of_elm finance; 403"

ROWS = {
    "milestones:matrix_docx": row(line, own_get=READERS),
    "milestones:matrix_xlsx": row(line, own_get=READERS),
    "milestones:matrix_pdf": row(line, own_get=READERS),
}

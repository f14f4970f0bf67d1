"""A table whose cells may cover several columns and rows, as documents and spreadsheets have them."""

from dataclasses import dataclass, field

from milestones.imports.document import ImportProblem, Question
from milestones.imports.table import is_a_term
from trust.terms import TermRef

MOST_LABELS = 6  # columns before the terms, such as code, priority, status and lead


@dataclass(frozen=True, slots=True)
class GridCell:
    """A text between two edges, in whatever unit the source measures; `rag` is what its fill says.

    `number` is what Word puts before it by itself, whether or not it has been put into the text.
    """

    text: str
    left: int
    right: int
    down: int = 1
    rag: str | None = None
    is_centred: bool = False
    number: str = ""

    def shared_with(self, left: int, right: int) -> int:
        """How much of the space between two other edges it covers."""
        return max(0, min(self.right, right) - max(self.left, left))


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row with the line it counts as, and where it stands in words: 'table 2, row 3'."""

    line: int
    cells: tuple[GridCell, ...]
    place: str = ""

    @property
    def filled(self) -> tuple[GridCell, ...]:
        return tuple(cell for cell in self.cells if cell.text)


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a source in their order, and the text of each of its lines, '' where a row stands.

    `names` is the table or sheet that each row is in, by its line; `can_merge` that the source has merges.
    """

    rows: tuple[GridRow, ...]
    lines: list[str]
    can_merge: bool = True
    notices: tuple[str, ...] = ()
    questions: tuple[Question, ...] = field(default=())

    def placed(self, problem: ImportProblem) -> ImportProblem:
        """The same problem, said in the words of the source."""
        place = next((row.place for row in self.rows if row.line == problem.line and row.place), "")
        if not place:
            return problem
        return ImportProblem(
            problem.line, problem.column, problem.message, f"{place}, column {problem.column}"
        )


def years_joined(years: GridRow, terms: GridRow) -> GridRow:
    """A row of seasons with the years above them put in: 'Autumn' below '2026/27' is 'Autumn 2026/27'.

    What heads the columns before them may stand in the row of years too, merged downwards or not.
    """
    cells = tuple(_with_year(cell, years) for cell in terms.cells)
    joined = [cell for cell, was in zip(cells, terms.cells, strict=True) if cell is not was]
    if not joined:
        return terms
    heads = (cell for cell in years.filled if cell.right <= joined[0].left)
    own = [cell for cell in cells if cell.text]
    above = (head for head in heads if not any(head.shared_with(cell.left, cell.right) for cell in own))
    return GridRow(terms.line, (*above, *cells), terms.place)


def _with_year(cell: GridCell, years: GridRow) -> GridCell:
    above = [year for year in years.filled if year.left <= cell.left]
    if not cell.text or not above:
        return cell
    joined = f"{cell.text} {above[-1].text}"
    try:
        TermRef.read(joined)
    except ValueError:
        return cell
    return GridCell(joined, cell.left, cell.right, cell.down)


def has_terms(row: GridRow) -> bool:
    """Whether it is the row of terms: two or more of them, and half of all but a few columns of labels."""
    texts = [cell.text for cell in row.filled]
    terms = sum(is_a_term(text) for text in texts)
    return terms >= 2 and terms * 2 >= len(texts) - MOST_LABELS

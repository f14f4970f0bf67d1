"""How far a text of the matrix reaches, as far as its document says: one term, several, or in doubt."""

from milestones.imports.document import Span
from milestones.imports.table import Text


def reach_of(text: Text, column: int, blank_to: int, last: int, *, says_spans: bool) -> tuple[Span, int, str]:
    """The span of a text in that column, the last column it may cover, and why.

    `blank_to` is the last column before the next text, `last` the plan's; columns count from 1. Where a
    document merges cells, a text in one cell covers one term; not so a text centred among texts that are not.
    """
    if text.across > 1:
        return Span.SPAN, column + text.across - 1, "the cell is merged over these terms"
    if text.across == 1:
        return Span.POINT, column, "said to cover one term"
    if blank_to == column:
        note = "the last term of the plan" if column == last else "the next term has its own text"
        return Span.POINT, column, note
    if says_spans and not text.is_centred:
        return Span.POINT, column, "not merged, where other cells are"
    blanks, where = (
        blank_to - column,
        "to the end of the plan" if blank_to == last else "before the next text",
    )
    return Span.AMBIGUOUS, blank_to, f"{blanks} blank {'term' if blanks == 1 else 'terms'} {where}"

"""How a line's status is written so that it is read again: behind the title in brackets, or by itself."""

from __future__ import annotations

from milestones.imports.statuses import split_status
from milestones.progress import Standing
from milestones.queries import Matrix, MatrixLine


def status_of(matrix: Matrix, line: MatrixLine) -> str:
    """As the plan printed it, or in the words in which a plan is read: 'Paused 2026/27 (1): no money'."""
    state, into = line.row.state, matrix.line(line.row.merged_into or 0)
    if state.standing is Standing.ACTIVE:
        return ""
    if line.row.status_as_printed:
        return line.row.status_as_printed
    said = [state.standing.capitalize()]
    said += [f"with {into.code}"] if into else []
    said += [state.since.label] if state.since else []
    return ": ".join(filter(None, (" ".join(said), state.reason)))


def in_brackets(matrix: Matrix, line: MatrixLine) -> str:
    """'IT inventory (Paused 2019/20)', as trusts print it; the title alone where work goes on."""
    status = status_of(matrix, line)
    return f"{line.title} ({status})" if status else line.title


def brackets_suffice(matrix: Matrix) -> bool:
    """Whether every title with its status in brackets is read as that title and that status.

    'Alarms (closed circuit)' is a title; but 'Alarms (closed)' of a line that is not closed would be misread.
    """
    return all(_is_read_again(matrix, line) for line in matrix.lines)


def _is_read_again(matrix: Matrix, line: MatrixLine) -> bool:
    title, _, status = split_status(in_brackets(matrix, line))
    return (title, status or "") == (line.title, status_of(matrix, line))

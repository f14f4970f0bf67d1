"""What a pack says of its own quality: returns on time, figures judged, corrections, days to the meeting."""

from __future__ import annotations

from datetime import date

from kpis.models import Judgement, Return
from kpis.queries.board import Board
from kpis.queries.rated import figure_row
from kpis.queries.returns import is_late
from trust.models import Term


def read(board: Board, term: Term, corrected: int, today: date) -> list[str]:
    """One sentence each; two queries."""
    returns = list(Return.objects.filter(term=term).select_related("term"))
    on_time = sum(not is_late(each, today) for each in returns)
    keys = [
        figure_row(row).pk
        for mine in board.rows.rated.get(term.pk, {}).values()
        for _, row, _ in mine.values()
    ]
    judged = Judgement.objects.filter(figure__in=keys).values("figure").distinct().count()
    told = [
        f"{on_time} of {len(returns)} returns came in on time.",
        f"{judged} of {len(keys)} figures were judged otherwise by a person.",
        f"{corrected} {'was' if corrected == 1 else 'were'} corrected since the last Trust Update.",
    ]
    if term.board_date is not None:
        told.append(_before(term.board_date, today))
    return told


def _before(meeting: date, today: date) -> str:
    days = (meeting - today).days
    if days < 0:
        return f"Frozen {-days} day{'' if days == -1 else 's'} after the meeting."
    return f"Frozen {days} day{'' if days == 1 else 's'} before the meeting."

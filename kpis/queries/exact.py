"""Columns read as the database keeps them, turned into exact values only where one is needed.

Django converts every decimal and date of a row, which costs a dashboard of thousands of figures more than its
rating does. SQLite keeps a decimal as the nearest float; with at most 15 digits its shortest spelling is the
very number that was stored, so that nothing is lost and no float is ever calculated with.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import ExpressionWrapper, F, Field


def raw(path: str) -> ExpressionWrapper:
    """The column at `path` in `values_list`, without a converter."""
    return ExpressionWrapper(F(path), output_field=Field())


class Numbers(dict[Any, Decimal]):
    """Raw numbers → Decimals, each distinct one worked out once."""

    def __missing__(self, stored: Any) -> Decimal:
        number = self[stored] = stored if isinstance(stored, Decimal) else Decimal(str(stored))
        return number

    def maybe(self, stored: Any) -> Decimal | None:
        return None if stored is None else self[stored]


def day(stored: Any) -> date | None:
    """A raw date: text in SQLite, a date in PostgreSQL."""
    return date.fromisoformat(stored) if isinstance(stored, str) else stored

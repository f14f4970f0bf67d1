"""Ratings of many schools, kept from one page to the next for as long as nothing they were made from changed.

Disposable: a page that finds none makes them again. What is kept is found by a stamp that the database works
out with the page's other rows: versions of figures, judgements and stamps of releases are only ever added, so
their numbers and the states of returns tell whether there is anything new. Definitions, bands and national
figures are read for every page and compared as they are.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from contextlib import suppress
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import BigIntegerField, CharField, F, Func, QuerySet, Subquery, TextField, Value
from django.db.models.functions import MD5, Cast, Concat

from kpis.models import Figure, Judgement, Return
from kpis.queries.guarded import Totals
from kpis.queries.rated import RatedFigures
from kpis.queries.yardsticks import Yardsticks
from schools.models import Release

# Pages of a large trust differ by who reads and by term: the board's and the executive's, of two terms.
MOST_KEPT: Final = 4


class Kept(NamedTuple):
    """What rated the figures, the figures rated, and the sums of those whose groups are small."""

    yardsticks: Yardsticks
    rated: RatedFigures
    totals: Totals


_kept: OrderedDict[Hashable, Kept] = OrderedDict()


class _Joined(Func):
    """All the values in one text."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(
            compiler, connection, function="STRING_AGG", template="%(function)s(%(expressions)s, ',')", **more
        )


def stamps_since(year: int) -> dict[str, Subquery]:
    """Columns that together differ when a figure of that academic year or a later one may read otherwise."""
    recent = {"term__year__gte": year}
    state = Concat(Cast("pk", CharField()), Value(" "), "state", output_field=TextField())
    returns = Return.objects.filter(**recent).order_by().values(all=MD5(_Joined(state)))
    return {
        **_numbers("figures", Figure.objects.filter(**recent)),
        **_numbers("judgements", Judgement.objects.all()),
        **_numbers("releases", Release.objects.all()),
        "stamp_states": Subquery(returns),
    }


def _numbers(name: str, rows: QuerySet[Any]) -> dict[str, Subquery]:
    """How many there are and the last one: two transactions that end in another order change the count."""
    alone = rows.order_by()
    return {
        f"stamp_{name}_{function.lower()}": Subquery(
            alone.values(told=Func(F("pk"), function=function, output_field=BigIntegerField()))
        )
        for function in ("COUNT", "MAX")
    }


def recall(key: Hashable, yardsticks: Yardsticks) -> Kept | None:
    """What was kept under that key, if it was rated by yardsticks that are equal to these."""
    known = None if connection.in_atomic_block else _kept.get(key)
    if known is None or not known.yardsticks.is_like(yardsticks):
        return None
    with suppress(KeyError):  # another thread may have let go of it meanwhile
        _kept.move_to_end(key)
    return known


def keep(key: Hashable, made: Kept) -> None:
    """Keep it for later pages; never from within a transaction, since that may still be undone."""
    if connection.in_atomic_block:
        return
    _kept[key] = made
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)


def forget() -> None:
    """Let go of everything that is kept."""
    _kept.clear()

"""Rows of another table gathered into one value, so that a page asks for them in a query it makes anyway."""

from __future__ import annotations

from typing import Any

from django.db.models import Aggregate, JSONField, QuerySet, Subquery
from django.db.models.functions import JSONObject


class Gathered(Aggregate):
    """Every row of the group as a list of objects, in JSON; both databases have it, by other names."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)


def gathered(rows: QuerySet[Any], by: str, *names: str) -> Subquery:
    """The rows of one group (all that share `by`) as a list of objects with these names; None for no rows."""
    fields = {name: name for name in names}
    grouped = rows.order_by().values(by).annotate(gathered=Gathered(JSONObject(**fields)))
    return Subquery(grouped.values("gathered"))

"""What a page of a return sent: the text of its fields, what it had been shown, what it asks to fill in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from django.http import QueryDict

from kpis.actions import Typed, fingerprint, print_of_words
from kpis.answers import Asked, words_of
from kpis.forms import names_for
from kpis.models import Entry
from kpis.pupil_data import warning

# Not a field of a figure: the tick that words which look like pupil data are none, kept with what was typed.
SURE = "sure"


def typed_in(post: QueryDict, asked: Iterable[Asked]) -> list[Typed]:
    """What a page sent for these KPIs; one that it did not send, or that is to stay as it is, is left out."""
    rows = []
    for one in asked:
        names = (*names_for(one.kpi.kind, one.definition), SURE)
        sent = {name: str(post[f"{one.code}-{name}"]) for name in names if f"{one.code}-{name}" in post}
        if not sent or post.get(f"{one.code}-keep") == "theirs":
            continue
        version, _, shown = post.get(f"{one.code}-seen", "").partition(".")
        must_choose = f"{one.code}-choose" in post and post.get(f"{one.code}-keep") != "mine"
        seen = 0 if must_choose or not version.isdecimal() or len(version) > 9 else int(version)
        rows.append(Typed(one.kpi, sent, seen, "" if must_choose else shown))
    return rows


def unsure_of(rows: Iterable[Typed]) -> dict[int, Mapping[str, str]]:
    """KPI → what was sent for it, where its words look like pupil data and were not ticked to be none."""
    return {
        row.kpi.pk: row.fields
        for row in rows
        if warning(words := words_of(row.fields)) and row.fields.get(SURE) != print_of_words(words)
    }


def with_filled(
    rows: Iterable[Typed], code: str, filled: Mapping[str, str], names: Collection[str]
) -> list[Typed]:
    """The rows, with another figure in the one of that KPI; what else was typed for it stays."""
    return [
        replace(row, fields={**row.fields, **dict.fromkeys(names, ""), **filled})
        if row.kpi.code == code
        else row
        for row in rows
    ]


def seen_of(entry: Entry | None) -> str:
    return f"{entry.version}.{fingerprint(entry.typed)}" if entry else f"0.{fingerprint({})}"

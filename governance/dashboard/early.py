"""The attention cards of what is not red yet: worse twice running, and forecasts that miss their targets."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from governance.attention import count_of, listed, lower_first, sentence
from governance.dashboard.card import Card
from kpis.queries.falling import Fall
from kpis.queries.warnings import Expected
from kpis.rag import Mark
from trust.models import Term

NAMED, TOLD = 3, 2


def falling_cards(falls: Sequence[Fall], term: Term) -> list[Card]:
    """One card for all the amber areas that got worse twice running; none where there are none."""
    if not falls:
        return []
    first, several = falls[0], len(falls) > 1
    told = [f"{fall.title} at {fall.row.short_name}: {fall.values}" for fall in falls[:TOLD]]
    title = f"{count_of(len(falls), 'amber area')} got worse twice running"
    return [
        Card(
            mark=Mark.AMBER,
            about=_schools([fall.row.short_name for fall in falls]),
            title=title if several else f"{first.title} got worse twice running",
            words=" ".join(sentence(each) for each in told) if several else sentence(first.values),
            url=f"?term={term.slug}&rating={Mark.AMBER.value}#schools" if several else first.cell.url,
            ask={"figure": str(first.cell.figure)},
            ask_about=f"Ask {first.row.short_name}" if several else "",
            link="See the amber areas" if several else "See the evidence",
        )
    ]


def forecast_cards(expected: Sequence[Expected]) -> list[Card]:
    """One card for all the forecasts that miss their targets; none where there are none."""
    if not expected:
        return []
    first, several = expected[0], len(expected) > 1
    told = [f"{each.title} at {each.owner.short_name}: {lower_first(each.words)}" for each in expected[:TOLD]]
    return [
        Card(
            mark=None,
            about="Early warning",
            title=f"{count_of(len(expected), 'forecast')} miss their targets"
            if several
            else f"{first.title} is forecast to miss its target",
            words=" ".join(map(sentence, told)),
            url=reverse("kpis:forecasts") if several else first.url,
            ask={"figure": str(first.figure)},
            ask_about=f"Ask {first.owner.short_name}" if several else "",
            link="See the forecasts" if several else "See the evidence",
        )
    ]


def _schools(names: Sequence[str]) -> str:
    each = list(dict.fromkeys(names))
    more = [lower_first(count_of(len(each) - NAMED, "other"))] if len(each) > NAMED else []
    return listed([*each[:NAMED], *more])

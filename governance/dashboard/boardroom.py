"""The attention cards that are not of figures or the plan: what is overdue, and decisions asked."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from governance.attention import count_of, listed, lower_first, sentence
from governance.dashboard.card import Card
from governance.queries.waiting import Asked, Overdue
from kpis.rag import Mark
from milestones.progress import first_words
from trust.dates import full_date, short_date

NAMED = 3


def overdue_cards(overdue: Sequence[Overdue]) -> list[Card]:
    """One card for all the findings and filings that were to be done by now; none where there are none."""
    if not overdue:
        return []
    gravest, several = overdue[0], len(overdue) > 1
    schools = list(dict.fromkeys(each.school for each in overdue))
    more = [lower_first(count_of(len(schools) - NAMED, "other"))] if len(schools) > NAMED else []
    grave = sum(each.is_serious for each in overdue)
    serious = f"{count_of(grave, 'finding')} {'is' if grave == 1 else 'are'} serious" if grave else ""
    due = f"due {short_date(gravest.due_on)}: {first_words(gravest.text)}"
    return [
        Card(
            mark=Mark.OVERDUE,
            about=listed([*schools[:NAMED], *more]),
            title=f"{_counted(overdue)} {'are' if several else 'is'} overdue",
            words=" ".join(map(sentence, filter(None, (serious if several else "", due)))),
            url=_where(overdue),
            ask={} if gravest.is_filing else {"finding": str(gravest.pk)},
            ask_about="Ask about this finding" if several and not gravest.is_filing else "",
        )
    ]


def _counted(overdue: Sequence[Overdue]) -> str:
    """ "Two audit findings and one filing"."""
    filings = sum(each.is_filing for each in overdue)
    counted = [count_of(len(overdue) - filings, "audit finding")] if filings < len(overdue) else []
    counted += [count_of(filings, "filing")] if filings else []
    return listed([counted[0], *map(lower_first, counted[1:])])


def _where(overdue: Sequence[Overdue]) -> str:
    """The thing itself, or the list of the gravest kind."""
    gravest = overdue[0]
    return gravest.url if len(overdue) == 1 or gravest.is_filing else reverse("schools:compliance")


def decision_cards(asked: Sequence[Asked]) -> list[Card]:
    """One card for what the board's next meeting is asked to decide; none where there is nothing."""
    if not asked:
        return []
    titles = [each.title for each in asked]
    more = [lower_first(count_of(len(titles) - NAMED, "other"))] if len(titles) > NAMED else []
    several = len(asked) > 1
    return [
        Card(
            mark=None,
            about="For decision",
            title=f"{count_of(len(asked), 'decision')} {'are' if several else 'is'} asked of the board",
            words=f"On {full_date(asked[0].on)}: {sentence('; '.join([*titles[:NAMED], *more]))}",
            url=asked[0].url,
            ask={},
            link="See the agenda",
        )
    ]

"""The board's record of the year, in a pack: the Updates it was given, the trust's figures in each, and what
it asked and set.

Figures are taken from what was frozen, so that they are those that the board has read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q

from governance.models import Edition, Question, Remit, RemitState, TrustUpdate, UpdateState
from governance.packs.frozen import Contents, read_contents
from governance.packs.lists import Part, listing, table
from governance.training.queries import bounds
from kpis.queries.board_rows import TRUST_SLUG
from kpis.rag import Mark
from kpis.words import DASH
from milestones.evaluation import last_year
from trust.clock import LONDON
from trust.dates import short_date
from trust.models import Term
from trust.terms import TermRef, year_name

ANCHOR, TITLE = "year", "The year in Trust Updates"
HASH_SHOWN = 12
# Term → the contents that the board was given for it.
Given = dict[TermRef, Contents]


def read(term: Term, pages: Sequence[Part]) -> Part:
    """The section; `pages` are the school pages of the term's own Update. Four queries."""
    year = last_year(term.ref)
    issued = list(_issued(year))
    given = dict(_given(issued))
    return listing(
        ANCHOR,
        TITLE,
        _standfirst(term),
        [_updates(issued, given), _figures(year, given, term.ref, pages)],
    )


def _issued(year: Sequence[TermRef]) -> list[TrustUpdate]:
    """The newest version that the board was given for each of the terms, the oldest term first."""
    wanted = Q()
    for ref in year:
        wanted |= Q(term__year=ref.year, term__number=ref.number)
    given = TrustUpdate.objects.filter(wanted, edition=Edition.BOARD, state=UpdateState.ISSUED)
    newest: dict[int, TrustUpdate] = {}
    for each in given.select_related("term", "final__contents").order_by("version"):
        newest[each.term_id] = each
    return sorted(newest.values(), key=lambda each: each.term.ref)


def _given(issued: Sequence[TrustUpdate]) -> Iterator[tuple[TermRef, Contents]]:
    for each in issued:
        if each.final is not None and each.final.contents is not None:
            yield each.term.ref, read_contents(each.final.contents)


def _standfirst(term: Term) -> str:
    """What the board asked and set in the term's academic year."""
    first, last = bounds(term.year)
    since, until = _midnight(first), _midnight(last + timedelta(days=1))
    asked = Question.objects.sent().filter(asked_at__gte=since, asked_at__lt=until)
    questions = asked.aggregate(all=Count("pk"), closed=Count("pk", filter=Q(closed_at__isnull=False)))
    remits = Remit.objects.filter(set_at__gte=since, set_at__lt=until).aggregate(
        all=Count("pk"), closed=Count("pk", filter=Q(state=RemitState.CLOSED))
    )
    return (
        f"In {year_name(term.year)} the board asked {_of(questions, 'question')} "
        f"and set {_of(remits, 'remit')}."
    )


def _of(counted: dict[str, int], noun: str) -> str:
    number, closed = counted["all"], counted["closed"]
    if not number:
        return f"no {noun}"
    return f"{number} {noun}{'' if number == 1 else 's'}, {closed or 'none'} of them closed,"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)


def _updates(issued: Sequence[TrustUpdate], given: Given) -> Part:
    rows = [
        (
            each.term.name,
            short_date(each.issued_at.astimezone(LONDON).date()) if each.issued_at else DASH,
            str(each.version),
            str(each.final.pages if each.final and each.final.pages else DASH),
            given[each.term.ref]["summary"]["headline"] if each.term.ref in given else DASH,
            (each.final.contents_id or DASH)[:HASH_SHOWN] if each.final else DASH,
        )
        for each in issued
    ]
    columns = ("Term", "Issued", "Version", "Sides", "What page one said", "Hash of its contents")
    return table("What the board was given", columns, rows, none="Nothing has been issued yet.", widest=4)


def _figures(
    year: Sequence[TermRef],
    given: Given,
    now: TermRef,
    pages: Sequence[Part],
) -> Part:
    """Each figure of the trust as a whole as its Updates printed it, the term's own last."""
    told = {ref: _of_the_trust(contents["schools"]) for ref, contents in given.items()}
    told[now] = _of_the_trust(pages)
    titles = dict.fromkeys(title for ref in year for title in told.get(ref, {}))
    rows = [(title, *(_shown(told.get(ref, {}).get(title)) for ref in year)) for title in titles]
    columns = ("The trust as a whole", *(ref.name for ref in year))
    return table("Figures through the year", columns, rows, none="The trust as a whole has no figure yet.")


def _of_the_trust(pages: Sequence[Part]) -> dict[str, Part]:
    """Title → figure, of the page that is no school's."""
    own = (page for page in pages if page["slug"] == TRUST_SLUG)
    return {figure["title"]: figure for page in own for area in page["areas"] for figure in area["figures"]}


def _shown(figure: Part | None) -> str:
    if figure is None:
        return DASH
    word = Mark(figure["mark"]).word
    shown = figure["shown"]
    return word if not shown or shown.lower() == word.lower() else f"{shown} · {word}"

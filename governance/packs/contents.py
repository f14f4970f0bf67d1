"""What goes into a Trust Update: read in one snapshot by the screens' own queries, and put into words once.

The result is plain text, whole numbers and lists, format 2. Rendering reads nothing else, so a chart's
points, a mark's letter and a headline are in it. `stamps` names the versions that issuing will release.
"""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

from governance.editions import opening
from governance.editions.plans import order_of
from governance.models import Edition, TrustUpdate
from governance.narrative import packing
from governance.packs import (
    asked,
    changed_sheets,
    compliance,
    expected,
    figures,
    governing,
    highlighted,
    plan,
    quality,
    restatements,
    standing,
    summary,
    threads,
)
from governance.packs.frozen import Contents
from governance.packs.sources import sources_of
from governance.packs.yearly import parts as yearly
from kpis.queries.board import Board, pack_board
from kpis.queries.visible import Reader, pack_reader
from kpis.rag import Mark
from schools.models import Appointment, Audience, Role
from trust import clock
from trust.dates import full_date
from trust.history import canonical, latest_digest
from trust.models import Term, Trust
from trust.queries import require_trust, terms_up_to
from trust.snapshot import one_snapshot
from trust.templatetags.look import initials

FORMAT: Final = 2
TERMS_BACK: Final = 5  # drawn in the small charts, before the term itself
NOTICES: Final[dict[str, str]] = {Audience.BOARD: "For trustees. Contains figures that are not public."}


class Frozen(NamedTuple):
    """The board's contents, and those of each audience that is shown less of the same moment."""

    contents: Contents
    opened: dict[str, Contents]


def freeze(update: TrustUpdate) -> Contents:
    """The contents of the Update as they stand now, every part from the same snapshot."""
    with one_snapshot():
        return _of_board(update)


def freeze_for_all(update: TrustUpdate) -> Frozen:
    """The same, and in the same snapshot what members and everyone may be told."""
    with one_snapshot():
        contents = _of_board(update)
        opened = {
            str(audience): plain(opening.read(update.term, audience, contents, depth=TERMS_BACK))
            for audience in opening.AUDIENCES
        }
    return Frozen(contents, opened)


def _of_board(update: TrustUpdate) -> Contents:
    update = TrustUpdate.objects.select_related("term").get(pk=update.pk)
    contents = _assemble(update, require_trust())
    return plain(contents | packing.read(update, contents))


def plain(contents: dict[str, Any]) -> Contents:
    """The contents as text that is read again gives them: what is hashed is what is printed."""
    read_again: Contents = json.loads(canonical(contents))
    return read_again


def _assemble(update: TrustUpdate, trust: Trust) -> dict[str, Any]:
    term, today = update.term, clock.today()
    reader = pack_reader(update.audience, update.school_id)
    board = pack_board(term, today=today, depth=TERMS_BACK, reader=reader)
    milestones = plan.read(term, update.audience)
    thread = threads.read(update)
    corrected = restatements.read(update.audience)
    is_board = update.audience == Audience.BOARD
    pages = figures.school_pages(board, thread)
    of_year = yearly.read(term, milestones, pages, today) if is_board else {}
    return front(update, trust) | {
        "summary": _page_one(update, board, milestones.contents, thread),
        "heat": figures.heat_map(board),
        "schools": pages,
        "milestones": milestones.contents,
        "changed_sheets": changed_sheets.read(update, milestones.lines) if is_board else [],
        "thread": thread.contents,
        "restatements": corrected.contents,
        "lists": _lists(update, board, reader) | of_year,
        "sources": sources_of(board) | {"quality": quality.read(board, term, len(corrected.contents), today)},
        "stamps": {
            "figures": sorted({*figures.versions_printed(board, update.audience), *corrected.figures}),
            "ratings": milestones.rating_ids,
            "returns": figures.returns_printed(board),
        },
    }


def front(update: TrustUpdate, trust: Trust) -> dict[str, Any]:
    """What stands on the cover and beside every section: whose it is, for whom, as at when."""
    return {
        "format": FORMAT,
        "version": update.version,
        "trust": _trust(trust),
        "term": _term(update.term),
        "audience": {"code": update.audience, "notice": NOTICES.get(update.audience, "")},
        "meeting": _meeting(update.term),
        "author": _author(),
        "overview": update.overview,
        "order": order_of(Edition(update.edition)),
        "reissue": {"changed": update.changed, "reason": update.change_reason},
        **_frozen_at(),
        "marks": {str(mark): {"letter": mark.letter, "word": mark.word} for mark in Mark},
        # The chain is anchored on paper, outside the database that holds it.
        "history": latest_digest(),
    }


def _page_one(update: TrustUpdate, board: Board, milestones: dict[str, Any], thread: threads.Thread) -> Any:
    """For the board, with what the agenda of its meeting asks it to decide."""
    told = summary.page_one(board, milestones, thread)
    decided = asked.decisions(update.term, clock.today()) if update.audience == Audience.BOARD else []
    return told | {"asked": [*decided, *told["asked"]]}


def _lists(update: TrustUpdate, board: Board, reader: Reader) -> dict[str, Any]:
    """The sections of tables, by their anchors; those of the board's own business are for the board alone."""
    calendar, today = list(terms_up_to(update.term.ref, count=standing.TERMS)), clock.today()
    lists = {
        expected.ANCHOR: expected.read(board, reader),
        standing.ANCHOR: standing.read(update.term, calendar),
        highlighted.ANCHOR: highlighted.read(update.term),
    }
    if update.audience == Audience.BOARD:
        lists |= {governing.ANCHOR: governing.read(today), compliance.ANCHOR: compliance.read(today)}
    return lists


def _trust(trust: Trust) -> dict[str, Any]:
    return {
        "name": trust.name,
        "short_name": trust.short_name,
        "initials": initials(trust.name),
        "accent": trust.accent,
        "executive": trust.word("executive director"),
        "is_demonstration": trust.is_demonstration,
    }


def _term(term: Term) -> dict[str, str]:
    ref = term.ref
    return {
        "slug": ref.slug,
        "name": ref.name,
        "lower_name": f"{ref.season} {ref.academic_year}",
        "season": ref.season.capitalize(),
        "previous": ref.previous.season,
        "previous_season": ref.previous.season.capitalize(),
    }


def _meeting(term: Term) -> str:
    return f"For the trust board, {full_date(term.board_date)}" if term.board_date else "For the trust board"


def _author() -> str:
    """Whose document it is: the name and post of the executive director of the day."""
    day = clock.today()
    held = Appointment.objects.filter(role=Role.EXECUTIVE, starts__lte=day).select_related("person")
    holder = next((each for each in held.order_by("-starts") if each.holds_on(day)), None)
    if holder is None:
        return ""
    post = holder.person.post or str(Role.EXECUTIVE.label)
    return f"{holder.person.name}, {summary.lower_first(post)}"


def _frozen_at() -> dict[str, str]:
    now = clock.now()
    there = now.astimezone(clock.LONDON)
    return {"frozen_at": now.isoformat(), "frozen": f"{there:%H:%M} on {full_date(there.date())}"}

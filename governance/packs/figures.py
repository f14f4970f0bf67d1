"""The figures of a pack: the heat map and a page for each school, from the board's own picture of a term."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any

from governance.packs.threads import Thread
from governance.queries.ahead import replies_of
from kpis.models import Figure, Judgement, ReleasedFigure, Return
from kpis.queries.board import Board, Row
from kpis.queries.board_cells import OPEN, Cell
from kpis.queries.board_rows import Owner
from kpis.queries.guarded import is_hidden
from kpis.queries.rated import Rated, explain, figure_row, reading_of, small_words
from kpis.queries.visible import ACCEPTED
from kpis.queries.yardsticks import Standard
from kpis.rag import Mark, value_of
from kpis.words import DASH, reference, show_reading, show_target, show_value
from schools.models import Appointment, Role, School
from trust.dates import full_date
from trust.links import link_to

Part = dict[str, Any]

KEY = (
    (Mark.RED, "well off target"), (Mark.AMBER, "just off target"), (Mark.GREEN, "on target"),
    (Mark.NOT_DUE, "no figure yet, or not asked"), (Mark.NOT_REPORTED, "not reported"),
    (Mark.OVERDUE, "return late"),
)  # fmt: skip
TOLD = (Mark.RED, Mark.OVERDUE, Mark.AMBER)
NO_FIGURE = ("", "late", "not due", "not yet")


def anchor_of(slug: str) -> str:
    return f"school-{slug}"


def heat_map(board: Board) -> Part:
    """Schools by areas as the dashboard shows them, with how to read the page."""
    groups = [
        {
            "name": group.name,
            "rows": [_heat_row(row) for row in group.rows],
            "targets": _unless_all_dashes(group.targets),
            "nationals": _unless_all_dashes(group.nationals),
        }
        for group in board.groups
    ]
    measures = [{"title": column.name, "text": f"{column.measure}."} for column in board.columns]
    used = set(board.counts)
    return {
        "areas": [{"name": column.name, "short": column.short_name} for column in board.columns],
        "groups": groups,
        "key": [{"mark": mark, "words": words} for mark, words in KEY if mark in used],
        "measures": measures,
    }


def _unless_all_dashes(words: Iterable[str]) -> list[str]:
    said = list(words)
    return said if set(said) - {DASH} else []


def _heat_row(row: Row) -> Part:
    cells = [_heat_cell(cell) for cell in _late_as_one(row.cells)]
    return {"anchor": anchor_of(row.slug), "name": row.name, "line": row.facts, "cells": cells}


def _late_as_one(cells: Iterable[Cell]) -> Iterator[Cell]:
    """A return that is late is so in every area: its neighbouring cells become one."""
    for (mark, shown, note), run in groupby(cells, key=lambda cell: (cell.mark, cell.shown, cell.note)):
        alike = list(run)
        if mark is not Mark.OVERDUE:
            yield from alike
            continue
        words = note if shown == mark.letter else f"{shown}, {note}"
        yield alike[0]._replace(span=sum(cell.span for cell in alike), note=words, shown="")


def _heat_cell(cell: Cell) -> Part:
    shown = "" if cell.shown in (*NO_FIGURE, cell.mark.letter) else cell.shown
    # A reason has room in a cell that is as wide as several, and the key explains the others.
    has_room = cell.span > 1 or cell.mark not in (Mark.NOT_DUE, Mark.NOT_APPLICABLE)
    return {
        "mark": cell.mark,
        "shown": shown,
        "note": cell.note if has_room else "",
        "was": cell.was or "",
        "judged": cell.judged or "",
        "small": cell.small,
        "span": cell.span,
    }


def school_pages(board: Board, thread: Thread) -> list[Part]:
    """The page of the trust's own return, and then one for each school of the term."""
    said, heads = _Said(board), _heads(board)
    return [_page(board, row, thread, said, heads) for row in sorted(board.all_rows, key=_trust_first)]


def _trust_first(row: Row) -> bool:
    """For sorting: the trust answers for itself before its schools do."""
    return row.owner.pk is not None


class _Said:
    """What was written of this term's figures and pages, by the figure or the school; four queries."""

    def __init__(self, board: Board) -> None:
        keys = [figure_row(row).pk for _, row, _ in _rated_now(board)]
        columns = ("pk", "comment", "text", "judged_reason")
        self.figures = {row[0]: row[1:] for row in Figure.objects.filter(pk__in=keys).values_list(*columns)}
        judged = Judgement.objects.filter(figure__in=keys).order_by("at", "pk")
        self.judgements = {each.figure_id: each for each in judged}
        self.replies = replies_of(board.term)
        accepted = Return.objects.filter(term=board.term, state__in=ACCEPTED).exclude(governors_comment="")
        self.returns = {each.school_id: each for each in accepted.select_related("governors_comment_by")}

    def reply(self, school: int | None) -> Part | None:
        """What the head replies on the page, having read it."""
        reply = self.replies.get(school)
        return {"by": reply.by.name, "text": reply.text} if reply and reply.text else None

    def governors(self, school: int | None) -> Part | None:
        """What the chair of the local governors said of the return."""
        returned = self.returns.get(school)
        if returned is None or returned.governors_comment_by is None:
            return None
        return {"by": returned.governors_comment_by.name, "text": returned.governors_comment}

    def comment(self, pk: int) -> str:
        """The comment or rationale, and why the head rated it otherwise."""
        comment, text, reason = self.figures.get(pk, ("", "", ""))
        return " ".join(filter(None, (comment.strip() or text.strip(), reason.strip())))


def _rated_now(board: Board) -> list[Rated]:
    now = board.rows.rated.get(board.term.pk, {})
    return [rated for mine in now.values() for rated in mine.values()]


def _page(board: Board, row: Row, thread: Thread, said: _Said, heads: Mapping[int, str]) -> Part:
    owner = row.owner
    lines = [_figure(board, row, standard) for standard in _due(board, owner)]
    areas = groupby(lines, key=lambda line: line["area"])
    notice = _notice(board, owner)
    return {
        "anchor": anchor_of(owner.slug),
        "slug": owner.slug,
        "name": owner.name,
        "line": " · ".join(filter(None, (row.facts, heads.get(owner.pk or 0, "")))),
        "notice": notice,
        "tiles": [] if notice else _tiles(board, row),
        "areas": [] if notice else [{"name": name, "figures": list(figures)} for name, figures in areas],
        "said_by": "From the headteacher" if owner.pk else "From the central team",
        "comments": _comments(lines, said),
        "director": _judged(lines, said),
        "reply": said.reply(owner.pk),
        "governors": said.governors(owner.pk),
        "remits": [{"due": remit.due_in.name, "text": remit.text} for remit in thread.remits_of(owner.pk)],
    }


def _tiles(board: Board, row: Row) -> list[Part]:
    marks = [cell.mark for cell in row.cells for _ in range(cell.span)]
    return [
        {"short": column.short_name, "mark": mark}
        for column, mark in zip(board.columns, marks, strict=True)
        if mark is not Mark.NOT_APPLICABLE
    ]


def _notice(board: Board, owner: Owner) -> str:
    """Why a page has no figures; empty where it has some or nothing was asked."""
    if board.rows.rated.get(board.term.pk, {}).get(owner.pk) or owner.state is None:
        return ""
    if owner.state not in OPEN:
        return "The return is in, and was not accepted yet when these figures were frozen."
    due = owner.due_in(board.term)
    was_due = f"; it was due on {full_date(due)}" if due and board.today > due else ""
    return f"The return was not in when these figures were frozen{was_due}."


def _due(board: Board, owner: Owner) -> list[Standard]:
    standards = board.rows.standards(owner).values()
    return [standard for standard in standards if standard.ask.is_due(board.term.ref, owner.phase)]


def _figure(board: Board, row: Row, standard: Standard) -> Part:
    ask, rule, owner = standard.ask, standard.rule, row.owner
    rated = board.rows.rated.get(board.term.pk, {}).get(owner.pk, {}).get(ask.kpi_id)
    line = {
        "area": ask.area_name,
        "title": f"{ask.title}, {rule.unit}" if rule.unit else ask.title,
        "plain_title": ask.title,
        "target": "" if (target := show_target(rule)) == DASH else target,
        "national": show_value(standard.compared, rule, unit=False) if standard.compared is not None else "",
        "before": _before(board, owner, standard),
        "was": _was(board, owner, standard),
        "chart": chart_of(board, owner, standard),
    }
    if rated is None:
        return line | {
            "reference": "",
            "url": "",
            "mark": Mark.NOT_REPORTED,
            "shown": "",
            "short": "",
            "judged": "",
            "reason": "",
            "small": "",
            "figure": 0,
        }
    figure = figure_row(rated[1])
    reading, mark = reading_of(rated[1], standard), rated[0]
    judged = figure.moderated or figure.judged
    return line | {
        "reference": reference(owner.slug, ask.code, board.term.slug, figure.version),
        "url": link_to("kpis:figure", figure.pk),
        "mark": mark,
        "shown": DASH if is_hidden(rated) else show_reading(reading, rule, mark, unit=False),
        "short": show_reading(reading, rule, mark, unit=False),
        "judged": judged if judged and judged != mark else "",
        "reason": explain(rated, earlier_rated(board, owner, standard)).reason,
        "small": small_words(rated),
        # What was said of a hidden figure is not printed either.
        "figure": 0 if is_hidden(rated) else figure.pk,
    }


def earlier_rated(board: Board, owner: Owner, standard: Standard) -> Rated | None:
    """The figure that this term's is compared with, where there is one."""
    keys = {term.ref: key for key, term in board.rows.calendar.items()}
    refs = standard.ask.earlier(board.term.ref)
    past = board.rows.rated.get(keys.get(refs[0], 0), {}) if refs else {}
    return past.get(owner.pk, {}).get(standard.ask.kpi_id)


def _before(board: Board, owner: Owner, standard: Standard) -> str:
    earlier = earlier_rated(board, owner, standard)
    if earlier is None:
        return ""
    mark, row, then = earlier
    return show_reading(reading_of(row, then), then.rule, mark, unit=False)


def _was(board: Board, owner: Owner, standard: Standard) -> str:
    """The mark that the earlier figure had."""
    earlier = earlier_rated(board, owner, standard)
    return earlier[0] if earlier else ""


def chart_of(board: Board, owner: Owner, standard: Standard) -> Part | None:
    """The last six terms of a figure that is a number, with what it was held against in each."""
    kpi, points, targets, nationals = standard.ask.kpi_id, [], [], []
    for term in sorted(board.rows.calendar.values(), key=lambda term: term.ref)[-6:]:
        then = board.rows.standards(owner, term).get(kpi)
        rated = board.rows.rated.get(term.pk, {}).get(owner.pk, {}).get(kpi)
        points.append(_value(rated))
        targets.append(_target(then))
        nationals.append(None if then is None or then.compared is None else then.compared)
    known = [point for point in points if point is not None]
    if len(known) < 2:
        return None
    words = f"{standard.ask.title}, last {len(points)} terms: from {known[0]:f} to {known[-1]:f}"
    return {"points": points, "target": targets, "national": nationals, "words": words}


def _value(rated: Rated | None) -> Decimal | None:
    if rated is None or rated[0] is Mark.SMALL_GROUP:
        return None
    return value_of(reading_of(rated[1], rated[2]), rated[2].rule)


def _target(standard: Standard | None) -> Decimal | None:
    if standard is None:
        return None
    ends = (standard.rule.green_from, standard.rule.green_to)
    return next((end for end in ends if end.is_finite()), None)


def _comments(lines: list[Part], said: _Said) -> list[Part]:
    """What the school says of what is red, overdue or amber, the worst first."""
    order = {mark: place for place, mark in enumerate(TOLD)}
    told = sorted((line for line in lines if line["mark"] in order), key=lambda line: order[line["mark"]])
    found = ({"title": line["plain_title"], "text": said.comment(line["figure"])} for line in told)
    return [each for each in found if each["text"]]


def _judged(lines: list[Part], said: _Said) -> list[Part]:
    return [
        {"title": line["plain_title"], "mark": judgement.mark, "text": judgement.reason}
        for line in lines
        if (judgement := said.judgements.get(line["figure"]))
    ]


def _heads(board: Board) -> dict[int, str]:
    """School → "ages 11–16 · Sam Reed, headteacher"."""
    keys = [row.owner.pk for row in board.all_rows if row.owner.pk]
    lines = {school.pk: f"ages {school.ages}" for school in School.objects.filter(pk__in=keys)}
    held = Appointment.objects.filter(role=Role.HEAD, school__in=keys).select_related("person")
    # Who acts as head is printed only where nobody is.
    for each in held.order_by("-is_acting", "starts"):
        if each.school_id and each.holds_on(board.today):
            ages = lines[each.school_id].split(" · ")[0]
            lines[each.school_id] = f"{ages} · {each.person.name}, {_post(each)}"
    return lines


def _post(head: Appointment) -> str:
    word = str(Role.HEAD.label).lower()
    return f"acting {word}" if head.is_acting else word


def versions_printed(board: Board, audience: str) -> list[int]:
    """The figure versions in the pack that its audience has not been given yet, earlier terms' included."""
    printed = {
        figure_row(row).pk
        for schools in board.rows.rated.values()
        for mine in schools.values()
        for _, row, _ in mine.values()
    }
    given = ReleasedFigure.objects.filter(release__audience=audience, figure__in=printed)
    return sorted(printed - set(given.values_list("figure", flat=True)))


def returns_printed(board: Board) -> list[int]:
    """The term's returns whose figures stand in the pack: issuing locks these and no later one."""
    accepted = Return.objects.filter(term=board.term, state__in=ACCEPTED)
    return sorted(accepted.values_list("pk", flat=True))

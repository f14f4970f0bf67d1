"""Programmes that changed colour since the last issued Update, in a pack: a short sheet of each."""

from __future__ import annotations

from typing import Any, Final

from governance.models import TrustUpdate, UpdateState
from governance.packs.frozen import read_contents
from kpis.rag import Mark
from milestones.models import Sheet
from milestones.queries import MatrixLine
from trust.blobs import Altered

Part = dict[str, Any]

ANCHOR, TITLE = "changed-sheets", "Programmes that changed colour"
COLOURS: Final = (Mark.RED, Mark.OVERDUE, Mark.AMBER, Mark.GREEN, Mark.COMPLETE)


def read(update: TrustUpdate, lines: list[MatrixLine]) -> list[Part]:
    """A sheet for each line whose mark differs from what was issued last, the worst first; two queries."""
    before = _marks_issued_before(update)
    changed = [line for line in lines if _has_changed(before.get(line.title, ""), line.rag.mark)]
    aims = dict(
        Sheet.objects.filter(priority__in=[line.priority for line in changed]).values_list("priority", "aim")
    )
    changed.sort(key=lambda line: COLOURS.index(line.rag.mark))
    return [_sheet(line, before[line.title], aims.get(line.priority, "")) for line in changed]


def _marks_issued_before(update: TrustUpdate) -> dict[str, str]:
    """Title of a priority → its mark in the Update issued last; a code may belong to another by now."""
    issued = TrustUpdate.objects.filter(
        audience=update.audience, edition=update.edition, school=None, state=UpdateState.ISSUED
    ).exclude(term=update.term)
    last = (
        issued.select_related("final__contents").order_by("-term__year", "-term__number", "-version").first()
    )
    if last is None or last.final is None or last.final.contents is None:
        return {}
    try:
        contents = read_contents(last.final.contents)
    except Altered:
        return {}
    strands = contents["milestones"]["strands"]
    return {code["title"]: code["mark"] for strand in strands for code in strand["codes"]}


def _has_changed(was: str, now: Mark) -> bool:
    return was in COLOURS and now in COLOURS and was != now


def _sheet(line: MatrixLine, was: str, aim: str) -> Part:
    rating = line.rating
    return {
        "code": line.code,
        "title": line.title,
        "was": was,
        "now": line.rag.mark,
        "aim": aim,
        "said": rating.happened if rating else "",
        "next": rating.next if rating else "",
        "owner": line.owner,
    }

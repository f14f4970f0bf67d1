"""A KPI of few pupils at four schools, issued to everybody, for tests of who is shown what of it.

Oak's group is small, and Ash's would give it away; Elm's and Yew's are shown to everybody.
"""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from typing import Any

from django.test import Client

from kpis.models import Figure, Judgement, Kpi, ReleasedFigure
from schools.models import Audience, Release, School
from tests import builders
from tests.conftest import World
from trust.models import Term

# School → numerator and denominator, this term's and those of the three terms before.
COUNTS = {
    "oak": [(3, 7), (2, 6), (5, 8), (4, 9)],
    "ash": [(8, 11), (5, 13), (10, 12), (9, 11)],
    "elm": [(20, 40), (21, 40), (19, 40), (22, 40)],
    "yew": [(18, 31), (16, 30), (17, 30), (15, 30)],
}
HIDDEN = ("oak", "ash")
GEOMETRY = re.compile(r' (?:d|x1?|x2|y1?|y2|cx|cy|points|transform|viewBox|width|height)="[^"]*"')
HREF = re.compile(rb'(?:href|src|data-[a-z-]*url)="(/[^"#]*)')


class SmallGroups:
    """The rows, and what of them must not be read anywhere."""

    def __init__(self, world: World, kind: str = "measure", **definition: Any) -> None:
        self.world = world
        self.schools = {"oak": world.oak, "elm": world.elm} | {
            name: builders.make_school(f"{name.capitalize()} School") for name in ("ash", "yew")
        }
        wanted = {"small_groups": True, "title": "Pupils who reached it", "is_headline": True}
        self.kpi = builders.make_kpi("DIS", kind=kind, **(wanted | definition))
        builders.make_band(self.kpi, target=Decimal(60), limit=Decimal(50))
        self.terms = [builders.make_term(world.term.ref.shift(-back)) for back in range(4)]
        self.figures = {
            (name, back): self._figure(school, back, *COUNTS[name][back])
            for name, school in self.schools.items()
            for back in range(4)
        }

    def _figure(self, school: School, back: int, top: int, bottom: int) -> Figure:
        term, by = self.terms[back], self.world.people["head_of_oak"]
        decided = {"decided_by": self.world.people["executive"], "decided_at": builders.NOW}
        signed = {"submitted_by": by, "signed_as": "A head"}
        returned = builders.make_return(school, term, "issued", **decided, **signed)
        figure = builders.make_figure(
            self.kpi, returned, by, share_of(top, bottom), numerator=Decimal(top),
            denominator=Decimal(bottom), comment=f"Said of {school.slug}.", judged="green",
            judged_reason=f"Rated so by {school.slug}.",
            eligible=Decimal(bottom),
        )  # fmt: skip
        executive = self.world.people["executive"]
        Judgement.objects.create(
            figure=figure, mark="amber", reason=f"Judged so of {school.slug}.", by=executive, at=builders.NOW
        )
        return figure

    def issue(self, audience: str = Audience.BOARD) -> None:
        """Give every version of every term to that audience."""
        for term in self.terms:
            stamp = Release.objects.create(term=term, audience=audience, at=builders.NOW)
            of_term = [figure for figure in self.figures.values() if figure.term_id == term.pk]
            ReleasedFigure.objects.bulk_create(
                ReleasedFigure(release=stamp, figure=figure) for figure in of_term
            )

    def secrets(self, *names: str) -> list[str]:
        """Everything that gives a hidden group away: shares, counts, what was said, what one is worth."""
        told = []
        for name in names or HIDDEN:
            for top, bottom in COUNTS[name]:
                told += [share_of(top, bottom), f"{top} of {bottom}", f"{top}/{bottom}", f",{top},{bottom},"]
                told.append(f"= {Decimal(100) / bottom:.1f} points")
            told += [f"Said of {name}", f"Rated so by {name}", f"Judged so of {name}"]
        return told


def share_of(top: int, bottom: int) -> str:
    return f"{Decimal(100) * top / bottom:.1f}"


def make_kpi_page(kpi: Kpi, term: Term) -> str:
    return f"/kpis/{kpi.code}/?term={term.slug}"


def text_of(content: bytes) -> str:
    """What can be read in an answer, the parts of a workbook included; where lines are drawn is no figure."""
    if not content.startswith(b"PK"):
        return GEOMETRY.sub("", content.decode("utf-8", "replace"))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def walk(client: Client, *starts: str) -> dict[str, str]:
    """Every page and file that leads on from there, each with what can be read in it."""
    found: dict[str, str] = {}
    waiting = list(starts)
    while waiting:
        url = waiting.pop()
        if url in found or url.startswith(("/static/", "/accounts/")):
            continue
        answer = client.get(url)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found[url] = text_of(content)
        if "text/html" in answer.get("Content-Type", ""):
            waiting += [link.decode().replace("&amp;", "&") for link in HREF.findall(content)]
    return found


def given_away(pages: dict[str, str], secrets: list[str]) -> list[tuple[str, str]]:
    """Where a secret stands in a page, with the words around it."""
    return [
        (url, text[max(place - 60, 0) : place + 30])
        for url, text in pages.items()
        for secret in secrets
        if (place := text.find(secret)) >= 0
    ]

"""An edition from what was frozen: a pure function of contents that adds nothing and reads nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from governance.editions.shape import Part, only, with_rows
from governance.models import Edition
from governance.packs.figures import anchor_of
from governance.packs.frozen import Contents, hash_of
from governance.packs.sections import HEAT_MAP, MATRIX, SCHOOLS, SUMMARY, THREAD, slug_of

TITLES: Final = {
    Edition.SCORECARD: "Scorecard",
    Edition.ANNUAL: "Annual edition",
    Edition.LOCAL: "Trust Update",
    Edition.HEAD: "Headteacher’s report",
    Edition.MEMBERS: "Trust Update",
    Edition.PUBLIC: "Trust Update",
}
FOR: Final = {
    Edition.SCORECARD: "For the audit committee",
    Edition.ANNUAL: "For the trust board",
    Edition.MEMBERS: "For the members of the trust",
    Edition.PUBLIC: "For everyone",
}
NOTICES: Final = {
    Edition.SCORECARD: "For trustees. Contains figures that are not public.",
    Edition.ANNUAL: "For trustees. Contains figures and plans that are not public.",
    Edition.LOCAL: "For the school’s governors. Contains figures that are not public.",
    Edition.HEAD: "For the school’s governors. Contains figures that are not public.",
}
# What prints figures: an edition without any of them gives none out.
WITH_FIGURES: Final = frozenset(map(slug_of, (SUMMARY, HEAT_MAP, SCHOOLS)))


def edition_of(contents: Contents, edition: Edition, *, order: Sequence[str], school: str = "") -> Contents:
    """The edition's contents: those of `contents` (the freeze for its readers) that stand in `order`.

    `school` is the slug of the one whose governors it is for. ValueError where the freeze has no page of it.
    """
    whose = _name_in(contents, school) if school else ""
    own = own_part(contents, school, whose) if school else contents
    told = only(own, [slug for slug in order if not _is_silent(own, slug, school)])
    notice = NOTICES.get(edition, contents["audience"]["notice"])
    return told | {
        "audience": contents["audience"] | {"notice": notice},
        "edition": {"code": edition, "title": TITLES[edition], "school": whose},
        "titles": {SUMMARY: "Summary"} | ({SCHOOLS: whose, HEAT_MAP: "At a glance"} if school else {}),
        "meeting": FOR.get(edition, f"For the governors of {whose}"),
        "source": contents.get("source") or {"sha256": hash_of(contents)},
        "stamps": _stamps(told),
        # What a version of the board's says of itself may name what this edition does not hold.
        "reissue": {"changed": "", "reason": ""},
    }


def own_part(contents: Contents, school: str, name: str) -> Contents:
    """What the contents say of one school; the plan and what the trust is proud of are everyone's."""
    keeps = school.__eq__
    lists = {
        anchor: with_rows(each, (lambda whose: whose in ("", school)) if anchor == "highlights" else keeps)
        | {"standfirst": f"What concerns {name}."}
        for anchor, each in contents.get("lists", {}).items()
        if each
    }
    pages = [page for page in contents["schools"] if page["slug"] == school]
    printed = [figure["figure"] for figure in _figures(pages) if figure["figure"]]
    return contents | {
        "heat": _own_heat(contents["heat"], anchor_of(school)),
        "schools": pages,
        "thread": _own_thread(contents["thread"], school, name),
        "restatements": _of(contents["restatements"], school),
        "lists": lists,
        "sources": _own_sources(contents["sources"], school, name),
        "stamps": contents["stamps"] | {"figures": sorted(printed), "returns": []},
    }


def _is_silent(contents: Contents, slug: str, school: str) -> bool:
    """Whether a school's edition has a page less: nothing was asked of the school."""
    thread = contents["thread"]
    return bool(school) and slug == slug_of(THREAD) and not (thread["questions"] or thread["remits"])


def _name_in(contents: Contents, school: str) -> str:
    for page in contents["schools"]:
        if page["slug"] == school:
            return str(page["name"])
    raise ValueError(f"These contents have no page of {school}.")


def _figures(pages: Sequence[Part]) -> list[Part]:
    return [figure for page in pages for area in page["areas"] for figure in area["figures"]]


def _of(items: Sequence[Part], school: str) -> list[Part]:
    return [each for each in items if each.get("school") == school]


def _own_heat(heat: Part, anchor: str) -> Part:
    groups = [
        group | {"rows": rows}
        for group in heat["groups"]
        if (rows := [row for row in group["rows"] if row["anchor"] == anchor])
    ]
    used = {cell["mark"] for group in groups for row in group["rows"] for cell in row["cells"]}
    return heat | {"groups": groups, "key": [each for each in heat["key"] if each["mark"] in used]}


def _own_thread(thread: Part, school: str, name: str) -> Part:
    questions, remits = _of(thread["questions"], school), _of(thread["remits"], school)
    said = f"Asked of {name}: open, or settled since the last Trust Update."
    none = f"Nothing has been asked of {name} since the last Trust Update."
    standfirst = said if questions or remits else none
    return thread | {"questions": questions, "remits": remits, "standfirst": standfirst}


def _own_sources(sources: Part, school: str, name: str) -> Part:
    returns = _of(sources["returns"], school)
    told: dict[str, Any] = {"returns": returns, "quality": [], "standfirst": f"The return of {name}."}
    return sources | told


def _stamps(told: Contents) -> Part:
    """What issuing it gives out: the versions that stand in it, and no return is locked."""
    stamps, order = told["stamps"], set(told["order"])
    return {
        "figures": stamps["figures"] if order & WITH_FIGURES else [],
        "ratings": stamps["ratings"] if slug_of(MATRIX) in order else [],
        "returns": [],
    }

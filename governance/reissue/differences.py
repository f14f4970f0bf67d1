"""What one freeze says otherwise than another: a pure comparison of two contents, in words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final, NamedTuple

from governance.attention import count_of, listed, lower_first
from governance.packs.frozen import Contents
from governance.packs.sections import titles_in
from kpis.rag import Mark

MOST: Final = 5
NOTHING: Final = "–"

# What kind of thing differs, in the order in which it is told.
FIGURE, MILESTONE, PASSAGE, ASKED, SECTION = "figure", "milestone", "passage", "question", "section"


class Difference(NamedTuple):
    """One thing that two freezes tell otherwise; a dash where one of them does not tell it at all."""

    kind: str
    what: str
    before: str
    after: str


def differences(before: Contents, after: Contents) -> list[Difference]:
    """Everything that differs, figures first."""
    told = (
        (FIGURE, _figures),
        (MILESTONE, _milestones),
        (PASSAGE, _words),
        (ASKED, _thread),
        (SECTION, _sections),
    )
    return [
        Difference(kind, what, was or NOTHING, now or NOTHING)
        for kind, read in told
        for what, was, now in _differing(dict(read(before)), dict(read(after)))
    ]


def in_words(found: list[Difference], most: int = MOST) -> str:
    """The first few by name and the others counted: what a new version says of itself until somebody does."""
    if not found:
        return ""
    named = [each.what for each in found[:most]]
    if len(found) > most:
        named.append(f"{len(found) - most} more")
    return "; ".join(named)


def counts(found: list[Difference]) -> str:
    """How many of each kind, without any of them: "three figures and one milestone"; empty for none."""
    kinds = groupby(found, key=lambda each: each.kind)
    told = [lower_first(count_of(len(list(same)), kind)) for kind, same in kinds]
    return listed(told) if told else ""


def _differing(before: dict[str, str], after: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for what in dict.fromkeys([*before, *after]):
        was, now = before.get(what, ""), after.get(what, "")
        if was != now:
            yield what, was, now


def _figures(contents: Contents) -> Iterator[tuple[str, str]]:
    for page in contents["schools"]:
        for area in page["areas"]:
            for figure in area["figures"]:
                told = [
                    figure["shown"],
                    _word(figure["mark"]),
                    f"target {figure['target']}" if figure["target"] else "",
                ]
                yield f"{page['name']}: {figure['title']}", ", ".join(filter(None, told))


def _milestones(contents: Contents) -> Iterator[tuple[str, str]]:
    for strand in contents["milestones"]["strands"]:
        for code in strand["codes"]:
            yield f"{code['code']} {code['title']}", _word(code["mark"])


def _words(contents: Contents) -> Iterator[tuple[str, str]]:
    yield "The overview", contents["overview"]
    for slug, note in contents.get("notes", {}).items():
        yield f"The note on {slug.replace('-', ' ')}", note["text"]
    for page in contents["schools"]:
        said = [f"{each['title']}: {each['text']}" for each in page["comments"]]
        replied = (page.get("reply") or {}).get("text", "")
        yield f"What {page['name']} says", "\n".join([*said, replied]).strip()


def _thread(contents: Contents) -> Iterator[tuple[str, str]]:
    for kind in ("questions", "remits"):
        for each in contents["thread"][kind]:
            said = [reply["text"] for reply in each.get("answers", each.get("replies", ()))]
            yield f"{kind[:-1].capitalize()}: {each['text']}", "\n".join([each["about"], *said])


def _sections(contents: Contents) -> Iterator[tuple[str, str]]:
    for place, title in enumerate(titles_in(contents), start=1):
        yield title, f"in place {place}"


def _word(mark: str) -> str:
    return Mark(mark).word if mark else ""

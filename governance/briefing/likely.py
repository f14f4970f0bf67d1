"""What a board is likely to ask of these contents, and what in them answers it: a pure reading, by rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from governance.attention import lower_first, sentence
from governance.packs.frozen import Contents
from governance.suggesting import of_the_colour
from kpis.rag import Mark

MOST: Final = 14
TROUBLED: Final = (Mark.RED, Mark.OVERDUE)
Part = dict[str, Any]


class Likely(NamedTuple):
    """A question, why it will be asked, what was said already, and what it is about.

    `figure` is the primary key of the version printed, 0 for none; `reference` and `url` lead to it.
    """

    question: str
    evidence: list[str]
    reference: str = ""
    url: str = ""
    figure: int = 0
    school: str = ""


def likely_questions(contents: Contents) -> list[Likely]:
    """What is red again, newly red or slipping, then what is corrected, late or waits; at most fourteen."""
    since = contents["term"]["previous"]
    found = [
        *sorted(_of_figures(contents, since), key=lambda each: each[0]),
        *((2, each) for each in _of_milestones(contents)),
        *((3, each) for each in _of_corrections(contents)),
        *((4, each) for each in _of_late_returns(contents)),
        *((5, each) for each in _of_remits(contents)),
    ]
    return [each for _, each in found[:MOST]]


def _of_figures(contents: Contents, since: str) -> Iterator[tuple[int, Likely]]:
    """Red again before newly red, newly red before what has slipped to amber."""
    for page in contents["schools"]:
        said = {each["title"]: each["text"] for each in page["comments"]}
        for figure in (figure for area in page["areas"] for figure in area["figures"]):
            now, before = Mark(figure["mark"]), Mark(figure["was"]) if figure.get("was") else None
            slipped = now is Mark.AMBER and before is Mark.GREEN
            if now is not Mark.RED and not slipped:
                continue
            title = figure.get("plain_title") or figure["title"]
            question = of_the_colour(_placed(title, page), now, before, since)
            evidence = [_reading(figure, since), sentence(figure.get("reason", "")), said.get(title, "")]
            rank = 0 if before is Mark.RED else 1 if now is Mark.RED else 2
            yield (
                rank,
                Likely(
                    question,
                    [each for each in evidence if each] or ["Nothing was said about it in the return."],
                    figure.get("reference", ""),
                    figure.get("url", ""),
                    figure.get("figure", 0),
                    page["slug"],
                ),
            )


def _placed(title: str, page: Part) -> str:
    name = page["name"]
    return f"{title} of {lower_first(name)}" if name.startswith("The trust") else f"{title} at {name}"


def _reading(figure: Part, since: str) -> str:
    parts = [figure["shown"]]
    parts += [f"{figure['before']} in {since}"] if figure["before"] else []
    parts += [f"target {figure['target']}"] if figure["target"] else []
    parts += [f"national {figure['national']}"] if figure["national"] else []
    return "; ".join(parts) + "."


def _of_milestones(contents: Contents) -> Iterator[Likely]:
    for strand in contents["milestones"]["strands"]:
        notes = {note["code"]: note["text"] for note in strand["notes"]}
        for code in strand["codes"]:
            mark = Mark(code["mark"]) if code["mark"] else None
            if mark in TROUBLED and mark is not None:
                title = f"{code['code']} {lower_first(code['title'])}"
                question = (
                    f"Milestone {title} is {mark.word.lower()}. What holds it up, and when will it be done?"
                )
                yield Likely(question, [notes.get(code["code"], "") or "Nothing was said about it."])


def _of_corrections(contents: Contents) -> Iterator[Likely]:
    for each in contents.get("restatements", []):
        question = f"{each['title']} was corrected after it was issued. How did that come about?"
        yield Likely(question, [line for line in (each["words"], each["reason"]) if line])


def _of_late_returns(contents: Contents) -> Iterator[Likely]:
    for page in contents["schools"]:
        if page["notice"]:
            question = (
                f"{page['name']} has no figures in this Update. Why, and when can the board expect them?"
            )
            yield Likely(question, [page["notice"]], school=page["slug"])


def _of_remits(contents: Contents) -> Iterator[Likely]:
    for each in contents["thread"]["remits"]:
        if not each["replies"]:
            question = "The board set a remit that nobody has replied to yet. What has been done?"
            yield Likely(question, [f"{each['about']} {each['text']}"], school=each.get("school") or "")

"""The questions of an import as the review shows them: in groups, each with its choices and its answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from milestones.actions.bringing import HINTS
from milestones.imports import Cell, Line, PlanRead, Question, QuestionKind, State, Strand
from trust.terms import terms_between

Kind = QuestionKind
MOST_BESIDE: Final = 4  # choices shown side by side; more become a list to choose from
MOST_SHOWN: Final = 200  # questions of one group on the page
MOST_UNFOLDED: Final = 8  # more begin folded, so that the page can be seen as a whole
LONGEST_NAME: Final = 60  # characters of a line's title beside a choice
YES: Final = "yes"


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A line whose code in the list of priorities a person may say; `listed` is what is chosen."""

    code: str
    title: str
    listed: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with what can be said to it and what was said; `place` is its number in the reading.

    `control` is radio, select, text or pairs. `mine` is an answer that was not kept, because of a `fault` in
    it or because somebody else has answered (`is_clash`). `text` is the cell's, and `ask` what is asked of it
    where that is not how long it lasts.
    """

    place: int
    question: Question
    control: str
    choices: tuple[Choice, ...] = ()
    pairs: tuple[Pair, ...] = ()
    answer: str = ""
    text: str = ""
    ask: str = ""
    mine: str = ""
    fault: str = ""
    is_clash: bool = False

    @property
    def shown(self) -> str:
        """What stands in the control: what was typed last, even where it could not be kept."""
        return self.mine or self.answer

    @property
    def said(self) -> str:
        return self.in_words(self.answer)

    @property
    def mine_said(self) -> str:
        return self.in_words(self.mine)

    def in_words(self, answer: str) -> str:
        return next((each.label for each in self.choices if each.value == answer), answer)

    @property
    def is_hint(self) -> bool:
        return self.question.kind in HINTS


@dataclass(frozen=True, slots=True)
class Group:
    """Questions of one sort; `rest` names the button that answers what is left of them as it was read."""

    name: str
    title: str
    words: str
    rest: str
    kinds: tuple[QuestionKind, ...]
    asked: tuple[Asked, ...] = field(default=())

    @property
    def answered(self) -> int:
        return sum(bool(each.answer) for each in self.asked)

    @property
    def left(self) -> int:
        return len(self.asked) - self.answered

    @property
    def is_open(self) -> bool:
        """Whether the page begins with its questions unfolded: they are few, or an answer was not kept."""
        if any(each.fault or each.is_clash for each in self.asked):
            return True
        is_short = len(self.asked) <= MOST_UNFOLDED
        return is_short and any(not each.answer and not each.is_hint for each in self.asked)

    @property
    def shown(self) -> tuple[Asked, ...]:
        """All of them, or of very many the first that are open."""
        if len(self.asked) <= MOST_SHOWN:
            return self.asked
        return tuple(each for each in self.asked if not each.answer or each.mine)[:MOST_SHOWN]

    @property
    def beyond(self) -> int:
        return self.left - len(self.shown) if len(self.asked) > MOST_SHOWN else 0


GROUPS: Final = (
    Group(
        "strands", "Strands without a title", "The heading that stands above its lines in the matrix.", "",
        (Kind.STRAND,),
    ),
    Group(
        "spans", "How long a text lasts",
        "A text with blanks behind it may be due in its own term alone, or run on through the blanks.",
        "All as points", (Kind.SPAN,),
    ),
    Group(
        "torn", "Texts cut by a page break", "They were joined again, as the words seem to ask.",
        "All joined", (Kind.TORN,),
    ),
    Group(
        "tracks", "Rows without a code", "They were read as tracks of the row above.", "All tracks",
        (Kind.TRACK,),
    ),
    Group(
        "codes", "Codes that have moved", "The list of priorities and the matrix do not count alike.",
        "All as proposed", (Kind.CODES,),
    ),
    Group(
        "statuses", "What a printed status means",
        "The words stay as they are printed; this says what follows.", "All as read", (Kind.STATUS,),
    ),
    Group(
        "links", "References to other lines", "A confirmed reference becomes a link, both ways.",
        "Link them all", (Kind.LINK,),
    ),
    Group(
        "references", "References to lines that are not there",
        "Say which line is meant, or leave the words alone.",
        "Leave all as words", (Kind.REFERENCE,),
    ),
    Group(
        "sure", "Just to be sure", "Nothing changes; say that it is right.", "All as read",
        (Kind.EMPTY, Kind.ENDING, Kind.CHANGES, Kind.HIDDEN),
    ),
    Group(
        "drift", "Texts that may stand one column off",
        "A hint only: what comes again each year stands here in another term. You need not answer.",
        "All stay", (Kind.DRIFT,),
    ),
)  # fmt: skip
BY_NAME: Final = {group.name: group for group in GROUPS}
FIXED: Final[Mapping[QuestionKind, tuple[Choice, ...]]] = {
    Kind.TORN: (Choice("join", "One text, as joined"), Choice("apart", "Two texts, as printed")),
    Kind.TRACK: (Choice("track", "Tracks of one priority"), Choice("apart", "Lines of their own")),
    Kind.STATUS: (
        Choice(State.ACTIVE, "Active"),
        Choice(State.PAUSED, "Paused"),
        Choice(State.MERGED, "Merged"),
        Choice(State.CLOSED, "Closed"),
        Choice(State.DELETED, "Deleted: stands as closed"),
    ),
    Kind.DRIFT: (Choice("stay", "It stays"), Choice("move", "It moves")),
    Kind.CODES: (Choice(YES, "That is right"),),
    Kind.EMPTY: (Choice(YES, "That is right"),),
    Kind.ENDING: (Choice(YES, "It is whole"),),
    Kind.CHANGES: (Choice(YES, "That is right"),),
    Kind.HIDDEN: (Choice(YES, "It belongs to the plan"),),
}

ABOUT_TEXT: Final = frozenset({Kind.SPAN, Kind.LINK, Kind.REFERENCE})


@dataclass(frozen=True, slots=True)
class Unkept:
    """Answers that were not kept, by the id of their question: with a reason, or over somebody else's."""

    faults: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    clashes: Mapping[str, str] = field(default_factory=dict)


def groups_of(plan: PlanRead, answers: Mapping[str, str], unkept: Unkept | None = None) -> list[Group]:
    """The groups that have questions, in the order in which they are asked."""
    asked = list(_Asking(plan, answers, unkept or Unkept()).all())
    found = []
    for group in GROUPS:
        own = tuple(each for each in asked if each.question.kind in group.kinds)
        if own:
            found.append(Group(group.name, group.title, group.words, group.rest, group.kinds, own))
    return found


class _Asking:
    """The questions of one reading, each with the cell or strand that it is about."""

    def __init__(self, plan: PlanRead, answers: Mapping[str, str], unkept: Unkept) -> None:
        self.plan, self.answers, self.unkept = plan, answers, unkept
        self.lines = {line.code: line for line in plan.lines}
        self.strands = {str(strand.number): strand for strand in plan.strands}
        self.cells = {
            (line.code, cell.start_term, cell.track): cell for line in plan.lines for cell in line.cells
        }

    def all(self) -> Iterator[Asked]:
        for place, question in enumerate(self.plan.questions):
            yield self._asked(place, question)

    def _asked(self, place: int, question: Question) -> Asked:
        answer = self.answers.get(question.id, "")
        mine, fault = self.unkept.faults.get(question.id, ("", ""))
        clash = self.unkept.clashes.get(question.id)
        cell = self._cell(question)
        choices = self._choices(question, cell)
        pairs: tuple[Pair, ...] = ()
        if question.kind is Kind.CODES and question.about in self.strands:
            strand = self.strands[question.about]
            pairs = _pairs(strand, answer)
            choices = tuple(Choice(each.code, f"{each.code} {each.text[:70]}") for each in strand.listed)
        return Asked(
            place=place,
            question=question,
            control=_control(question.kind, choices),
            choices=choices,
            pairs=pairs,
            answer=answer,
            text=cell.text if cell and question.kind in ABOUT_TEXT else "",
            ask=self._ask(question, cell) if cell else "",
            mine=mine if clash is None else clash,
            fault=fault,
            is_clash=clash is not None,
        )

    def _cell(self, question: Question) -> Cell | None:
        if question.term is None or question.track is None:
            return None
        return self.cells.get((question.code, question.term, question.track))

    def _ask(self, question: Question, cell: Cell) -> str:
        """What is asked of a mention of a line; the text it stands in is shown beside."""
        words = next((ref.words for ref in cell.cross_refs if ref.code == question.about), question.about)
        if question.kind is Kind.LINK:
            return f"Does “{words}” link to {self._named(question.about)}?"
        if question.kind is Kind.REFERENCE:
            return f"“{words}” names {question.about}, which the matrix does not have."
        return ""

    def _named(self, code: str) -> str:
        title = self.lines[code].title if code in self.lines else ""
        return f"{code} {title if len(title) <= LONGEST_NAME else f'{title[:LONGEST_NAME]}…'}".strip()

    def _choices(self, question: Question, cell: Cell | None) -> tuple[Choice, ...]:
        if question.kind is Kind.SPAN and cell:
            first, *later = terms_between(cell.start_term, cell.latest_possible_end_term)
            ends = (Choice(term.label, f"to {term.label}") for term in later)
            return (Choice("point", f"{first.label} only"), *ends)
        if question.kind is Kind.LINK:
            return (Choice("link", f"Link to {question.about}"), Choice("no", "No link"))
        if question.kind is Kind.REFERENCE:
            lines = (Choice(line.code, f"{line.code} {line.title}") for line in self.lines.values())
            return (Choice("no", "Words only, no link"), *lines)
        return FIXED.get(question.kind, ())


def _control(kind: QuestionKind, choices: tuple[Choice, ...]) -> str:
    if kind is Kind.CODES and choices != FIXED[kind]:
        return "pairs"
    if kind is Kind.STRAND:
        return "text"
    is_list = kind is Kind.REFERENCE or (kind is Kind.SPAN and len(choices) > MOST_BESIDE)
    return "select" if is_list else "radio"


def _pairs(strand: Strand, answer: str) -> tuple[Pair, ...]:
    """Each line with its code in the list, as a person has said or, before that, as it was read."""
    said = dict(pair.split("=", 1) for pair in answer.split() if "=" in pair)

    def listed(line: Line) -> str:
        return said.get(line.code, "") if said else line.listed_as or ""

    return tuple(Pair(line.code, line.title, listed(line)) for line in strand.lines)

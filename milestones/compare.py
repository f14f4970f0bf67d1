"""What differs between two states of a plan, in words: its lines, its milestones and its texts. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from trust.terms import TermRef

# From this likeness on two texts are one milestone that was reworded, rather than one gone and one added.
ALIKE = 0.55


@dataclass(frozen=True)
class Due:
    """A milestone as a plan prints it; the same `key` is the same milestone, whatever became of it."""

    key: int
    track: int
    first: TermRef
    last: TermRef
    text: str


@dataclass(frozen=True)
class Printed:
    """A priority as a plan prints it."""

    priority: int
    code: str
    title: str
    strand: str
    standing: str
    owner: str
    milestones: tuple[Due, ...] = ()
    sponsor: str = ""


@dataclass(frozen=True)
class Change:
    """One thing that differs: in words, with what stood before and after where that is a text."""

    words: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class LineChanges:
    """What differs in one priority that both print."""

    line: Printed
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Comparison:
    """Everything that differs, in the order of the later plan."""

    added: tuple[Printed, ...] = ()
    gone: tuple[Printed, ...] = ()
    changed: tuple[LineChanges, ...] = ()
    texts: tuple[Change, ...] = ()
    unchanged: int = 0
    recoded: tuple[tuple[str, str], ...] = field(default=())

    @property
    def is_same(self) -> bool:
        return not (self.added or self.gone or self.changed or self.texts)


def compare(
    before: Sequence[Printed],
    after: Sequence[Printed],
    texts_before: Mapping[str, str] | None = None,
    texts_after: Mapping[str, str] | None = None,
) -> Comparison:
    """What differs between two plans: lines by priority, milestones by key or by what they say, texts by
    name."""
    was = {line.priority: line for line in before}
    now = {line.priority: line for line in after}
    both = [(was[line.priority], line) for line in after if line.priority in was]
    changed = [LineChanges(new, found) for old, new in both if (found := tuple(_line(old, new)))]
    return Comparison(
        added=tuple(line for line in after if line.priority not in was),
        gone=tuple(line for line in before if line.priority not in now),
        changed=tuple(changed),
        texts=tuple(_texts(texts_before or {}, texts_after or {})),
        unchanged=len(both) - len(changed),
        recoded=tuple((old.code, new.code) for old, new in both if old.code != new.code),
    )


def told(comparison: Comparison, most: int = 6) -> list[str]:
    """The comparison as short sentences, at most so many of them and one that says how many more."""
    said = [f"{line.code} {line.title} was added." for line in comparison.added]
    said += [f"{line.code} {line.title} is gone." for line in comparison.gone]
    said += [
        f"{each.line.code} {each.line.title}: {change.words}"
        for each in comparison.changed
        for change in each.changes
    ]
    said += [change.words for change in comparison.texts]
    rest = len(said) - most
    return said if rest <= 0 else [*said[:most], f"And {rest} more."]


def _line(old: Printed, new: Printed) -> Iterator[Change]:
    if old.code != new.code:
        yield Change(f"{old.code} became {new.code}.")
    if old.title != new.title:
        yield Change("Its title was reworded.", old.title, new.title)
    if old.strand != new.strand:
        yield Change(f"Moved from {old.strand} to {new.strand}.")
    if old.standing != new.standing:
        yield Change(f"{old.standing.capitalize()} before, {new.standing} after.")
    if old.owner != new.owner:
        yield Change(f"Led by {new.owner or 'nobody yet'}, before by {old.owner or 'nobody'}.")
    if old.sponsor != new.sponsor:
        yield Change(f"Sponsored by {new.sponsor or 'nobody yet'}, before by {old.sponsor or 'nobody'}.")
    yield from _milestones(old.milestones, new.milestones)


def _milestones(old: Sequence[Due], new: Sequence[Due]) -> Iterator[Change]:
    pairs = _paired(old, new)
    matched = {id(before) for before, _ in pairs}
    kept = {id(after) for _, after in pairs}
    for before, after in pairs:
        yield from _milestone(before, after)
    for after in new:
        if id(after) not in kept:
            yield Change(f"New in {_reach(after)}.", after=after.text)
    for before in old:
        if id(before) not in matched:
            yield Change(f"Gone from {_reach(before)}.", before=before.text)


def _milestone(before: Due, after: Due) -> Iterator[Change]:
    is_moved = (before.first, before.last) != (after.first, after.last)
    where = f"from {_reach(before)} to {_reach(after)}"
    if before.text != after.text:
        words = f"Moved {where} and reworded." if is_moved else f"Reworded in {_reach(after)}."
        yield Change(words, before.text, after.text)
    elif is_moved:
        same_start = before.first == after.first
        verb = "Reaches to" if same_start else "Moved from"
        told = f"{after.last.label}, before to {before.last.label}" if same_start else where[5:]
        yield Change(f"{verb} {told}.", after=after.text)


def _reach(due: Due) -> str:
    return due.first.label if due.first == due.last else f"{due.first.label} to {due.last.label}"


def _paired(old: Sequence[Due], new: Sequence[Due]) -> list[tuple[Due, Due]]:
    """Which milestone of one plan is which of the other, the surest likeness first."""
    left, right, pairs = list(old), list(new), []
    for is_same in (_by_key, _by_place_and_text, _by_text, _by_place, _by_likeness):
        for after in [*right]:
            before = next((each for each in left if is_same(each, after)), None)
            if before is not None:
                left.remove(before)
                right.remove(after)
                pairs.append((before, after))
    order = {id(each): place for place, each in enumerate(new)}
    return sorted(pairs, key=lambda pair: order[id(pair[1])])


def _by_key(old: Due, new: Due) -> bool:
    return old.key == new.key


def _by_place_and_text(old: Due, new: Due) -> bool:
    return old.first == new.first and _plain(old.text) == _plain(new.text)


def _by_text(old: Due, new: Due) -> bool:
    return _plain(old.text) == _plain(new.text)


def _by_place(old: Due, new: Due) -> bool:
    return (old.track, old.first) == (new.track, new.first)


def _by_likeness(old: Due, new: Due) -> bool:
    return SequenceMatcher(None, _plain(old.text), _plain(new.text)).ratio() >= ALIKE


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _texts(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for name in [*after, *(name for name in before if name not in after)]:
        old, new = before.get(name), after.get(name)
        if old is None:
            yield Change(f"{name} is new.", after=new or "")
        elif new is None:
            yield Change(f"{name} is gone.", before=old)
        elif old != new:
            yield Change(f"{name} was reworded.", old, new)

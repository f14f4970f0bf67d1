"""The kinds that are chosen from a list: ordinal, assurance and judgement; their ratings and reasons."""

from __future__ import annotations

from decimal import Decimal

from kpis.rag.findings import Finding, gap, rated
from kpis.rag.marks import Mark
from kpis.rag.rules import Reading, Rule

JUDGED = {mark.value: mark for mark in (Mark.RED, Mark.AMBER, Mark.GREEN, Mark.COMPLETE)}
LONGEST_REASON = 240

NOT_CHOSEN = gap(Mark.NOT_REPORTED, "no answer was given")
NOT_ON_THE_LIST = gap(Mark.NOT_REPORTED, "the answer given is not on the list of answers")
BASELINE = gap(Mark.NOT_APPLICABLE, "the first result under this framework sets a baseline")
NO_RATIONALE = gap(Mark.NOT_REPORTED, "a judgement needs its reason in words")


def find_ordinal(reading: Reading, rule: Rule) -> Finding:
    """Red when it fell; green when it held or rose and stands on the floor or above; else amber.

    A previous result from another scale is not comparable: like a first one, the reading sets a baseline.
    """
    if not reading.choice:
        return NOT_CHOSEN
    if reading.choice not in rule.scale:
        return NOT_ON_THE_LIST
    if reading.previous_choice not in rule.scale:
        return BASELINE
    rank, previous = rule.scale.index(reading.choice), rule.scale.index(reading.previous_choice)
    if rank < previous:
        return rated(Mark.RED)
    floor = rule.scale.index(rule.floor) if rule.floor in rule.scale else 0
    return rated(Mark.GREEN if rank >= floor else Mark.AMBER)


def say_ordinal(mark: Mark, value: Decimal | None, reading: Reading, rule: Rule) -> str:
    if mark is Mark.RED:
        return f"{reading.choice}, down from {reading.previous_choice}"
    if reading.choice == reading.previous_choice:
        words = f"held at {reading.choice}"
    else:
        words = f"{reading.choice}, up from {reading.previous_choice}"
    return f"{words}, but below the floor of {rule.floor}" if mark is Mark.AMBER else words


def find_assurance(reading: Reading, rule: Rule) -> Finding:
    """Yes is green only with evidence, amber without; partly is amber; no is red."""
    match reading.choice:
        case "yes":
            return rated(Mark.GREEN if reading.has_evidence else Mark.AMBER)
        case "partly":
            return rated(Mark.AMBER)
        case "no":
            return rated(Mark.RED)
        case "" | None:
            return NOT_CHOSEN
        case _:
            return NOT_ON_THE_LIST


def say_assurance(mark: Mark, value: Decimal | None, reading: Reading, rule: Rule) -> str:
    if mark is Mark.RED:
        return "not in place"
    if reading.choice == "partly":
        return f"partly in place, {'with' if reading.has_evidence else 'without'} evidence"
    return "in place, with evidence" if mark is Mark.GREEN else "in place, but no evidence was given"


def find_judgement(reading: Reading, rule: Rule) -> Finding:
    """The colour that a person chose, provided that the person says why."""
    if not reading.choice:
        return NOT_CHOSEN
    mark = JUDGED.get(reading.choice)
    if mark is None:
        return NOT_ON_THE_LIST
    return rated(mark) if reading.text and reading.text.strip() else NO_RATIONALE


def say_judgement(mark: Mark, value: Decimal | None, reading: Reading, rule: Rule) -> str:
    """The person's own reason on one line, cut at a word where it is long, without its closing full stop."""
    reason = " ".join(reading.text.split())
    if len(reason) > LONGEST_REASON:
        return reason[: LONGEST_REASON - 1].rsplit(" ", 1)[0] + "…"
    return reason.removesuffix(".")

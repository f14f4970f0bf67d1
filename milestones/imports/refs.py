"""Finds the mentions of other lines in a cell's text: "(1a)", "see 1c", "As 2c above", "including 1f"."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from milestones.imports.document import CrossRef, RefKind

CODE = r"[1-9]\d?[a-z](?!\w)"
PLAIN_CODE = re.compile(r"[1-9]\d?[a-z]")
# A bare "3d" may be a printer; a mention is announced by one of these words or stands in brackets.
CUE = (
    r"(?:see|as|like|cf\.?|per|via|under|from|includ(?:es|ing)|combined? with|merged? (?:with|into)|"
    r"link(?:s|ed)? (?:to|with)|fe(?:eds?|d) into)(?: also)?"
)
NOUN = r"(?:targets?|lines?|priorit(?:y|ies)|milestones?|objectives?|actions?|points?|items?)"
JOINER = r"\s*(?:,\s*(?:and\s+)?|&\s*|/\s*|[-–]\s*|\b(?:and|or|to)\s+)"
BEFORE, BEHIND = 14, 1  # characters of the printed text kept around a code in `form`

SAME_AS = re.compile(r"(?:as|like)\s", re.IGNORECASE)
BUT = re.compile(r"\s*(?:above|below)?\s*,?\s*but\b", re.IGNORECASE)
COMBINE = re.compile(r"\b(?:combine|merge)d?\s(?:with|into)\s[^.;()]*\(?$", re.IGNORECASE)
FEEDS = re.compile(r"\bfe(?:eds?|d)\sinto\s[^.;()]*\(?$", re.IGNORECASE)


@lru_cache(maxsize=8)
def _patterns(others: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds the mentions and the codes in them, where codes of those other forms stand in the matrix."""
    longest_first = sorted(others, key=len, reverse=True)
    code = "|".join([*(rf"{re.escape(each)}(?!\w)" for each in longest_first), CODE])
    codes = rf"(?:{code})(?:{JOINER}(?:{code}))*"
    mention = rf"(?<![\w£$.])(?:(?:{CUE}\s+(?:{NOUN}\s+)?|{NOUN}\s+)\(?{codes}|(?<=\()\s*{codes}(?=[^()]*\)))"
    return re.compile(mention, re.IGNORECASE), re.compile(rf"(?<![\w.])(?:{code})", re.IGNORECASE)


def cross_refs(text: str, codes: Collection[str]) -> tuple[CrossRef, ...]:
    """The mentions in `text`, in printed order; each resolves where the matrix, of these `codes`, has it."""
    return tuple(_refs(text, codes))


def _refs(text: str, codes: Collection[str]) -> Iterator[CrossRef]:
    known = {code.lower(): code for code in codes}
    others = frozenset(code for code in codes if not PLAIN_CODE.fullmatch(code))
    mentions, one_code = _patterns(others)
    for mention in mentions.finditer(text):
        kind = _kind(text, mention, one_code)
        for code in one_code.finditer(text, mention.start(), mention.end()):
            form = text[max(0, code.start() - BEFORE) : code.end() + BEHIND].strip()
            name = code[0].lower()
            yield CrossRef(known.get(name, name), name in known, kind, mention[0].strip(" ("), form)


def _kind(text: str, mention: re.Match[str], one_code: re.Pattern[str]) -> RefKind:
    """What the mention says: "As 2c, but …" takes another line's place, "Combine with … (2b)" joins it."""
    if SAME_AS.match(mention[0]):
        return RefKind.AS_BUT if BUT.match(text, mention.end()) else RefKind.SAME_AS
    first_code = one_code.search(mention[0])
    up_to_code = text[: mention.start() + (first_code.start() if first_code else 0)]
    if COMBINE.search(up_to_code):
        return RefKind.COMBINE
    return RefKind.FEEDS if FEEDS.search(up_to_code) else RefKind.SEE

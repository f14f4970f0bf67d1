"""Finds the mentions of other lines in a cell's text: "(1a)", "see 1c", "As 2c above", "including 1f"."""

import re
from collections.abc import Collection, Iterator

from milestones.imports.document import CrossRef, RefKind

CODE = r"[1-9]\d?[a-z](?!\w)"
# A bare "3d" may be a printer; a mention is announced by one of these words or stands in brackets.
CUE = (
    r"(?:see|as|like|cf\.?|per|via|under|from|includ(?:es|ing)|combined? with|merged? (?:with|into)|"
    r"link(?:s|ed)? (?:to|with)|fe(?:eds?|d) into)(?: also)?"
)
NOUN = r"(?:targets?|lines?|priorit(?:y|ies)|milestones?|objectives?|actions?|points?|items?)"
JOINER = r"\s*(?:,\s*(?:and\s+)?|&\s*|/\s*|[-–]\s*|\b(?:and|or|to)\s+)"
CODES = rf"{CODE}(?:{JOINER}{CODE})*"
MENTION = re.compile(
    rf"(?<![\w£$.])(?:(?:{CUE}\s+(?:{NOUN}\s+)?|{NOUN}\s+)\(?{CODES}|(?<=\()\s*{CODES}(?=[^()]*\)))",
    re.IGNORECASE,
)
ONE_CODE = re.compile(rf"(?<!\w){CODE}", re.IGNORECASE)
BEFORE, BEHIND = 14, 1  # characters of the printed text kept around a code in `form`

SAME_AS = re.compile(r"(?:as|like)\s", re.IGNORECASE)
BUT = re.compile(r"\s*(?:above|below)?\s*,?\s*but\b", re.IGNORECASE)
COMBINE = re.compile(r"\b(?:combine|merge)d?\s(?:with|into)\s[^.;()]*\(?$", re.IGNORECASE)
FEEDS = re.compile(r"\bfe(?:eds?|d)\sinto\s[^.;()]*\(?$", re.IGNORECASE)


def cross_refs(text: str, codes: Collection[str]) -> tuple[CrossRef, ...]:
    """The mentions in `text`, in printed order; each resolves where `codes` (in small letters) has it."""
    return tuple(_refs(text, codes))


def _refs(text: str, codes: Collection[str]) -> Iterator[CrossRef]:
    for mention in MENTION.finditer(text):
        kind = _kind(text, mention)
        for code in ONE_CODE.finditer(text, mention.start(), mention.end()):
            form = text[max(0, code.start() - BEFORE) : code.end() + BEHIND].strip()
            name = code[0].lower()
            yield CrossRef(name, name in codes, kind, mention[0].strip(" ("), form)


def _kind(text: str, mention: re.Match[str]) -> RefKind:
    """What the mention says: "As 2c, but …" takes another line's place, "Combine with … (2b)" joins it."""
    if SAME_AS.match(mention[0]):
        return RefKind.AS_BUT if BUT.match(text, mention.end()) else RefKind.SAME_AS
    first_code = ONE_CODE.search(mention[0])
    up_to_code = text[: mention.start() + (first_code.start() if first_code else 0)]
    if COMBINE.search(up_to_code):
        return RefKind.COMBINE
    return RefKind.FEEDS if FEEDS.search(up_to_code) else RefKind.SEE

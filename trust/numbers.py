"""The one grammar for numbers that people type and read: read, round and show, in Decimal throughout."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

MOST_DIGITS = 15
LONGEST_TEXT = 40
TRUE_MINUS = "\N{MINUS SIGN}"

# What may stand around a number: the space, and the non-breaking and thin ones that office programs paste.
# Tabs and line ends are left out on purpose: they mean that more than one cell was pasted.
SPACES = " \u00a0\u2009\u202f"

# Wide enough that a quotient of two 15-digit numbers is never rounded twice.
ARITHMETIC = Context(prec=60, rounding=ROUND_HALF_UP)
_EXPONENTS = tuple(Decimal(1).scaleb(-places) for places in range(MOST_DIGITS + 1))

_PLAIN = r"[0-9]+"
_THOUSANDS = r"[1-9][0-9]{0,2}(?:,[0-9]{3})+"
NUMBER = re.compile(
    rf"(?P<sign>[+\-{TRUE_MINUS}]?)[{SPACES}]?(?P<pound>£?)"
    rf"(?P<whole>{_PLAIN}|{_THOUSANDS})?(?P<part>\.[0-9]+)?"
    rf"[{SPACES}]?(?P<percent>%?)"
)

EXAMPLE = "Enter a number such as 85.5"
NOT_ROUNDABLE = "This is not a number that can be rounded."
NO_NUMBER = f"{EXAMPLE}, or leave this blank if there is no figure."


def read_number(text: str | None) -> Decimal | None:
    """The number a person typed, or None (never zero) for a blank.

    Reads 85, 85.5, 85%, 1,234, −0.31 (hyphen or true minus), +0.31 and £1,234.50, with spaces around.
    A percentage keeps its size: '85%' is 85. Anything else raises ValueError, whose message is the field
    error: what is expected and, where it can be guessed, the likely correction. The message repeats only
    digits and signs of what was typed, so it is short and safe to show.
    """
    stripped = (text or "").strip(SPACES)
    if not stripped:
        return None
    match = NUMBER.fullmatch(stripped) if len(stripped) <= LONGEST_TEXT else None
    if match is None or not (match["whole"] or match["part"]) or (match["pound"] and match["percent"]):
        raise ValueError(_expectation(stripped))
    return _number_from(match)


def round_half_up(value: Decimal, places: int) -> Decimal:
    """The value with so many decimal places, a half going away from zero; zero never carries a minus.

    Raises ValueError for NaN, an infinity, or a number too large to write in 60 digits.
    """
    try:
        rounded = ARITHMETIC.quantize(value, _EXPONENTS[places])
    except InvalidOperation:
        raise ValueError(NOT_ROUNDABLE) from None
    if rounded.is_nan():
        raise ValueError(NOT_ROUNDABLE)
    return rounded if rounded else rounded.copy_abs()


def show_number(value: Decimal, places: int, unit: str = "", signed: bool = False) -> str:
    """The number as people read it: true minus, thousands commas, £ before, % after, other units in words.

    `signed` puts a plus before numbers above zero, for scores and changes. A plural unit loses its s after
    exactly 1 ('1 day').
    """
    rounded = round_half_up(value, places)
    digits = f"{rounded.copy_abs():,f}"
    sign = TRUE_MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
    unit = unit.strip()
    if unit == "£":
        return f"{sign}£{digits}"
    if unit == "%":
        return f"{sign}{digits}%"
    if not unit:
        return f"{sign}{digits}"
    return f"{sign}{digits} {unit.removesuffix('s') if digits == '1' else unit}"


def show_exact(value: Decimal, unit: str = "") -> str:
    """The number with the decimal places it has, less closing zeros; for targets and differences."""
    exponent = ARITHMETIC.create_decimal(value).normalize(ARITHMETIC).as_tuple().exponent
    places = min(MOST_DIGITS, max(0, -exponent)) if isinstance(exponent, int) else 0
    return show_number(value, places, unit)


def _number_from(match: re.Match[str]) -> Decimal:
    whole = (match["whole"] or "0").replace(",", "").lstrip("0")
    part = match["part"] or ""
    if len(whole) + len(part.removeprefix(".")) > MOST_DIGITS:
        raise ValueError(f"Enter a number with at most {MOST_DIGITS} digits.")
    number = Decimal(f"{whole or '0'}{part}")
    return number.copy_negate() if number and match["sign"] in ("-", TRUE_MINUS) else number


def _expectation(text: str) -> str:
    """The field error for text that is not a number; the first rule that fits speaks."""
    if len(text) > LONGEST_TEXT:
        return f"{EXAMPLE}. This is too long: use at most {MOST_DIGITS} digits."
    if any(unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") for character in text):
        return f"{EXAMPLE}. There is a tab, a new line or a hidden character here: type the number again."
    for pattern, advice, correction in _LIKELY_MISTAKES:
        match = pattern.fullmatch(text)
        if match:
            return _with_correction(advice, match.expand(correction))
    return _foreign_digits(text) or NO_NUMBER


def _with_correction(advice: str, correction: str) -> str:
    """The advice, with the corrected number only when that number would itself be read."""
    corrected = correction.replace(" ", "").replace("_", "")
    return f"{advice}: {corrected}" if corrected and NUMBER.fullmatch(corrected) else f"{advice}."


def _foreign_digits(text: str) -> str:
    digits = "".join(str(unicodedata.decimal(character, character)) for character in text)
    return "" if digits == text else _with_correction("Use the digits 0 to 9", digits)


# What people type by mistake, what to tell them, and the correction to offer (empty: none can be guessed).
_LIKELY_MISTAKES = [
    (re.compile(pattern), advice, correction)
    for pattern, advice, correction in (
        (r"[-+\u2010-\u2015\u2212]+", f"A dash is not a number. {NO_NUMBER[:-1]}", ""),
        (r"[-+\u2212]?£?[0-9.,]+[eE][-+]?[0-9]+", "Write the number in full, without an e", ""),
        (r"([-+\u2212]?£?[0-9]+),([0-9]{1,2}|[0-9]{4,})%?", "Use a full stop for decimals", r"\1.\2"),
        (r"([-+\u2212]?£?0),([0-9]+)%?", "Use a full stop for decimals", r"\1.\2"),
        (
            r"[-+\u2212]?£?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+%?",
            "Use a full stop for decimals, as in 1,234.5",
            "",
        ),
        (
            r"[-+\u2212]?£?[0-9,]*,[0-9,]*(?:\.[0-9]+)?%?",
            "Use commas only between thousands, as in 1,234",
            "",
        ),
        (r"([-+\u2212]?£?[0-9]+)\.%?", "Put a digit after the full stop, or leave it out", r"\1"),
        (r"(?=.*_)([-+\u2212]?£?[0-9_]+(?:\.[0-9_]+)?)%?", "Leave out the underscore", r"\1"),
        (r"([-+\u2212]?£?[0-9]+(?:[ \u00a0\u2009\u202f][0-9]+)+)%?", "Leave out the spaces", r"\1"),
        (r"\(([0-9][0-9.,]*)\)%?", "Write a minus in place of brackets", r"-\1"),
        (r"£([-\u2212])([0-9][0-9.,]*)", "Write the minus before the pound sign", r"\1£\2"),
        (r"[-+\u2212]?£?[0-9.,]+ ?[A-Za-z]+", "Enter the number alone, without letters", ""),
        (r"[\u2010-\u2015]([0-9][0-9.,]*)%?", "Write a minus in place of the dash", r"-\1"),
    )
]

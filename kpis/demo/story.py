"""The numbers of the demonstration: where each school was, where it is, and what happened on the way.

A series runs evenly from its first value to its last with a small, fixed unevenness, so that it is the same every
time; where the story needs more, the values stand here one by one.
"""

from __future__ import annotations

import hashlib
from decimal import Decimal

from schools.demo import SCHOOLS
from trust.demo import FIRST, NOW
from trust.numbers import round_half_up
from trust.terms import TermRef, terms_between

TERMS = terms_between(FIRST, NOW)
ORDER = ("oak", "alder", "rowan", "elm", "ash", "birch", "willow", "hazel")

# code → (unevenness, (first, last) for each school in ORDER)
COURSES: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "DIS-ATT": ("0.3", (("90.6", "86.9"), ("89.0", "89.6"), ("93.0", "93.2"), ("94.3", "94.6"), ("89.6", "93.8"),
                        ("93.4", "93.9"), ("93.2", "92.6"), ("87.8", "88.4"))),
    "ATT": ("0.2", (("93.9", "91.4"), ("92.6", "93.2"), ("95.2", "95.5"), ("95.8", "96.1"), ("92.6", "95.3"),
                    ("95.1", "95.4"), ("94.9", "94.5"), ("89.4", "90.3"))),
    "PA": ("0.6", (("19.4", "27.6"), ("24.2", "22.4"), ("13.5", "12.6"), ("9.4", "8.1"), ("23.5", "13.1"),
                   ("11.2", "10.4"), ("11.6", "13.4"), ("34.0", "31.5"))),
    "SUS": ("0.2", (("3.0", "4.7"), ("4.3", "3.2"), ("2.1", "2.3"), ("0.2", "0.1"), ("1.5", "0.4"),
                    ("0.2", "0.2"), ("0.3", "0.6"), ("3.0", "2.5"))),
    "SAF-TRN": ("0.5", (("99", "100"), ("97", "98"), ("100", "100"), ("100", "100"), ("96", "100"),
                        ("100", "100"), ("98", "94"), ("100", "100"))),
    "SAF-SUR": ("0.8", (("89", "86"), ("87", "88"), ("94", "93"), ("96", "96"), ("85", "92"),
                        ("94", "95"), ("92", "91"), ("90", "92"))),
    "HS-CHK": ("0", (("100", "96"), ("96", "100"), ("100", "100"), ("100", "100"), ("88", "100"),
                     ("96", "96"), ("100", "92"), ("100", "100"))),
    "FIN-STF": ("0.3", (("78.4", "79.7"), ("79.2", "84.3"), ("73.8", "75.6"), ("76.9", "77.7"), ("83.2", "79.4"),
                        ("79.0", "80.8"), ("79.4", "81.3"), ("82.9", "83.4"))),
    "FIN-RES": ("0.2", (("7.4", "6.6"), ("6.4", "2.3"), ("5.4", "8.6"), ("9.6", "10.3"), ("2.3", "5.8"),
                        ("8.1", "7.0"), ("5.9", "4.4"), ("10.8", "11.6"))),
    "STF-ABS": ("0.15", (("1.6", "2.3"), ("1.7", "2.1"), ("0.9", "1.1"), ("1.2", "1.1"), ("2.7", "1.4"),
                         ("1.3", "1.2"), ("1.5", "1.9"), ("1.6", "1.5"))),
    "STF-POS": ("0.4", (("99", "95"), ("97", "96"), ("100", "100"), ("100", "100"), ("93", "100"),
                        ("100", "100"), ("100", "98"), ("98", "100"))),
    "EM5": ("1", (("50", "47"), ("42", "45"), ("0", "0"))),
    "EHC": ("1", (("0", "0"),) * 7 + (("83", "91"),)),
    "TR-RES": ("0.1", (("6.9", "5.6"),)),
}  # fmt: skip
# (code, school) → the last values, one for each of the last terms, where the course alone would miss the story.
TOLD: dict[tuple[str, str], tuple[str, ...]] = {
    ("ATT", "oak"): ("93.9", "93.3", "92.9", "92.4", "91.8", "91.4"),
    ("PA", "oak"): ("20.1", "21.8", "23.6", "24.8", "26.3", "27.6"),
    ("FIN-STF", "alder"): ("79.6", "80.4", "81.1", "82.6", "83.5", "84.3"),
    ("FIN-RES", "alder"): ("5.4", "4.8", "3.9", "3.3", "2.8", "2.3"),
    # A winter worse than the one before, after which the year still ended well.
    ("STF-ABS", "ash"): ("2.5", "1.6", "1.3"),
    ("SUS", "alder"): ("4.2", "3.4", "3.2"),
}
# Permanent exclusions, term by term; schools not named had none.
EXCLUDED = {"oak": "001001101", "alder": "010000010"}
# Results of the summers of 2024, 2025 and 2026, reported in the autumns that follow.
RESULTS: dict[tuple[str, str], tuple[str, ...]] = {
    ("KS2", "elm"): ("42/58", "43/59", "44/60"),
    ("KS2", "ash"): ("16/39", "21/41", "27/42"),
    ("KS2", "birch"): ("20/30", "19/29", "20/30"),
    ("KS2", "willow"): ("31/52", "31/53", "28/51"),
    ("DIS-KS2", "elm"): ("6/11", "7/12", "7/12"),
    ("DIS-KS2", "ash"): ("7/22", "9/21", "12/23"),
    ("DIS-KS2", "birch"): ("3/5", "2/4", "3/6"),
    ("DIS-KS2", "willow"): ("6/14", "7/15", "6/16"),
    ("A8", "oak"): ("47.1", "46.2", "44.7"),
    ("A8", "alder"): ("43.6", "44.5", "45.2"),
    ("P8", "oak"): ("0.12", "", ""),
    ("P8", "alder"): ("-0.08", "", ""),
}
STAFF = {"oak": 142, "alder": 103, "rowan": 54, "elm": 58, "ash": 47, "birch": 31, "willow": 52, "hazel": 78}
POSTS = {"oak": 74, "alder": 52, "rowan": 27, "elm": 19, "ash": 14, "birch": 9, "willow": 17, "hazel": 22}
INCOME = {"oak": 8_240_000, "alder": 5_610_000, "rowan": 2_950_000, "elm": 2_180_000, "ash": 1_690_000,
          "birch": 1_120_000, "willow": 1_930_000, "hazel": 3_870_000}  # fmt: skip
CHECKS = 25
SEATS = {"oak": ("11/11", "9/11"), "alder": ("9/11", "10/11"), "rowan": ("6/9", "8/9"), "elm": ("9/9", "9/9"),
         "ash": ("5/9", "9/9"), "birch": ("9/9", "8/9"), "willow": ("8/9", "6/9"), "hazel": ("9/10", "10/10")}  # fmt: skip
# The category of support over the nine terms: I intensive, T targeted, L light touch, S self-improving.
CATEGORIES = {"oak": "LLLLLLTTT", "alder": "TTTTTLLLL", "rowan": "TTLLLLLLL", "elm": "SSSSSSSSS", "ash": "IIITTTTLL",
              "birch": "LLLLLSSSS", "willow": "LLLLLLLLL", "hazel": "LLLLLLLLL"}  # fmt: skip
NAMED = {"I": "Intensive", "T": "Targeted", "L": "Light touch", "S": "Self-improving"}
FIRE = {"oak": 12, "alder": 26, "rowan": 10, "elm": 8, "ash": 19, "birch": 15, "willow": 37, "hazel": 9}
ROLLS = {told.slug: told.roll for told in SCHOOLS}


def value_of(code: str, slug: str, ref: TermRef, places: int = 1) -> Decimal:
    """What the school reports for a KPI with a course, in that term; `trust` for the trust's own return."""
    step = TERMS.index(ref)
    told = TOLD.get((code, slug), ())
    if told and step >= len(TERMS) - len(told):
        return Decimal(told[step - len(TERMS)])
    uneven, courses = COURSES[code]
    first, last = (Decimal(text) for text in courses[0 if slug == "trust" else ORDER.index(slug)])
    on_course = first + (last - first) * step / (len(TERMS) - 1)
    value = on_course + Decimal(uneven) * _unevenness(code, slug, step)
    return round_half_up(max(value, Decimal(0)), places)


def share_of(code: str, slug: str, ref: TermRef, whole: int) -> tuple[int, int]:
    """The same as counts: that share of `whole`, and `whole`; never more than all of it."""
    part = round_half_up(value_of(code, slug, ref, 2) * whole / 100, 0)
    return min(int(part), whole), whole


def pupils_of(slug: str, ref: TermRef) -> int:
    first, now, _ = ROLLS[slug]
    return first + (now - first) * TERMS.index(ref) // (len(TERMS) - 1)


def result_of(code: str, slug: str, ref: TermRef) -> str | None:
    """The result reported in that autumn, as typed; "" where none was produced, None where the school has none."""
    results = RESULTS.get((code, slug))
    return results[ref.year - 2024] if results and ref.number == 1 else None


def _unevenness(code: str, slug: str, step: int) -> Decimal:
    """Between -1 and 1, always the same for the same three."""
    byte = hashlib.sha256(f"{code} {slug} {step}".encode()).digest()[0]
    return Decimal(byte - 128) / 128

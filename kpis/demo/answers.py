"""What each school of the demonstration types into its return, KPI by KPI."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from kpis.demo import story
from trust.demo import NOW
from trust.terms import TermRef

Typed = dict[str, str]
NOT_PRODUCED = {"absent": "not_produced"}
NOT_YET_OPEN = {"absent": "not_applicable", "comment": "Our first pupils reach this stage in 2029."}


def answer_to(code: str, slug: str, ref: TermRef) -> Typed:
    """The typed fields of one KPI; `slug` is `trust` for the trust's own return."""
    if code in {"KS2", "DIS-KS2", "A8", "P8"}:
        return _result(code, slug, ref)
    return (COUNTED.get(code) or SPECIAL.get(code) or _plain)(code, slug, ref)


def _plain(code: str, slug: str, ref: TermRef) -> Typed:
    return {"value": f"{story.value_of(code, slug, ref):f}"}


def _counts(part: int, whole: int) -> Typed:
    return {"numerator": f"{part:,}", "denominator": f"{whole:,}"}


def _result(code: str, slug: str, ref: TermRef) -> Typed:
    result = story.result_of(code, slug, ref)
    if result is None:
        return NOT_YET_OPEN
    if not result:
        return NOT_PRODUCED
    part, _, whole = result.partition("/")
    return {"numerator": part, "denominator": whole} if whole else {"value": part}


def _share(whole_of: Callable[[str, TermRef], int]) -> Callable[[str, str, TermRef], Typed]:
    return lambda code, slug, ref: _counts(*story.share_of(code, slug, ref, whole_of(slug, ref)))


def _survey(code: str, slug: str, ref: TermRef) -> Typed:
    asked = story.pupils_of(slug, ref)
    replied = asked * 78 // 100
    agreed, _ = story.share_of(code, slug, ref, replied)
    return _counts(agreed, replied) | {"eligible": f"{asked:,}"}


def _forecast(code: str, slug: str, ref: TermRef) -> Typed:
    if slug == "rowan":
        return NOT_YET_OPEN
    now = story.value_of(code, slug, ref, 0)
    return {"value": f"{now:f}", "forecast_low": f"{now - 2:f}", "forecast_high": f"{now + 4:f}"}


def _excluded(_code: str, slug: str, ref: TermRef) -> Typed:
    return {"value": story.EXCLUDED.get(slug, "0" * 9)[story.TERMS.index(ref)]}


def _record_checked(_code: str, slug: str, ref: TermRef) -> Typed:
    if slug == "willow" and ref == NOW:
        return {
            "choice": "partly",
            "evidence": "Checked by the safeguarding lead on 9 November: two references are still to come.",
        }
    return {
        "choice": "yes",
        "evidence": "Checked by the safeguarding lead and the head in the last two weeks.",
    }


def _fire(_code: str, slug: str, ref: TermRef) -> Typed:
    return {"done_on": (date(ref.year, 9, 1) + timedelta(days=story.FIRE[slug])).isoformat()}


def _seats(_code: str, slug: str, ref: TermRef) -> Typed:
    first, now = story.SEATS[slug]
    part, _, whole = (now if story.TERMS.index(ref) >= 5 else first).partition("/")
    return {"numerator": part, "denominator": whole}


def _category(_code: str, slug: str, ref: TermRef) -> Typed:
    return {"choice": story.NAMED[story.CATEGORIES[slug][story.TERMS.index(ref)]]}


def _value_for_money(_code: str, _slug: str, ref: TermRef) -> Typed:
    if ref >= TermRef(2025, 3):
        return {
            "choice": "amber",
            "text": "Shared buying saved £61,000 last year. One school spends more than it should on supply teachers, "
            "and the plan to bring that down is three months behind.",
        }
    return {
        "choice": "green",
        "text": "Each contract above £10,000 was compared or tendered; energy and catering are bought together.",
    }


def _accounts(_code: str, _slug: str, ref: TermRef) -> Typed:
    return {"done_on": {2023: "2023-12-14", 2024: "2024-12-12", 2025: "2025-12-18"}[ref.year]}


def _trustees(_code: str, _slug: str, ref: TermRef) -> Typed:
    trained = (6, 7, 7, 8, 8, 9, 8, 9, 9)[story.TERMS.index(ref)]
    return {"numerator": str(trained), "denominator": "10"}


COUNTED = {
    "PA": _share(story.pupils_of),
    "SAF-TRN": _share(lambda slug, _ref: story.STAFF[slug]),
    "HS-CHK": _share(lambda _slug, _ref: story.CHECKS),
    "FIN-STF": _share(lambda slug, _ref: story.INCOME[slug]),
    "STF-POS": _share(lambda slug, _ref: story.POSTS[slug]),
    "EHC": _share(lambda _slug, _ref: 46),
}
SPECIAL = {
    "SAF-SUR": _survey,
    "EM5": _forecast,
    "EXC": _excluded,
    "SAF-SCR": _record_checked,
    "HS-FIRE": _fire,
    "GOV-SEA": _seats,
    "GOV-CAT": _category,
    "TR-VFM": _value_for_money,
    "TR-ACC": _accounts,
    "TR-TRN": _trustees,
}

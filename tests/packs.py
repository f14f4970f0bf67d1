"""Frozen contents of a fictional trust in the shape that `governance.packs.contents` gives, of any size."""

from __future__ import annotations

from typing import Any

from kpis.rag import Mark

AREAS = [
    ("Headline outcomes", "Outcomes"),
    ("Disadvantaged pupils", "Disad­vantaged"),
    ("Attendance", "Attend­ance"),
    ("Behaviour", "Behaviour"),
    ("Safeguarding", "Safe­guarding"),
    ("Health and safety", "Health & safety"),
    ("Finance", "Finance"),
    ("Staffing", "Staffing"),
    ("Governance", "Govern­ance"),
]
CYCLE = ("green", "amber", "green", "red", "green", "complete", "not_due", "green", "overdue", "paused")
RATED = ("green", "amber", "green", "red", "green", "amber", "green", "not_due")
TERMS = [(year, number) for year in range(2024, 2028) for number in (1, 2, 3)]
NAMES = (
    "Larkfen",
    "Oakridge",
    "Elmstead",
    "Hollowbrook",
    "Thornley",
    "Marsh End",
    "Wexcombe",
    "Fairlight",
    "Norbury",
    "Stanmoor",
)


def sample_contents(schools: int = 10, kpis: int = 24, **changes: Any) -> dict[str, Any]:
    """Contents with so many school pages of so many KPIs, and a plan of 26 priorities over 12 terms."""
    contents = {
        "format": 1,
        "version": 1,
        "trust": {
            "name": "Test Learning Trust",
            "short_name": "Test Trust",
            "initials": "TT",
            "accent": "#563069",
            "executive": "executive director",
            "is_demonstration": True,
        },
        "term": {
            "slug": "2026-27-1",
            "name": "Autumn 2026/27",
            "lower_name": "autumn 2026/27",
            "season": "Autumn",
            "previous": "summer",
            "previous_season": "Summer",
        },
        "audience": {"code": "board", "notice": "For trustees. Contains figures that are not public."},
        "meeting": "For the trust board, Thursday 3 December 2026",
        "author": "Alex Morgan, executive director",
        "frozen_at": "2026-11-18T10:00:00+00:00",
        "frozen": "10:00 on Wednesday 18 November 2026",
        "overview": "Attendance is the question of this term. Two schools need help; the rest are on course.",
        "marks": {str(mark): {"letter": mark.letter, "word": mark.word} for mark in Mark},
        "summary": _summary(),
        "heat": _heat(schools),
        "schools": [_school(number, kpis) for number in range(schools)],
        "milestones": _milestones(),
        "thread": _thread(),
        "sources": _sources(schools),
        "stamps": {"figures": [], "ratings": [], "returns": []},
    }
    return contents | changes


def _chart(seed: int) -> dict[str, Any]:
    points = [f"{90 + (seed * 7 + term * 3) % 11 / 2:.1f}" for term in range(6)]
    words = f"Attendance over six terms, now {points[-1]}%."
    return {"points": points, "target": ["95.0"] * 6, "national": ["94.1"] * 6, "words": words}


def _summary() -> dict[str, Any]:
    attention: list[dict[str, Any]] = [
        {
            "mark": "red",
            "title": f"{NAMES[number]}: attendance has fallen five terms in a row",
            "shown": "93.1%",
            "text": "93.1% against a target of 95.0%. Two attendance officers started in October.",
            "chart": _chart(number),
            "strip": [],
        }
        for number in range(3)
    ]
    attention += [
        {
            "mark": mark,
            "title": f"Milestone {code}: the asset register is a term late",
            "shown": "",
            "chart": None,
            "text": "Two schools have not completed theirs.",
            "strip": ["green", "amber", "red", mark],
        }
        for code, mark in (("1h", "red"), ("2b", "overdue"))
    ]
    return {
        "headline": "Two schools and two milestones need the board’s attention",
        "standfirst": "Autumn 2026/27 in one page. Three of ten schools have no red ratings.",
        "attention": attention,
        "how_to_read": "Charts: last six terms. Solid grey line: target. Dashed: national.",
        "changes": [
            {"was": "amber", "now": "red", "text": "Larkfen: attendance"},
            {"was": "red", "now": "amber", "text": "Oakridge: outcomes"},
        ],
        "more_changes": "",
        "asked": [
            {"verb": "Discuss", "text": "the five matters above"},
            {"verb": "Note", "text": "two late returns"},
        ],
    }


def _heat(schools: int) -> dict[str, Any]:
    def row(number: int) -> dict[str, Any]:
        cells = [
            {
                "mark": RATED[(number * 3 + area) % 8],
                "shown": "95.6",
                "was": "amber" if (number + area) % 5 == 0 else "",
                "judged": "",
                "note": "",
                "span": 1,
            }
            for area in range(len(AREAS))
        ]
        name = NAMES[number % 10]
        return {
            "anchor": f"school-{number}",
            "name": f"{name} School",
            "line": "Good · 1,186 pupils",
            "cells": cells,
        }

    half = (schools + 1) // 2
    groups = [("Secondary", range(half)), ("Primary", range(half, schools))]
    return {
        "areas": [{"name": name, "short": short} for name, short in AREAS],
        "groups": [
            {
                "name": name,
                "rows": [row(number) for number in numbers],
                "targets": ["min 95.0"] * 9,
                "nationals": ["94.1"] * 9,
            }
            for name, numbers in groups
        ],
        "key": [
            {"mark": mark, "words": words}
            for mark, words in (
                ("red", "well off target"),
                ("amber", "just off target"),
                ("green", "on target"),
                ("not_due", "not due"),
            )
        ],
        "measures": [{"title": name, "text": "Sessions attended, %."} for name, _ in AREAS],
    }


def _school(number: int, kpis: int) -> dict[str, Any]:
    figures = [
        {
            "title": f"Persistent absence in year {count}, %",
            "shown": "95.6",
            "short": "95.6",
            "mark": RATED[(number + count) % 7],
            "judged": "",
            "before": "94.9%",
            "target": "min 95.0%",
            "national": "94.1%",
            "chart": _chart(number + count),
        }
        for count in range(kpis)
    ]
    per_area = -(-kpis // len(AREAS))
    areas = [
        {"name": name, "figures": figures[place * per_area : (place + 1) * per_area]}
        for place, (name, _) in enumerate(AREAS)
    ]
    words = "The fall is in Years 9 and 10: 34 pupils are two thirds of it. Two officers have started."
    return {
        "anchor": f"school-{number}",
        "slug": f"school-{number}",
        "name": f"{NAMES[number % 10]} School",
        "line": "Good · 1,186 pupils, ages 11–16 · Sam Reed, headteacher",
        "notice": "",
        "tiles": [
            {"short": short, "mark": RATED[(number * 3 + place) % 8]}
            for place, (_, short) in enumerate(AREAS)
        ],
        "areas": [area for area in areas if area["figures"]],
        "said_by": "From the headteacher",
        "comments": [{"title": "Attendance", "text": words}, {"title": "Staff costs", "text": words}],
        "director": [{"title": "Attendance", "mark": "amber", "text": "Moderated down after a visit."}],
        "remits": [{"due": "Spring 2026/27", "text": "Report on attendance of Year 10 by half-term."}],
    }


def _term(place: int) -> dict[str, str]:
    year, number = TERMS[place]
    short = f"{year % 100}/{(year + 1) % 100}"
    return {"label": f"{year}/{(year + 1) % 100} ({number})", "year": short, "number": f"({number})"}


def _milestones() -> dict[str, Any]:
    titles = ("Teaching, learning and curriculum", "Leadership", "Infrastructure", "Support services")
    strands = [
        _strand(number, title, count)
        for number, (title, count) in enumerate(zip(titles, (8, 8, 7, 3), strict=True), start=1)
    ]
    return {
        "past": [_term(place) for place in range(1, 6)],
        "now": _term(6),
        "later": [_term(place) for place in range(7, 12)],
        "strands": strands,
        "key": [{"mark": mark, "word": mark.replace("_", " ")} for mark in CYCLE[:1]],
    }


def _strand(number: int, title: str, count: int) -> dict[str, Any]:
    rows = []
    for place in range(count):
        mark = CYCLE[(number + place) % 10]
        text = "Share the training plan across all schools, and promote career development pathways."
        cells = [
            {"kind": "now", "terms": 2, "text": text, "mark": mark, "since": "2025/26 (1)"},
            {"kind": "later", "terms": 3, "text": text, "mark": "", "since": ""},
            {"kind": "later", "terms": 1, "text": "Evaluate.", "mark": "", "since": ""},
        ]
        past = [CYCLE[(place + term) % 6] for term in range(5)]
        code = f"{number}{'abcdefgh'[place]}"
        rows.append(
            {
                "code": code,
                "title": "Shared training plan",
                "tracks": 1,
                "past": past,
                "mark": mark,
                "cells": cells,
            }
        )
    return {
        "anchor": f"strand-{number}",
        "number": number,
        "title": title,
        "rows": rows,
        "codes": [
            {"code": row["code"], "mark": row["mark"], "title": "", "note": "", "strip": []} for row in rows
        ],
        "counts": [{"mark": "red", "words": "1 red"}, {"mark": "green", "words": f"{count - 1} green"}],
        "notes": [{"code": "1b", "text": "The shared day clashed with two schools’ closure days."}] * 4,
    }


def _thread() -> dict[str, Any]:
    return {
        "standfirst": "One question and one remit since the last Update.",
        "questions": [
            {
                "about": "Pat Lane asked about Larkfen, attendance, on 20 November 2026",
                "waiting": "",
                "text": "What is being done in Year 10?",
                "answers": [
                    {"about": "Sam Reed, 24 November 2026", "text": "Two officers visit every family."}
                ],
            }
        ],
        "remits": [
            {
                "about": "Larkfen, due in Spring 2026/27",
                "text": "Report on Year 10.",
                "replies": [],
                "waiting": "Its return is not in yet.",
            }
        ],
    }


def _sources(schools: int) -> dict[str, Any]:
    return {
        "standfirst": f"{schools} of {schools} returns were accepted before these figures were frozen.",
        "returns": [
            {
                "name": f"{NAMES[number % 10]} School",
                "state": "Accepted",
                "signed": "Sam Reed, headteacher",
                "submitted": "9 Nov 2026",
                "accepted": "12 Nov 2026",
            }
            for number in range(schools)
        ],
        "nationals": [
            {
                "title": "Attendance",
                "shown": "94.1%",
                "period": "2025/26",
                "release": "Pupil attendance",
                "vintage": "1 Oct 2026",
            }
        ],
        "proof": "Every figure leads back to its return in the portal.",
    }

"""What the demonstration's board has chosen to watch, what it agreed as good enough, and what others reached."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from kpis.actions import agree_band, define_kpi, note_comparator
from kpis.library._starter import Starter
from kpis.models import Kpi, Scope
from kpis.rag import Direction, Kind
from trust.demo import FIRST
from trust.models import Area, Term, User
from trust.terms import TermRef

UP, DOWN, INSIDE = Direction.UP, Direction.DOWN, Direction.INSIDE
PRIMARY, SECONDARY, SPECIAL = ["primary"], ["secondary"], ["special"]
BEGINNING = FIRST.shift(-1)
TIGHTENED = TermRef(2025, 1)


BOOK = (
    Starter("KS2", "outcomes", Kind.NATIONAL, "Reading, writing and maths",
           "Year 6 pupils who reached the expected standard in reading, writing and maths together.",
           "From the results published in July; the checked figures follow in December.",
           {"unit": "%", "places": 0, "phases": PRIMARY, "reported_in": [1], "period_lag": 1,
            "speaks_of_year": True, "numerator_label": "Reached it", "denominator_label": "In Year 6"}, True),
    Starter("A8", "outcomes", Kind.MEASURE, "Attainment 8",
           "The average of pupils' results in eight GCSE subjects, in points.",
           "From the examination results in August.",
           {"unit": "points", "phases": SECONDARY, "reported_in": [1], "period_lag": 1, "speaks_of_year": True}),
    Starter("P8", "outcomes", Kind.MEASURE, "Progress 8",
           "How much pupils progressed over eight subjects, against pupils in England who started alike.",
           "Not produced for 2024/25 and 2025/26: those pupils took no tests at the end of primary school.",
           {"unit": "", "places": 2, "phases": SECONDARY, "reported_in": [1], "period_lag": 1,
            "speaks_of_year": True}),
    Starter("EM5", "outcomes", Kind.MEASURE, "On course for grade 5 in English and maths",
           "This year's Year 11 pupils whose latest assessment is a grade 5 or better in both.",
           "From the last whole-year assessment. Give the range you expect in August.",
           {"unit": "%", "places": 0, "phases": SECONDARY, "forecasts": True, "contributor": "Assessment lead"},
           True),
    Starter("EHC", "outcomes", Kind.PENETRATION, "Targets of education, health and care plans met",
           "Targets in pupils' plans that were met by their review date.",
           "From the annual reviews held this term.",
           {"places": 0, "phases": SPECIAL, "numerator_label": "Met", "denominator_label": "Reviewed",
            "contributor": "SENDCo"}, True),
    Starter("DIS-ATT", "disadvantaged", Kind.MEASURE, "Attendance of disadvantaged pupils",
           "Sessions attended by pupils who attract the pupil premium, since September.",
           "From your attendance report, filtered to pupil premium.",
           {"unit": "%", "is_cumulative": True}, True),
    Starter("DIS-KS2", "disadvantaged", Kind.MEASURE, "Disadvantaged pupils at the expected standard",
           "Year 6 pupils who attract the pupil premium and reached the standard in all three subjects.",
           "From the results published in July.",
           {"unit": "%", "places": 0, "phases": PRIMARY, "reported_in": [1], "period_lag": 1,
            "speaks_of_year": True, "small_groups": True, "numerator_label": "Reached it",
            "denominator_label": "Disadvantaged pupils in Year 6"}),
    Starter("ATT", "attendance", Kind.MEASURE, "Attendance",
           "Sessions that pupils attended, of those they could have attended, since September.",
           "From your attendance report to the last full week.",
           {"unit": "%", "is_cumulative": True, "least": Decimal(50), "most": Decimal(100),
            "usual_move": Decimal(2)}, True),
    Starter("PA", "attendance", Kind.RATIO, "Persistent absence",
           "Pupils who missed a tenth or more of their sessions since September.",
           "From your attendance report: pupils with 10% absence or more.",
           {"direction": DOWN, "is_cumulative": True, "numerator_label": "Persistently absent",
            "denominator_label": "On roll", "most": Decimal(100), "usual_move": Decimal("3.5")}),
    Starter("SUS", "behaviour", Kind.MEASURE, "Suspensions",
           "Suspensions this term for every 100 pupils on roll.",
           "Count each suspension, also where one pupil had several.",
           {"unit": "per 100", "direction": DOWN}, True),
    Starter("EXC", "behaviour", Kind.MEASURE, "Permanent exclusions",
           "Pupils permanently excluded this term.", "Enter 0 if there were none.",
           {"unit": "", "places": 0, "direction": DOWN}),
    Starter("SAF-TRN", "safeguarding", Kind.PENETRATION, "Staff with this year's safeguarding training",
           "Staff who have completed this year's safeguarding training.",
           "From the training register; count everybody on the payroll.",
           {"places": 0, "numerator_label": "Trained", "denominator_label": "Staff",
            "contributor": "Safeguarding lead"}, True),
    Starter("SAF-SCR", "safeguarding", Kind.ASSURANCE, "Single central record complete",
           "Whether the record of pre-employment checks was complete when it was last checked.",
           "Say who checked it and when; that is the evidence.",
           {"contributor": "Safeguarding lead", "offers_no_change": True}),
    Starter("SAF-SUR", "safeguarding", Kind.SURVEY, "Pupils who feel safe at school",
           "Pupils who agreed that they feel safe at school, in the yearly survey.",
           "From the pupil survey in February.",
           {"places": 0, "reported_in": [2], "numerator_label": "Agreed", "denominator_label": "Replied",
            "small_groups": True, "group_of": "replies"}),
    Starter("HS-CHK", "health-and-safety", Kind.RATIO, "Statutory premises checks in date",
           "Checks of boilers, lifts, water and the like that are in date.",
           "From the premises log on the day you fill this in.",
           {"places": 0, "numerator_label": "In date", "denominator_label": "Required",
            "contributor": "Business manager"}, True),
    Starter("HS-FIRE", "health-and-safety", Kind.DEADLINE, "Fire risk assessment reviewed",
           "When this year's fire risk assessment was reviewed.",
           "The date on the signed review.", {"reported_in": [1], "contributor": "Business manager"}),
    Starter("FIN-STF", "finance", Kind.RATIO, "Staff costs",
           "Staff costs as a share of income, for the year as now forecast.",
           "From the latest management accounts.",
           {"direction": DOWN, "numerator_label": "Staff costs, £", "denominator_label": "Income, £",
            "contributor": "Business manager"}, True),
    Starter("FIN-RES", "finance", Kind.MEASURE, "Reserves",
           "Free reserves expected at the end of the year, as a share of income.",
           "From the latest management accounts.",
           {"unit": "%", "direction": INSIDE, "contributor": "Business manager"}),
    Starter("STF-ABS", "staffing", Kind.MEASURE, "Teacher absence",
           "Days of sickness absence this term for each teacher.", "From the payroll report.",
           {"unit": "days", "direction": DOWN, "contributor": "Business manager"}, True),
    Starter("STF-POS", "staffing", Kind.PENETRATION, "Teaching posts filled",
           "Teaching posts that are filled permanently.", "Posts covered by supply do not count as filled.",
           {"places": 0, "numerator_label": "Filled", "denominator_label": "Posts"}),
    Starter("GOV-SEA", "governance", Kind.PENETRATION, "Governors in post",
           "Seats of the local governing body that are filled.", "From the register of governors.",
           {"places": 0, "numerator_label": "Filled", "denominator_label": "Seats"}, True),
    Starter("GOV-CAT", "governance", Kind.ORDINAL, "Category of support",
           "The support that the trust and the school have agreed the school needs.",
           "As agreed at the last review with the director of school improvement.",
           {"scale": ["Intensive", "Targeted", "Light touch", "Self-improving"], "offers_no_change": True},
           stays_inside=True),
    Starter("TR-RES", "finance", Kind.MEASURE, "The trust's reserves",
           "Free reserves of the trust as a whole, as a share of income.", "From the management accounts.",
           {"unit": "%", "direction": INSIDE}, True, Scope.TRUST),
    Starter("TR-VFM", "finance", Kind.JUDGEMENT, "Value for money",
           "Whether the trust spends its money economically, efficiently and effectively.",
           "Judge it, and say what your judgement rests on.", {}, False, Scope.TRUST),
    Starter("TR-ACC", "finance", Kind.DEADLINE, "Accounts filed",
           "When the audited accounts were filed.", "The date of the receipt.",
           {"reported_in": [2]}, False, Scope.TRUST),
    Starter("TR-TRN", "governance", Kind.PENETRATION, "Trustees trained this year",
           "Trustees who have completed the training that the board asks of them.", "From the training register.",
           {"places": 0, "numerator_label": "Trained", "denominator_label": "Trustees"}, True, Scope.TRUST),
)  # fmt: skip

# code → phase ("" for every school) → what was agreed; of two, the second holds from 2025/26 (1) on.
BANDS: dict[str, dict[str, tuple[dict[str, Any], ...]]] = {
    "KS2": {"": ({"margin": "5"},)},
    "A8": {"": ({"target": "46", "limit": "43"},)},
    "P8": {"": ({"target": "0.10", "limit": "-0.25"},)},
    "EM5": {"": ({"target": "46", "limit": "40"}, {"target": "48", "limit": "42"})},
    "EHC": {"": ({"target": "85", "limit": "75"},)},
    "DIS-ATT": {"secondary": ({"target": "91", "limit": "89"},), "primary": ({"target": "93.5", "limit": "92"},),
                "special": ({"target": "88", "limit": "86"},)},
    "DIS-KS2": {"": ({"target": "50", "limit": "40"},)},
    "ATT": {"secondary": ({"target": "93.5", "limit": "92"}, {"target": "94", "limit": "92.5"}),
            "primary": ({"target": "95", "limit": "94"}, {"target": "95.2", "limit": "94.2"}),
            "special": ({"target": "90", "limit": "88"},)},
    "PA": {"secondary": ({"target": "20", "limit": "25"},), "primary": ({"target": "12", "limit": "16"},),
           "special": ({"target": "35", "limit": "40"},)},
    "SUS": {"secondary": ({"target": "3.5", "limit": "5"},), "primary": ({"target": "0.5", "limit": "1.2"},),
            "special": ({"target": "3", "limit": "5"},)},
    "EXC": {"": ({"target": "0", "limit": "1"},)},
    "SAF-TRN": {"": ({"target": "100", "limit": "95"},)},
    "SAF-SUR": {"": ({"target": "90", "limit": "80", "min_response": "60"},)},
    "HS-CHK": {"": ({"target": "100", "limit": "90"},)},
    "FIN-STF": {"": ({"target": "80", "limit": "82"},), "special": ({"target": "84", "limit": "86"},)},
    "FIN-RES": {"": ({"target": "5", "limit": "3", "upper_target": "12", "upper_limit": "15"},)},
    "STF-ABS": {"": ({"target": "1.8", "limit": "2.6"},)},
    "STF-POS": {"": ({"target": "98", "limit": "94"},)},
    "GOV-SEA": {"": ({"target": "90", "limit": "75"},)},
    "GOV-CAT": {"": ({"floor": "Light touch"},)},
    "TR-RES": {"": ({"target": "5", "limit": "4", "upper_target": "10", "upper_limit": "12"},)},
    "TR-TRN": {"": ({"target": "90", "limit": "75"},)},
}  # fmt: skip
# code → the year that begins → (the trust's own date, the statutory date)
DATED = {
    "HS-FIRE": {
        2023: (date(2023, 9, 30), date(2023, 10, 31)),
        2024: (date(2024, 9, 30), date(2024, 10, 31)),
        2025: (date(2025, 9, 30), date(2025, 10, 31)),
        2026: (date(2026, 9, 30), date(2026, 10, 31)),
    },
    "TR-ACC": {
        2023: (date(2023, 12, 15), date(2023, 12, 31)),
        2024: (date(2024, 12, 13), date(2024, 12, 31)),
        2025: (date(2025, 12, 12), date(2025, 12, 31)),
        2026: (date(2026, 12, 11), date(2026, 12, 31)),
    },
}
# (code, phase) → the year that begins → the national figure, invented: for whole years, or for its three terms.
OF_YEARS = {
    ("KS2", "primary"): {2023: "61", 2024: "62", 2025: "62"},
    ("A8", "secondary"): {2023: "45.9", 2024: "45.9", 2025: "46.1"},
    ("P8", "secondary"): {2023: "-0.03"},
    ("DIS-KS2", "primary"): {2023: "45", 2024: "47", 2025: "47"},
}
OF_TERMS = {
    ("ATT", "secondary"): {2023: ("91.8", "91.1", "90.9"), 2024: ("92.2", "91.6", "91.4"),
                           2025: ("92.4", "91.8", "91.6"), 2026: ("92.5",)},
    ("ATT", "primary"): {2023: ("94.6", "94.3", "94.4"), 2024: ("94.9", "94.7", "94.7"),
                         2025: ("95.0", "94.8", "94.8"), 2026: ("95.0",)},
    ("ATT", "special"): {2023: ("87.2", "86.7", "86.6"), 2024: ("87.4", "86.9", "86.8"),
                         2025: ("87.5", "87.0", "86.9"), 2026: ("87.6",)},
    ("PA", "secondary"): {2023: ("25.6", "26.3", "26.7"), 2024: ("24.1", "24.9", "25.3"),
                          2025: ("23.2", "23.8", "24.2"), 2026: ("22.9",)},
    ("PA", "primary"): {2023: ("16.2", "15.8", "15.2"), 2024: ("14.9", "14.7", "14.3"),
                        2025: ("14.2", "14.0", "13.7"), 2026: ("13.9",)},
    ("SUS", "secondary"): {2023: ("7.4", "6.9", "6.6"), 2024: ("7.6", "7.1", "6.7"),
                           2025: ("7.3", "6.9", "6.5"), 2026: ("7.0",)},
}  # fmt: skip
ILLUSTRATIVE = "Illustrative national figure, made for the demonstration"


def write_the_book(areas: dict[str, Area], terms: dict[TermRef, Term], by: User) -> dict[str, Kpi]:
    """Define the KPIs, agree their bands and note the national figures, as the executive director."""
    kpis = {}
    for position, chosen in enumerate(BOOK):
        kpis[chosen.code] = define_kpi(
            by=by,
            code=chosen.code,
            area=areas[chosen.area],
            kind=chosen.kind,
            scope=chosen.scope,
            from_term=terms[BEGINNING],
            title=chosen.title,
            meaning=chosen.meaning,
            guidance=chosen.guidance,
            position=position,
            is_headline=chosen.is_headline,
            stays_inside=chosen.stays_inside,
            **chosen.more,
        )
    _agree_bands(kpis, terms, by)
    _note_comparators(kpis, terms, by)
    return kpis


def _agree_bands(kpis: dict[str, Kpi], terms: dict[TermRef, Term], by: User) -> None:
    for code, phases in BANDS.items():
        for phase, agreed in phases.items():
            for ref, limits in zip((BEGINNING, TIGHTENED), agreed, strict=False):
                amounts: dict[str, Any] = {
                    name: text if name == "floor" else Decimal(text) for name, text in limits.items()
                }
                on = date(ref.year, 7, 10)
                minute = f"Board minutes of {on.day} July {on.year}, item 6"
                agree_band(
                    kpis[code],
                    by=by,
                    from_term=terms[ref],
                    agreed_on=on,
                    minute=minute,
                    phase=phase,
                    **amounts,
                )
    for code, years in DATED.items():
        for year, (own, statutory) in years.items():
            agree_band(
                kpis[code],
                by=by,
                from_term=terms[TermRef(year, 1)],
                agreed_on=date(year, 7, 10),
                minute=f"Board minutes of 10 July {year}, item 6",
                due_on=statutory,
                trust_due_on=own,
            )


def _note_comparators(kpis: dict[str, Kpi], terms: dict[TermRef, Term], by: User) -> None:
    for (code, phase), years in OF_YEARS.items():
        for year, text in years.items():
            _note(kpis[code], by, phase, year, None, text, vintage=date(year + 1, 10, 15))
    for (code, phase), of_terms in OF_TERMS.items():
        for year, texts in of_terms.items():
            for number, text in enumerate(texts, start=1):
                due = terms[TermRef(year, number)].returns_due
                assert due is not None  # the demonstration's calendar has them all
                _note(kpis[code], by, phase, year, number, text, vintage=due)


def _note(kpi: Kpi, by: User, phase: str, year: int, number: int | None, text: str, *, vintage: date) -> None:
    note_comparator(
        kpi,
        by=by,
        year=year,
        term_number=number,
        phase=phase,
        value=Decimal(text),
        release=ILLUSTRATIVE,
        vintage=vintage,
        is_demonstration=True,
    )

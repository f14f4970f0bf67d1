"""What the heads of the demonstration say about figures that are not as they should be."""

from __future__ import annotations

from kpis.demo.story import TERMS
from trust.terms import TermRef

# What is said of a KPI by whoever must say something; the term chooses which of them.
SAID: dict[str, tuple[str, ...]] = {
    "KS2": ("Maths held us back. Year 6 now has an extra half hour of it each morning, taught by the maths lead.",
            "Writing fell short. We have changed how we teach spelling from Year 2 upwards."),
    "A8": ("Science and languages were weaker than the rest. Both have a new scheme and a weekly review.",
           "Fewer pupils sat eight subjects. The options for Year 10 have been put right."),
    "P8": ("Pupils who missed more than a tenth of lessons account for most of it.",),
    "EM5": ("Maths is two points behind English. Year 11 has small groups on Tuesdays and Thursdays until May.",
            "The mock papers show the gap in English language. A second teacher joins each set after half term."),
    "EHC": ("Speech therapy was short of two days a week. The post is filled from January.",),
    "DIS-ATT": ("A family worker now visits on the first day of absence. Two thirds of it is in four year groups.",
                "Transport is the reason families give most. We have put on a second bus.",
                "We meet the families of the thirty pupils who miss most, every three weeks."),
    "DIS-KS2": ("A small group; four pupils joined during Year 6. Tutoring starts in Year 4 this year.",),
    "ATT": ("Illness was above last year in the first six weeks. We telephone on the first day.",
            "Mondays and Fridays are weakest. Tutors now speak to every pupil who returns.",
            "Term-time holidays rose. The letter to families has gone out and fines have begun."),
    "PA": ("Forty families have an agreed plan; half of those pupils now attend above 90%.",
           "We found that absence begins in Year 8 and starts support there."),
    "SUS": ("A handful of pupils account for most. Each has a plan with the inclusion lead.",
            "The new behaviour routine began in October; the last four weeks are back to last year's level."),
    "EXC": ("A single serious incident. Governors met within the time the law allows and upheld it.",
            "Two incidents involving the same group. The police and the local authority are involved."),
    "SAF-TRN": ("New starters since half term; the course is booked for the first week of next term.",
                "Lunchtime staff are still to do the course. A session is held at the end of this month."),
    "SAF-SCR": ("Two references are still to come; neither colleague works alone with pupils until they do.",),
    "SAF-SUR": ("Pupils name corridors at break. Staff now stand at both ends, and we ask again in March.",),
    "HS-CHK": ("One lift inspection was missed by the contractor and is booked for next week.",
               "Two checks fell due in the holiday; both are done now and will show next term."),
    "HS-FIRE": ("The assessor cancelled twice. It was reviewed as soon as a new date could be had.",),
    "FIN-STF": ("Long-term sickness is covered by supply. Two posts have been advertised and one filled.",
                "Fewer pupils than planned, with the same number of classes. We merge two classes in September."),
    "FIN-RES": ("The boiler came out of reserves. The plan brings them back over three years.",
                "Reserves pay for the extra classes until the roll recovers."),
    "STF-ABS": ("Two long absences make up most of it; both colleagues are on a phased return.",
                "Winter illness came early. Flu vaccination was offered to all staff."),
    "STF-POS": ("Physics and computing are covered by supply. Both have been advertised again with a trust-wide post.",
                "One post is held open until the roll is certain."),
    "GOV-SEA": ("Two parent seats are vacant; the election closes on 4 December.",
                "The local authority has not yet named its governor. The clerk has asked twice."),
    "GOV-CAT": ("Agreed at the review, because attendance and behaviour both need the trust's help.",),
    "TR-RES": ("One school draws on the trust's reserves this year, as the board agreed in July.",),
    "TR-ACC": ("The auditor asked for one more schedule; filed within the legal date.",),
    "TR-TRN": ("One trustee joined in September and is booked on the January course.",),
}  # fmt: skip
# What the story needs said: (code, school) → from the oldest of the last terms to this one.
TOLD: dict[tuple[str, str], tuple[str, ...]] = {
    ("ATT", "oak"): (
        "Attendance fell again, most of it in Years 9 and 10. Tutors telephone on the first day of absence.",
        "Two attendance officers have started. The fall in Year 9 has slowed; Year 10 has not turned.",
        "Years 9 and 10 account for two thirds of the fall. Every family of a pupil below 85% has been visited, and "
        "the local authority now meets us monthly. We do not expect to reach target before the summer.",
    ),
    ("FIN-STF", "alder"): (
        "Three supply posts in science and mathematics since February. Two have been advertised.",
        "The summer plan saved £48,000, half of what we meant to save. One science post is filled from September.",
        "The roll is 26 below plan and classes have not been merged. A recovery plan with the chief finance officer "
        "merges two Year 8 classes in January and ends the last supply post at Easter.",
    ),
    ("FIN-RES", "alder"): (
        "Reserves carry the supply costs of this year.",
        "The forecast now ends the year at 2.8% of income.",
        "Without the recovery plan reserves would be used up by August 2027. With it they stay above 2%.",
    ),
}


def comment_on(code: str, slug: str, ref: TermRef) -> str:
    """Why the figure is as it is, and what is being done: the same every time."""
    step = TERMS.index(ref)
    back = len(TERMS) - 1 - step
    told = TOLD.get((code, slug), ())
    if back < len(told):
        return told[len(told) - 1 - back]
    said = SAID.get(code, ("We have looked into it and will report on it next term.",))
    return said[(step + len(slug)) % len(said)]

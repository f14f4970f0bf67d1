"""The headline measures of the performance tables under every code that the years have given them."""

from __future__ import annotations

from typing import Final

# Code → what it measures, the most asked for first. Where a code changed, both stand here: a file has one.
HEADLINES: Final[dict[str, str]] = {
    "PTRWM_EXP": "Reading, writing and maths: expected standard",
    "PTRWM_HIGH": "Reading, writing and maths: higher standard",
    "PTREAD_EXP": "Reading: expected standard",
    "PTWRITTA_EXP": "Writing (teacher assessment): expected standard",
    "PTMAT_EXP": "Maths: expected standard",
    "PTGPS_EXP": "Grammar, punctuation and spelling: expected standard",
    "PTSCITA_EXP": "Science (teacher assessment): expected standard",
    "READ_AVERAGE": "Reading: average scaled score",
    "MAT_AVERAGE": "Maths: average scaled score",
    "GPS_AVERAGE": "Grammar, punctuation and spelling: average scaled score",
    "PTRWM_EXP_FSM6CLA1A": "Reading, writing and maths: expected standard, disadvantaged pupils",
    "PTRWM_EXP_NotFSM6CLA1A".upper(): "Reading, writing and maths: expected standard, other pupils",
    "ATT8SCR": "Attainment 8",
    "P8MEA": "Progress 8",
    "PTL2BASICS_95": "Grade 5 or above in English and maths",
    "PTL2BASICS_94": "Grade 4 or above in English and maths",
    "PTL2BASICS_LL_PTQ_EE": "Grade C or above in English and maths, before 2017",
    "PTEBACC_E_PTQ_EE": "Entered for the English Baccalaureate",
    "EBACCAPS": "English Baccalaureate: average point score",
    "ATT8SCR_FSM6CLA1A": "Attainment 8, disadvantaged pupils",
    "P8MEA_FSM6CLA1A": "Progress 8, disadvantaged pupils",
    "TALLPPE_ALEV_1618": "A levels: average points for each entry",
    "VA_INS_ALEV": "A levels: value added",
    "TALLPPE_ACAD_1618": "Academic qualifications: average points for each entry",
}

"""The register's file of schools as it is downloaded: two of an invented trust, and one of another."""

from __future__ import annotations

import csv
import io

HEADINGS = (
    "URN", "EstablishmentName", "TypeOfEstablishment (name)", "EstablishmentStatus (name)", "OpenDate",
    "PhaseOfEducation (name)", "StatutoryLowAge", "StatutoryHighAge", "Trusts (code)", "Trusts (name)",
)  # fmt: skip
SCHOOLS = (
    ("990001", "Sedgewater Primary School", "Academy converter", "Open", "01-10-2015", "Primary", "4", "11",
     "7001", "LARKFEN LEARNING TRUST"),
    ("990002", "Larkfen High School", "Academy sponsor led", "Open", "01-09-2017", "Secondary", "11", "16",
     "7001", "LARKFEN LEARNING TRUST"),
    ("990003", "Elsewhere Academy", "Academy converter", "Open", "01-09-2016", "Primary", "4", "11",
     "7002", "ANOTHER TRUST"),
)  # fmt: skip


def register_csv() -> bytes:
    """Quoted, and in the letters of the register's own files."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([HEADINGS, *SCHOOLS])
    return out.getvalue().encode("cp1252")

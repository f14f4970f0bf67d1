"""What a trust begins with: a ladder of four rungs, and the areas that a self-evaluation speaks of.

Both are the trust's to change. The areas of a school follow what Ofsted reports on since November 2025
(School inspection toolkit, November 2025), those of a trust the four pillars of its own work.
"""

from __future__ import annotations

from typing import Final

LADDER: Final = (
    ("Leading", "It does this well, others learn from it, and it would stay so if its head left."),
    ("Secure", "It does this well in most places, knows where it does not, and is putting that right."),
    ("Supported", "One or two things are not good enough, and the trust is helping with a plan."),
    ("Intensive", "Pupils are not getting what they should; the board hears of it at every meeting."),
)
SCHOOL_AREAS: Final = (
    "Achievement",
    "Attendance and behaviour",
    "Curriculum and teaching",
    "Inclusion",
    "Leadership and governance",
    "Personal development and wellbeing",
    "Safeguarding",
)
TRUST_AREAS: Final = (
    "School improvement",
    "People and workforce",
    "Finance and operations",
    "Governance and purpose",
)

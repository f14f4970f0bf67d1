"""A first scheme of delegation, for a trust to change until it is its own; it is nobody's rule."""

from __future__ import annotations

from typing import Final

MEMBERS, BOARD, COMMITTEE, EXECUTIVE, LOCAL, HEAD = PARTIES = (
    "Members",
    "Trust board",
    "Committee",
    "Executive director",
    "Local governing body",
    "Headteacher",
)
D, P, C, I = "decides", "proposes", "consulted", "informed"  # noqa: E741 - as the scheme itself is written

# Group, what is decided, and the part of each party.
MATTERS: Final[tuple[tuple[str, str, dict[str, str]], ...]] = (
    ("Governance", "Appoint and remove trustees", {MEMBERS: D, BOARD: P}),
    ("Governance", "Change the articles of association", {MEMBERS: D, BOARD: P}),
    ("Governance", "Agree the scheme of delegation", {BOARD: D, EXECUTIVE: P, LOCAL: C, HEAD: I}),
    ("Governance", "Appoint local governors", {BOARD: D, LOCAL: P, HEAD: C}),
    ("Strategy", "Agree the strategic plan", {MEMBERS: I, BOARD: D, EXECUTIVE: P, LOCAL: C, HEAD: C}),
    ("Strategy", "Agree each school’s targets", {BOARD: D, EXECUTIVE: P, LOCAL: C, HEAD: C}),
    ("Strategy", "Agree the school’s improvement plan", {BOARD: I, EXECUTIVE: C, LOCAL: D, HEAD: P}),
    ("Finance", "Agree the trust’s budget", {MEMBERS: I, BOARD: D, COMMITTEE: C, EXECUTIVE: P, HEAD: I}),
    ("Finance", "Agree the school’s budget", {BOARD: D, COMMITTEE: C, EXECUTIVE: P, LOCAL: C, HEAD: P}),
    ("Finance", "Appoint the external auditor", {MEMBERS: D, BOARD: P, COMMITTEE: P}),
    ("Finance", "Agree the programme of internal scrutiny", {BOARD: I, COMMITTEE: D, EXECUTIVE: P}),
    ("People", "Appoint the executive director", {MEMBERS: I, BOARD: D, LOCAL: I, HEAD: I}),
    ("People", "Appoint a headteacher", {BOARD: D, EXECUTIVE: P, LOCAL: C}),
    ("People", "Appoint teachers and support staff", {EXECUTIVE: I, LOCAL: I, HEAD: D}),
    ("People", "Agree the pay policy", {BOARD: D, COMMITTEE: C, EXECUTIVE: P, LOCAL: I, HEAD: C}),
    ("Education", "Decide on the curriculum", {BOARD: I, EXECUTIVE: C, LOCAL: C, HEAD: D}),
    ("Education", "Agree term dates", {BOARD: I, EXECUTIVE: D, LOCAL: C, HEAD: C}),
    ("Education", "Agree the admission arrangements", {BOARD: D, EXECUTIVE: P, LOCAL: C, HEAD: C}),
    ("Pupils", "Suspend or exclude a pupil", {EXECUTIVE: I, LOCAL: I, HEAD: D}),
    ("Pupils", "Review an exclusion", {BOARD: I, LOCAL: D, HEAD: I}),
    ("Safeguarding", "Agree the safeguarding policy", {BOARD: D, EXECUTIVE: P, LOCAL: C, HEAD: C}),
    ("Safeguarding", "Keep the single central record", {BOARD: I, EXECUTIVE: I, LOCAL: I, HEAD: D}),
    (
        "Estates",
        "Agree capital works above the trust’s limit",
        {BOARD: D, COMMITTEE: C, EXECUTIVE: P, HEAD: C},
    ),
    ("Estates", "Manage health and safety at the school", {BOARD: I, EXECUTIVE: I, LOCAL: I, HEAD: D}),
)

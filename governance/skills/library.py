"""The skills that a trust's list may begin with, over the areas that governance bodies name."""

from __future__ import annotations

from typing import Final, NamedTuple


class Starter(NamedTuple):
    """A skill, its area, what level 3 looks like, and how many trustees and local governors need it."""

    group: str
    title: str
    guidance: str
    board: int = 2
    local: int = 1


STARTERS: Final = (
    Starter(
        "Strategy", "Strategy and vision", "Can test a plan against the trust’s purpose and its means.", 3
    ),
    Starter("Strategy", "Risk management", "Reads a risk register and asks what would change a rating."),
    Starter(
        "Accountability",
        "School standards and data",
        "Reads attainment, progress and attendance in context.",
        3,
        2,
    ),
    Starter(
        "Accountability",
        "Challenge and support",
        "Asks a second question, and follows up what was answered.",
        3,
        2,
    ),
    Starter(
        "Accountability",
        "Finance and audit",
        "Reads management accounts, reserves and an auditor’s letter.",
        3,
    ),
    Starter("People", "Human resources", "Knows how leaders are appraised, paid and, where needed, let go."),
    Starter("People", "Chairing and teamwork", "Can chair a meeting, a panel or a hearing."),
    Starter(
        "Structures",
        "Companies Act and charity duties",
        "Knows the duties of a director and of a charity trustee.",
        3,
        0,
    ),
    Starter(
        "Structures",
        "Delegation and local governance",
        "Knows who decides what under the scheme of delegation.",
    ),
    Starter("Compliance", "Safeguarding", "Knows what the board must see, and whom to ask.", 3, 2),
    Starter("Compliance", "SEND and inclusion", "Knows the code of practice and what the school must offer."),
    Starter(
        "Compliance",
        "Estates, health and safety",
        "Knows who is the duty holder and reads a condition survey.",
    ),
    Starter(
        "Compliance",
        "IT, data protection and cyber",
        "Knows what a breach is and what the trust does about one.",
    ),
    Starter(
        "Evaluation", "Evaluating the board itself", "Can say what the board has changed, and show it.", 2, 1
    ),
    Starter("Evaluation", "Community and employers", "Knows whom the schools serve and brings their views."),
)

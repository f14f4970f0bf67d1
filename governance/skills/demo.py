"""What the board knows in the demonstration: two rounds a year apart, and what moved between them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from governance.models import SkillsAudit
from governance.skills.actions import Scored, close_audit, save_scores, start_audit, start_list
from schools.models import Body
from trust import clock
from trust.demo import moment
from trust.models import User

# A level for each skill of the starter list, in its order; who has none had not begun, or did not answer.
BEFORE: Final = {
    "chair": "343243433321223",
    "trustee": "223311231323112",
    "trustee.martin": "233143222111221",
    "trustee.kemp": "312221133221113",
    "trustee.rahman": "232212211122111",
    "trustee.lister": "221123322112114",
    "trustee.swann": "113211122234112",
}
NOW: Final = {
    "chair": "343243434322233",
    "trustee": "233321231324122",
    "trustee.martin": "243143222121222",
    "trustee.kemp": "313321143231123",
    "trustee.rahman": "232223211122121",
    "trustee.obi": "122212221111233",
    "trustee.swann": "213311123234123",
}
EVIDENCE: Final = {
    0: "Led the review of the plan in 2025 and wrote its summary.",
    2: "Went through each school’s results with the executive before the board met.",
    4: "A qualified accountant; chaired an audit committee for six years.",
    9: "Visits a school each term as the link for safeguarding.",
    10: "Led provision for pupils with SEND in a large school.",
}


def demonstrate_skills(people: Mapping[str, User], bodies: Mapping[str, Body]) -> list[SkillsAudit]:
    """Set out the list, and live the board's rounds of autumn 2025 and 2026; the last trustee never answered."""
    clerk, board = people["clerk"], bodies["trust-board"]
    with clock.standing_at(moment(date(2025, 9, 15))):
        start_list(by=clerk)
    first = _round(board, clerk, people, "Autumn 2025", date(2025, 10, 6), BEFORE)
    second = _round(board, clerk, people, "Autumn 2026", date(2026, 10, 5), NOW)
    return [first, second]


def _round(
    board: Body, clerk: User, people: Mapping[str, User], title: str, opened: date, scored: Mapping[str, str]
) -> SkillsAudit:
    with clock.standing_at(moment(opened)):
        audit = start_audit(by=clerk, body=board, title=title, closes_on=opened.replace(day=24))
    skills = list(audit.skills.values_list("pk", flat=True))
    with clock.standing_at(moment(opened.replace(day=12))):
        for reply in audit.replies.select_related("person"):
            levels = next((line for name, line in scored.items() if people[name].pk == reply.person_id), "")
            if not levels:
                continue
            given = {
                skill: Scored(int(level), EVIDENCE.get(at, "") if int(level) >= 3 else "")
                for at, (skill, level) in enumerate(zip(skills, levels, strict=True))
            }
            save_scores(reply, by=reply.person, scores=given, seen=reply.version, hand_in=True)
    with clock.standing_at(moment(opened.replace(day=26))):
        return close_audit(audit, by=clerk)

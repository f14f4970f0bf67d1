"""What the boardroom writes to people about skills audits: that they are asked, and that it is open."""

from __future__ import annotations

from datetime import date

from governance.models import SkillsAudit
from trust.dates import full_date
from trust.links import link_to
from trust.models import User
from trust.post import post


def asked_to_score(audit: SkillsAudit, person: User) -> None:
    """Ask somebody who sits on the body to score themself."""
    post(
        person,
        f"skills.asked {audit.pk}",
        f"Skills audit of {audit.body.name}: {audit.title}",
        _text(audit, ""),
    )


def reminded_to_score(audit: SkillsAudit, person: User, today: date) -> bool:
    """Ask again, once a day at most; whether it was written now."""
    before = person.messages.filter(key=_key(audit, person, today)).exists()
    subject = f"Your part in the skills audit of {audit.body.name} is not handed in yet"
    sent = post(
        person, f"skills.reminded {audit.pk} {today}", subject, _text(audit, "You have not handed in yet. ")
    )
    return sent is not None and not before


def _key(audit: SkillsAudit, person: User, today: date) -> str:
    return f"{person.pk}:skills.reminded {audit.pk} {today}"


def _text(audit: SkillsAudit, opening: str) -> str:
    return (
        f"{opening}Everyone who sits on {audit.body.name} is asked to score what they know, from 0 to 4. "
        f"It takes about ten minutes. You can save and come back. Hand in by {full_date(audit.closes_on)}:\n"
        f"{link_to('governance:score_skills', audit.pk)}\n\n"
        "Your scores are seen by you, the governance professional and the chair of the board. "
        "Other trustees see how many people have a skill, and no names.\n"
    )

"""What can happen to the list of skills and to rounds of the audit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from governance.bodies.sight import held_on
from governance.models import RoundState, Skill, SkillsAudit, SkillScore, SkillsReply
from governance.notices_skills import asked_to_score, reminded_to_score
from governance.skills.library import STARTERS
from governance.skills.sight import subject_of
from schools.access import Permission, Subject, require
from schools.models import Body
from trust import clock, history
from trust.lifecycle import Refused, advance
from trust.models import User

TRUST = Subject("skills")


class Scored(NamedTuple):
    """A level from 0 to 4, and what shows it."""

    level: int
    evidence: str = ""


class ReplyConflict(Exception):
    """The same person has saved the page elsewhere since it was opened; `standing` is what was saved."""

    def __init__(self, standing: SkillsReply) -> None:
        super().__init__("These scores were saved in another window since you opened this page.")
        self.standing = standing


def start_list(*, by: User) -> int:
    """Begin the trust's list with the starters that are not on it yet; how many were added."""
    require(by, Permission.KEEP_SKILLS, TRUST)
    added = 0
    with transaction.atomic():
        for position, each in enumerate(STARTERS):
            wanted = {
                "group": each.group,
                "guidance": each.guidance,
                "board_needs": each.board,
                "local_needs": each.local,
                "position": position,
            }
            skill, is_new = Skill.objects.get_or_create(title=each.title, defaults=wanted)
            if is_new:
                history.record(by, "skill.added", skill, title=skill.title)
                added += 1
    return added


def save_skill(
    skill: Skill | None,
    *,
    by: User,
    title: str,
    group: str,
    guidance: str,
    board_needs: int,
    local_needs: int,
) -> Skill:
    """Add a skill to the list, or change one; rounds that are open keep the list as it was but for its words.

    Raises ValidationError for a title that is on the list.
    """
    require(by, Permission.KEEP_SKILLS, TRUST)
    with transaction.atomic():
        others = Skill.objects.filter(title__iexact=title)
        if skill is not None:
            others = others.exclude(pk=skill.pk)
        if others.exists():
            raise ValidationError({"title": "This skill is on the list."})
        held = (
            Skill.objects.select_for_update().get(pk=skill.pk)
            if skill
            else Skill(position=Skill.objects.count())
        )
        held.title, held.group, held.guidance = title, group, guidance
        held.board_needs, held.local_needs = board_needs, local_needs
        held.save()
        verb = "skill.changed" if skill else "skill.added"
        history.record(by, verb, held, title=title, board=board_needs, local=local_needs)
    return held


def retire_skill(skill: Skill, *, by: User, back: bool = False) -> Skill:
    """Take a skill off the list of rounds to come, or put it back; what was scored stays."""
    require(by, Permission.KEEP_SKILLS, TRUST)
    with transaction.atomic():
        held = Skill.objects.select_for_update().get(pk=skill.pk)
        if (held.retired_on is None) == back:
            return held
        held.retired_on = None if back else clock.today()
        held.save(update_fields=["retired_on"])
        history.record(by, "skill.put-back" if back else "skill.retired", held)
    return held


def start_audit(*, by: User, body: Body, title: str, closes_on: date) -> SkillsAudit:
    """Open a round today: everyone who sits on the body is asked, with the list as it is.

    Raises ValidationError at the field; Refused where the list is empty or a round of the body is open.
    """
    require(by, Permission.KEEP_SKILLS, subject_of(body))
    today = clock.today()
    if closes_on < today:
        raise ValidationError({"closes_on": "Choose today or a later day."})
    with transaction.atomic():
        Body.objects.select_for_update().get(pk=body.pk)
        if body.closed_on is not None:
            raise ValidationError({"body": f"{body.name} is closed."})
        rounds = SkillsAudit.objects.filter(body=body)
        if rounds.filter(title__iexact=title).exists():
            raise ValidationError({"title": f"{body.name} has a round of that name."})
        if rounds.filter(state=RoundState.OPEN).exists():
            raise Refused(f"A round of {body.name} is open. Close it before you start the next.")
        skills = Skill.objects.filter(retired_on__isnull=True)
        people = list(User.objects.filter(pk__in=held_on(today).filter(body=body).values("person")))
        if not skills or not people:
            raise Refused("The list of skills is empty." if people else f"Nobody sits on {body.name} yet.")
        audit = SkillsAudit.objects.create(
            body=body, title=title, state=RoundState.OPEN, opens_on=today, closes_on=closes_on
        )
        audit.skills.set(skills)
        SkillsReply.objects.bulk_create(SkillsReply(audit=audit, person=person) for person in people)
        history.record(by, "skills-audit.started", audit, body=body.pk, people=len(people), closes=closes_on)
        for person in people:
            asked_to_score(audit, person)
    return audit


def save_scores(
    reply: SkillsReply, *, by: User, scores: Mapping[int, Scored], seen: int, hand_in: bool = False
) -> SkillsReply:
    """Keep a person's own scores, whole or not; handing in needs one for every skill of the round.

    What is handed in can be taken up again while the round is open. History holds no score.
    Raises ReplyConflict where it was saved elsewhere since.
    """
    if reply.person_id != by.pk:
        raise PermissionDenied("Everyone scores themself.")
    with transaction.atomic():
        held = SkillsReply.objects.select_for_update().get(pk=reply.pk)
        audit = held.audit
        if audit.state != RoundState.OPEN:
            raise Refused("This round is closed, so its scores stay as they are.")
        if held.version != seen:
            raise ReplyConflict(held)
        asked = set(audit.skills.values_list("pk", flat=True))
        given = {skill: each for skill, each in scores.items() if skill in asked}
        if hand_in and len(given) < len(asked):
            raise ValidationError({str(skill): "Choose a level." for skill in asked - given.keys()})
        held.scores.all().delete()
        SkillScore.objects.bulk_create(
            SkillScore(reply=held, skill_id=skill, level=each.level, evidence=each.evidence)
            for skill, each in given.items()
        )
        if hand_in or held.handed_in_at is not None:
            held.handed_in_at = clock.now() if len(given) == len(asked) else None
        held.version += 1
        held.save(update_fields=["handed_in_at", "version"])
        history.record(by, "skills-reply.handed-in" if hand_in else "skills-reply.saved", held)
    return held


def remind(audit: SkillsAudit, *, by: User) -> int:
    """Write to those who have not handed in, each once a day at most; how many were written to."""
    require(by, Permission.KEEP_SKILLS, subject_of(audit.body))
    with transaction.atomic():
        held = SkillsAudit.objects.select_for_update().get(pk=audit.pk)
        if held.state != RoundState.OPEN:
            raise Refused("This round is closed. Open it again before you remind anybody.")
        waiting = held.replies.filter(handed_in_at__isnull=True).select_related("person")
        told = sum(reminded_to_score(held, reply.person, clock.today()) for reply in waiting)
        if told:
            history.record(by, "skills-audit.reminded", held, people=told)
    return told


def close_audit(audit: SkillsAudit, *, by: User, again: bool = False) -> SkillsAudit:
    """Close a round, or open it `again`; only what was handed in counts."""
    require(by, Permission.KEEP_SKILLS, subject_of(audit.body))
    with transaction.atomic():
        held = SkillsAudit.objects.select_for_update().get(pk=audit.pk)
        wanted = RoundState.OPEN if again else RoundState.CLOSED
        if held.state == wanted:
            return held
        others = SkillsAudit.objects.filter(body=held.body_id, state=RoundState.OPEN).exclude(pk=held.pk)
        if again and others.exists():
            raise Refused("Another round of this body is open. Close it first.")
        advance(held, wanted)
        held.save(update_fields=["state"])
        history.record(by, "skills-audit.opened-again" if again else "skills-audit.closed", held)
    return held

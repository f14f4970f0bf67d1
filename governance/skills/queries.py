"""Reads rounds, scores and gaps, in a number of queries that does not grow with people or skills."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from governance.models import Level, RoundState, SkillsAudit, SkillScore, SkillsReply
from governance.skills import gaps, sight
from governance.skills.gaps import FEWEST, Levels, Line, Needed
from schools.access import Person
from schools.models import Body, BodyKind
from trust.models import User


@dataclass(frozen=True)
class Row:
    """A line of the matrix with its cells; a cell is None where the person has not scored the skill."""

    line: Line
    cells: list[tuple[str, int | None, str]]


@dataclass(frozen=True)
class Matrix:
    """One round of one body as a person may see it. `hidden` says in words why scores are not shown."""

    audit: SkillsAudit
    people: list[User]
    rows: list[Row]
    answered: int
    asked: int
    hidden: str = ""
    previous: SkillsAudit | None = None

    @property
    def gaps(self) -> list[Line]:
        return gaps.gaps([row.line for row in self.rows])


def latest_audits(user: Person) -> list[SkillsAudit]:
    """The newest round of each body, the trust board's first, then by name."""
    newest: dict[int, SkillsAudit] = {}
    for audit in sight.audits_for(user).order_by("-opens_on", "-pk"):
        newest.setdefault(audit.body_id, audit)
    return sorted(newest.values(), key=lambda each: (each.body.kind != BodyKind.BOARD, each.body.name))


def matrix(audit: SkillsAudit, user: Person) -> Matrix:
    """The round: everything by name for who may see scores, one's own column for the rest, and the counts."""
    replies = list(audit.replies.select_related("person").order_by("person__name"))
    handed = [reply for reply in replies if reply.handed_in_at]
    by_name = sight.sees_scores(user, audit.body)
    hidden = _hidden(audit, len(handed), by_name)
    own = [reply for reply in handed if reply.person_id == user.pk]
    shown = [] if hidden else (handed if by_name and len(handed) >= FEWEST else own)
    scores = _scores(audit, handed)
    before = before_of(audit)
    earlier = _scores(before, None) if before and not hidden else None
    found = [] if hidden else gaps.lines(needs_of(audit), scores, earlier)
    people = [reply.person for reply in shown]
    rows = [Row(line, _cells(people, scores.get(line.need.skill, {}))) for line in found]
    return Matrix(audit, people, rows, len(handed), len(replies), hidden, before)


def needs_of(audit: SkillsAudit) -> list[Needed]:
    """The round's skills, and how many of this body's people should have each."""
    is_local = audit.body.kind in (BodyKind.LOCAL, BodyKind.APPOINTED)
    return [
        Needed(skill.pk, skill.title, skill.group, skill.local_needs if is_local else skill.board_needs)
        for skill in audit.skills.all()
    ]


def before_of(audit: SkillsAudit) -> SkillsAudit | None:
    """The body's closed round before this one, where enough people answered it."""
    earlier = SkillsAudit.objects.filter(
        body=audit.body_id, state=RoundState.CLOSED, opens_on__lt=audit.opens_on
    )
    found = earlier.order_by("-opens_on", "-pk").first()
    if found is None or found.replies.filter(handed_in_at__isnull=False).count() < FEWEST:
        return None
    return found


def open_replies(user: User) -> list[SkillsReply]:
    """The rounds in which the person is still asked."""
    waiting = SkillsReply.objects.filter(person=user, audit__state=RoundState.OPEN)
    return list(waiting.select_related("audit__body").order_by("audit__closes_on"))


def own_scores(reply: SkillsReply) -> dict[int, SkillScore]:
    return {score.skill_id: score for score in reply.scores.all()}


def gap_lines(body: Body, user: Person) -> list[Line]:
    """The gaps of the body's newest round, as far as the person may see them."""
    audit = sight.audits_for(user).filter(body=body).order_by("-opens_on", "-pk").first()
    return matrix(audit, user).gaps if audit else []


def closed_lines(body: Body) -> list[Line]:
    """The counts of the body's newest closed round that enough people answered: what everybody may know."""
    rounds = SkillsAudit.objects.filter(body=body, state=RoundState.CLOSED).order_by("-opens_on", "-pk")
    for audit in rounds.select_related("body"):
        handed = list(audit.replies.filter(handed_in_at__isnull=False))
        if len(handed) >= FEWEST:
            return gaps.lines(needs_of(audit), _scores(audit, handed), None)
    return []


def _hidden(audit: SkillsAudit, answered: int, by_name: bool) -> str:
    if not answered:
        return "Nobody has handed in yet."
    if by_name:
        return ""
    if audit.state != RoundState.CLOSED:
        return "How many people have each skill is shown when the round is closed."
    if answered < FEWEST:
        return "Fewer than three people answered, so nothing is shown that could be traced to one of them."
    return ""


def _scores(audit: SkillsAudit | None, replies: list[SkillsReply] | None) -> dict[int, dict[int, int]]:
    """Skill, then person, then level, of what was handed in."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    scores = SkillScore.objects.filter(reply__audit=audit, reply__handed_in_at__isnull=False)
    if replies is not None:
        scores = scores.filter(reply__in=replies)
    for skill, person, level in scores.values_list("skill", "reply__person", "level"):
        found[skill][person] = level
    return dict(found)


def _cells(people: list[User], levels: Levels) -> list[tuple[str, int | None, str]]:
    def one(person: User) -> tuple[str, int | None, str]:
        level = levels.get(person.pk)
        return person.name, level, "Not scored" if level is None else str(Level(level).label)

    return [one(person) for person in people]


def matrix_rows(shown: Matrix) -> list[dict[str, Any]]:
    """The matrix as plain rows for a file; names as far as the page shows them."""
    return [
        {
            "group": row.line.need.group,
            "skill": row.line.need.title,
            **{f"p{at}": level for at, (_, level, _) in enumerate(row.cells)},
            "have": row.line.have,
            "needed": row.line.need.number,
            "state": row.line.verdict,
            "before": row.line.before,
        }
        for row in shown.rows
    ]

"""Forms of the room: a skill of the list, a round, and a person's own scores on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django import forms

from governance.forms import RoundForm
from governance.models import Level, Skill, SkillScore
from governance.skills.actions import Scored
from trust.fields import WholeNumber, line

LONGEST_EVIDENCE: Final = 300


class SkillForm(forms.Form):
    """A skill, and how many people need it."""

    title = line("Skill", 120, missing="Name the skill.")
    group = line("Area", 60, missing="Say which area it belongs to, such as Compliance.")
    guidance = line(
        "What level 3 looks like", 300, help_text="One sentence, shown where people score themselves."
    )
    board_needs = WholeNumber(label="How many trustees need it", min_value=0, max_value=30)
    local_needs = WholeNumber(label="How many local governors need it", min_value=0, max_value=30)


class AuditForm(RoundForm):
    """A round to start."""

    closing = "Hand in by"


@dataclass
class ScoreLine:
    """One skill with what was chosen, or typed, for it."""

    skill: Skill
    level: str = ""
    evidence: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        return [(str(level.value), str(level.label), str(level.value) == self.level) for level in Level]


class ScoreForm:
    """Every skill of a round on one page; what was typed stays, right or wrong."""

    def __init__(
        self, skills: Sequence[Skill], kept: Mapping[int, SkillScore], sent: Mapping[str, str] | None
    ) -> None:
        self.lines = [_line(skill, kept.get(skill.pk), sent) for skill in skills]

    @property
    def groups(self) -> list[tuple[str, list[ScoreLine]]]:
        found: dict[str, list[ScoreLine]] = {}
        for each in self.lines:
            found.setdefault(each.skill.group, []).append(each)
        return list(found.items())

    @property
    def scored(self) -> int:
        return sum(each.level != "" for each in self.lines)

    def is_valid(self) -> bool:
        for each in self.lines:
            if each.level and each.level not in {str(level.value) for level in Level}:
                each.errors.append("Choose a level from 0 to 4.")
            if len(each.evidence) > LONGEST_EVIDENCE:
                each.errors.append(
                    f"Use at most {LONGEST_EVIDENCE} characters; this has {len(each.evidence)}."
                )
            if each.evidence and not each.level:
                each.errors.append("Choose a level for what you wrote.")
        return not self.wrong

    @property
    def wrong(self) -> list[ScoreLine]:
        return [each for each in self.lines if each.errors]

    @property
    def scores(self) -> dict[int, Scored]:
        return {
            each.skill.pk: Scored(int(each.level), each.evidence) for each in self.lines if each.level != ""
        }

    def put_errors(self, found: Mapping[str, list[str]]) -> None:
        for each in self.lines:
            each.errors += found.get(str(each.skill.pk), [])


def _line(skill: Skill, kept: SkillScore | None, sent: Mapping[str, str] | None) -> ScoreLine:
    if sent is not None:
        level, evidence = sent.get(f"level-{skill.pk}", ""), sent.get(f"evidence-{skill.pk}", "")
        return ScoreLine(skill, level, " ".join(evidence.split()))
    return ScoreLine(skill, str(kept.level), kept.evidence) if kept else ScoreLine(skill)

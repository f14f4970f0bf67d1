"""What the boardroom writes about self-assessments: that people are asked, and that a round closes soon."""

from __future__ import annotations

from governance.models import SelfAssessment
from trust.dates import full_date
from trust.links import link_to
from trust.models import User
from trust.post import post


def asked_to_answer(assessment: SelfAssessment, person: User) -> None:
    post(
        person,
        f"assessment.asked {assessment.pk}",
        f"Self-assessment of {assessment.body.name}: {assessment.title}",
        _text(assessment, ""),
    )


def closes_soon(assessment: SelfAssessment, person: User) -> None:
    """Ask once more, before it closes."""
    post(
        person,
        closing_event(assessment),
        f"The self-assessment of {assessment.body.name} closes on {full_date(assessment.closes_on)}",
        _text(assessment, "There is still time to answer. "),
    )


def closing_event(assessment: SelfAssessment) -> str:
    """Moves with the day, so that a round that is given longer is told of again."""
    return f"assessment.closes {assessment.pk} {assessment.closes_on}"


def _text(assessment: SelfAssessment, opening: str) -> str:
    return (
        f"{opening}Everyone who sits on {assessment.body.name} is asked how far they agree with a page "
        f"of plain statements. It takes about ten minutes, and any of them can be left blank. Answer by "
        f"{full_date(assessment.closes_on)}:\n{link_to('governance:answer_assessment', assessment.pk)}\n\n"
        "Answers are anonymous. It is known that you have answered, and nobody can see what. "
        "Results are shown once the round has closed, and not where fewer than three people answered.\n"
    )

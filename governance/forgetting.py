"""What the boardroom forgets of a leaver: what they said they know, and who may not be forgotten yet."""

from __future__ import annotations

from governance.bodies.sight import held_on
from governance.models import SkillsReply
from schools.erasure.parts import Part, register
from trust import clock
from trust.models import User


def enter_parts() -> None:
    """Called once, when the portal starts."""
    register(Part("what they said they know, in skills audits", _seated, _forget))


def _seated(person: User) -> str:
    seat = held_on(clock.today()).filter(person=person).select_related("body").first()
    return f"They still sit on {seat.body.name}. Note that they have left first." if seat else ""


def _forget(person: User, _name: str) -> None:
    SkillsReply.objects.filter(person=person).delete()

"""How a role is said in a sentence."""

from __future__ import annotations

from schools.models import Appointment, Role, RoleRequest, School

# Handed out with a section of a return, by who shares it, and ended there.
WITH_A_SECTION = frozenset({Role.HELPER, Role.CONTRIBUTOR})
OFFERED = tuple(each for each in Role if each not in WITH_A_SECTION)


def role_words(role: str, school: School | None) -> str:
    """'headteacher at Oak School', 'trustee'."""
    said = str(Role(role).label)
    said = said[:1].lower() + said[1:]
    return f"{said} at {school.name}" if school else said


def words_of(held: Appointment | RoleRequest) -> str:
    """The same of an appointment, and of an acting one that it is."""
    acting = "acting " if isinstance(held, Appointment) and held.is_acting else ""
    return acting + role_words(held.role, held.school)


def what_was_done(made: Appointment | RoleRequest) -> str:
    """What is told to whoever has just invited somebody."""
    if isinstance(made, RoleRequest):
        return "Your role waits for a second person, who has been written to."
    return f"{made.person.name} has been written to, as {words_of(made)}."

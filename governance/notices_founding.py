"""What is written to people while a trust is set up: that they were given a role, and how to sign in."""

from __future__ import annotations

from schools.models import Appointment, Role
from trust.links import link_to
from trust.models import User
from trust.post import post
from trust.queries import require_trust


def invited(appointment: Appointment, by: User) -> None:
    """Tell somebody once which role they were given, and how to choose a password."""
    trust = require_trust()
    role = str(Role(appointment.role).label).lower()
    where = f" at {appointment.school.name}" if appointment.school else ""
    text = (
        f"{by.name} is setting up the portal of {trust.name}, and has given you the role of "
        f"{role}{where}.\n\n"
        "You sign in with this e-mail address. To choose a password, ask for a link here:\n"
        f"{link_to('account_reset_password')}\n"
    )
    post(
        appointment.person,
        f"founding.invited {appointment.pk}",
        f"{trust.name}: your place in the portal",
        text,
    )

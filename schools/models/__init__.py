"""The gatehouse: schools, the bodies that govern them, who is appointed to what, and what a board has been
given."""

from schools.models.closed import ClosedDays, ClosedKind
from schools.models.feed import FeedAddress
from schools.models.people import Appointment, Body, BodyKind, Role
from schools.models.release import Audience, Release
from schools.models.school import Inspection, Phase, Regime, Roll, Route, School

__all__ = [
    "Appointment",
    "Audience",
    "Body",
    "BodyKind",
    "ClosedDays",
    "ClosedKind",
    "FeedAddress",
    "Inspection",
    "Phase",
    "Regime",
    "Release",
    "Role",
    "Roll",
    "Route",
    "School",
]

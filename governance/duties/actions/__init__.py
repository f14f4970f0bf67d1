"""What can happen in the room: interests are declared and published, a year is asked for and confirmed."""

from governance.duties.actions.asking import TextAsked, YearConflict, open_year
from governance.duties.actions.confirming import confirm
from governance.duties.actions.declaring import DeclarationConflict, Line, declare, take_over
from governance.duties.actions.reminding import follow_duties, nudge
from governance.duties.actions.settling import publish, take_back

__all__ = [
    "DeclarationConflict",
    "Line",
    "TextAsked",
    "YearConflict",
    "confirm",
    "declare",
    "follow_duties",
    "nudge",
    "open_year",
    "publish",
    "take_back",
    "take_over",
]

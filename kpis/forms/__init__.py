"""The forms of the counting house: what is typed into a return, and what is decided of it."""

from kpis.forms.decisions import JudgeForm, ReasonForm, SendBackForm, SignForm
from kpis.forms.entry import ABSENCES, EntryForm, names_for

__all__ = [
    "ABSENCES",
    "EntryForm",
    "JudgeForm",
    "ReasonForm",
    "SendBackForm",
    "SignForm",
    "names_for",
]

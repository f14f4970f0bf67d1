"""What was read of the files, as the page carries it from the look to the choice: signed, for one day."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any, Final

from django.core import signing

from schools.gias.reading import Entry, Register
from trust.lifecycle import Refused

SALT: Final = "schools.gias"
A_DAY: Final = 24 * 60 * 60
DAYS: Final = ("opened", "closed", "joined", "counted_on")
SEND_AGAIN: Final = "The files have to be sent in again: what was read of them is only kept for a day."


def pack(register: Register) -> str:
    """The register as one text that nobody can change on its way."""
    kept = {
        "entries": [_plain(entry) for entry in register.entries.values()],
        "elsewhere": [_plain(entry) for entry in register.elsewhere.values()],
        "members": None
        if register.members is None
        else {urn: _text(day) for urn, day in register.members.items()},
    }
    return signing.dumps(kept, salt=SALT, compress=True)


def unpack(text: str) -> Register:
    """What `pack` held; Refused for anything else and for what is older than a day."""
    try:
        kept = signing.loads(text, salt=SALT, max_age=A_DAY)
    except signing.BadSignature as error:
        raise Refused(SEND_AGAIN) from error
    members: dict[str, str] | None = kept["members"]
    return Register(
        {each["urn"]: _entry(each) for each in kept["entries"]},
        None if members is None else {urn: _day(day) for urn, day in members.items()},
        {each["urn"]: _entry(each) for each in kept["elsewhere"]},
    )


def _plain(entry: Entry) -> dict[str, Any]:
    return asdict(entry) | {name: _text(getattr(entry, name)) for name in DAYS}


def _entry(plain: dict[str, Any]) -> Entry:
    days = {name: _day(plain[name]) for name in DAYS}
    return Entry(**plain | days | {"predecessors": tuple(plain["predecessors"])})


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None

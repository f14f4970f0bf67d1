"""Places filled beside the skills: a vacancy is where a gap may be closed by recruiting."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.utils.safestring import SafeString

from governance.bodies.queries import standings
from governance.bodies.sight import bodies_for
from governance.bodies.tables import blocks
from governance.training.queries import TRAINED
from schools.access import Person
from schools.models import Body, BodyKind


class Filled(NamedTuple):
    """A body with its places drawn and said, such as '8 of 9'."""

    body: Body
    blocks: SafeString
    words: str


def places_filled(user: Person, today: date) -> list[Filled]:
    """The boards that the person sees and whose places are set out, the trust's first."""
    seen = bodies_for(user).filter(kind__in=TRAINED, closed_on__isnull=True)
    found = [each for each in standings(seen, today) if each.complement.places]
    found.sort(key=lambda each: (each.body.kind != BodyKind.BOARD, each.body.name))
    return [Filled(each.body, blocks(each.complement), each.complement.of) for each in found]

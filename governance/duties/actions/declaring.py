"""Declaring interests: the page is saved or sent as a whole, and last year's are taken over in one press."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from governance.duties import sight
from governance.models import Declaration, DeclarationState, Interest
from governance.notices_duties import declaration_sent
from trust import clock, history
from trust.lifecycle import Refused, advance
from trust.models import User

NOTHING_YET = "List an interest, or tick that you have nothing to declare."
BOTH_SAID = "You have listed an interest, so leave “nothing to declare” unticked, or take the interest out."


class Line(NamedTuple):
    """One interest as it was typed."""

    organisation: str
    kind: str
    nature: str = ""
    starts: date | None = None
    ends: date | None = None


class DeclarationConflict(Exception):
    """The declaration was saved elsewhere since this page was opened; `standing` is how it is now."""

    def __init__(self, standing: Declaration) -> None:
        super().__init__("Your declaration has been saved elsewhere since you opened this page.")
        self.standing = standing


def declare(
    *, by: User, year: int, lines: Sequence[Line], has_none: bool, seen: int, send: bool = False
) -> Declaration:
    """Put these interests of that year in the place of what was saved, and send them if asked to.

    `seen` is the version that the page was opened with, 0 for none. Raises ValidationError for nothing
    said or both, `Refused` for one that was sent, and DeclarationConflict where it was saved meanwhile.
    """
    sight.require_declarer(by)
    _require_clear(lines, has_none=has_none, send=send)
    with transaction.atomic():
        held = _locked(by, year)
        if _says(held, lines, has_none=has_none, sent=send):
            return held  # sent twice, it is kept once
        _require_draft(held)
        if held.version != max(seen, 1):
            raise DeclarationConflict(held)
        held.has_none = has_none
        held.interests.all().delete()
        Interest.objects.bulk_create([Interest(declaration=held, **each._asdict()) for each in lines])
        if send:
            advance(held, DeclarationState.SENT)
            held.sent_at = clock.now()
        _keep(held, by, "declaration.sent" if send else "declaration.saved", lines)
        if send:
            declaration_sent(held)
    return held


def take_over(*, by: User, year: int, today: date) -> Declaration:
    """Take what still holds of the last declaration into this year's; what is there already stays."""
    sight.require_declarer(by)
    with transaction.atomic():
        earlier = Declaration.objects.filter(person=by, year__lt=year).order_by("-year").first()
        if earlier is None:
            raise Refused("There is no earlier declaration to take over.")
        held = _locked(by, year)
        _require_draft(held)
        known = {_line(each) for each in held.interests.all()}
        lasts = earlier.interests.filter(Q(ends__isnull=True) | Q(ends__gte=today))
        lines = [line for line in map(_line, lasts) if line not in known]
        Interest.objects.bulk_create([Interest(declaration=held, **each._asdict()) for each in lines])
        held.has_none = earlier.has_none and not lines and not known
        _keep(held, by, "declaration.taken-over", lines)
    return held


def _locked(by: User, year: int) -> Declaration:
    """The person's declaration of that year, begun where there is none."""
    Declaration.objects.get_or_create(person=by, year=year)
    return Declaration.objects.select_for_update().get(person=by, year=year)


def _require_draft(held: Declaration) -> None:
    if held.state != DeclarationState.DRAFT:
        raise Refused("Your declaration has been sent. Take it back to change it.")


def _says(held: Declaration, lines: Sequence[Line], *, has_none: bool, sent: bool) -> bool:
    """Whether that is what stands already; a declaration that was just begun says nothing yet."""
    state = DeclarationState.SENT if sent else DeclarationState.DRAFT
    same = held.state == state and held.version > 1 and held.has_none == has_none
    return same and sorted(map(_line, held.interests.all()), key=str) == sorted(lines, key=str)


def _require_clear(lines: Sequence[Line], *, has_none: bool, send: bool) -> None:
    if has_none and lines:
        raise ValidationError({"has_none": BOTH_SAID})
    if send and not has_none and not lines:
        raise ValidationError({"has_none": NOTHING_YET})


def _keep(held: Declaration, by: User, verb: str, lines: Sequence[Line]) -> None:
    held.version += 1
    held.save()
    # The history has other readers: neither what was declared nor how much may be read from it.
    words = "\n".join(f"{each.organisation}: {each.nature}" for each in lines)
    history.record(by, verb, held, year=held.year, text=history.salted(words))


def _line(interest: Interest) -> Line:
    return Line(interest.organisation, interest.kind, interest.nature, interest.starts, interest.ends)

"""Taking a KPI out of the book from a term on, and back into it; what has been reported stays."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from kpis.actions.definitions import add_version, held_kpi, latest_of, require_unused
from kpis.models import Kpi
from kpis.queries.library import next_unopened, unissued_terms
from kpis.wordings import values_of
from schools.access import Permission, require
from schools.models import Audience, Release
from trust import history
from trust.lifecycle import Refused
from trust.models import Term, User


def retire_kpi(kpi: Kpi, *, by: User, from_term: Term, reason: str) -> Kpi:
    """Ask it no more from a term on; figures of the terms before stay where they are, and rated as they were.

    Raises Refused where it is retired already, where the board has been given the term or a return has
    reported it in it; ValidationError without a reason.
    """
    require(by, Permission.KEEP_KPIS)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is retired."})
    with transaction.atomic():
        held = held_kpi(kpi)
        if held.retired_from is not None:
            raise Refused(f"{held.code} is retired from {held.retired_from.name} on already.")
        require_unused(held, from_term, "Retiring it")
        held.retired_from, held.retired_reason = from_term, reason.strip()
        held.save()
        facts = {"from_term": from_term.ref, "reason": history.salted(held.retired_reason)}
        history.record(by, "kpi.retired", held, **facts)
    return held


def restore_kpi(kpi: Kpi, *, by: User) -> Kpi:
    """Ask it again as it was last defined.

    Where the board has been given a term without it, it stays out of that term: the pause is kept as a
    version that is asked in no term, and it comes back with the next term that has not been opened.
    """
    require(by, Permission.KEEP_KPIS)
    with transaction.atomic():
        held = held_kpi(kpi)
        gone = held.retired_from
        if gone is None:
            raise Refused(f"{held.code} is in the book already.")
        back = _first_term_back(gone)
        if back is not None:
            before = latest_of(held)
            pause = add_version(held, gone, values_of(before), is_pause=True)
            add_version(held, back, values_of(before))
            history.record(
                by, "kpi.paused", held, version=pause.version, from_term=gone.ref, to_term=back.ref
            )
        held.retired_from, held.retired_reason = None, ""
        held.save()
        history.record(by, "kpi.restored", held, from_term=(back or gone).ref)
    return held


def _first_term_back(gone: Term) -> Term | None:
    """The term it comes back with, where one has been issued without it; None where it simply stays."""
    since = Q(term__year__gt=gone.year) | Q(term__year=gone.year, term__number__gte=gone.number)
    if not Release.objects.filter(since, audience=Audience.BOARD).exists():
        return None
    back = next_unopened(unissued_terms())
    if back is None:
        raise Refused("The calendar has no term yet that has not been issued. Add one first.")
    return back

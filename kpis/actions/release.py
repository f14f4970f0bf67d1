"""What issuing an Update does to returns and figures; called by the floor above, in its transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction

from kpis.models import ReleasedFigure, Return, ReturnState
from schools.access import Permission, require
from schools.models import Release
from trust import history
from trust.lifecycle import advance
from trust.models import Term, User


def stamp_figures(release: Release, figure_ids: Iterable[int]) -> None:
    """Let the release's audience see exactly these versions from now on; stamping twice stamps once."""
    stamps = [ReleasedFigure(release=release, figure_id=pk) for pk in dict.fromkeys(figure_ids)]
    ReleasedFigure.objects.bulk_create(stamps, ignore_conflicts=True)


def lock_returns(term: Term, *, by: User, only: Collection[int] | None = None) -> list[Return]:
    """Lock the term's accepted returns as issued. What is late or not yet accepted stays as it is.

    `only` names the returns that the issued Update printed: one accepted since it was frozen stays open for
    the next.
    """
    require(by, Permission.ISSUE_UPDATE)
    printed = {} if only is None else {"pk__in": only}
    with transaction.atomic():
        accepted = list(
            Return.objects.select_for_update(of=("self",))
            .select_related("school", "term")
            .filter(term=term, state=ReturnState.ACCEPTED, **printed)
        )
        for returned in accepted:
            advance(returned, ReturnState.ISSUED)
            returned.save(update_fields=["state"])
            history.record(by, "return.issued", returned, term=term.ref)
    return accepted

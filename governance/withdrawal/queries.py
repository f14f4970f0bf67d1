"""What has been asked to be withdrawn, and what has been."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.http import Http404

from governance.confidential.sight import reads_part_two
from governance.models import Edition, TrustUpdate, UpdateState, Withdrawal
from schools.access import Permission, Person, require_sight
from trust import clock

OPEN_FOR: Final = timedelta(days=14)


def update_or_404(user: Person, pk: int) -> TrustUpdate:
    """An Update that has been issued, withdrawn or not, for who may withdraw; else 404."""
    require_sight(user, Permission.WITHDRAW_UPDATE)
    kept = TrustUpdate.objects.filter(state__in=TrustUpdate.FROZEN).select_related("term", "final", "school")
    update = kept.filter(pk=pk).first()
    if update is None or (update.edition == Edition.PART_2 and not reads_part_two(user)):
        raise Http404
    return update


def open_withdrawal(update: TrustUpdate) -> Withdrawal | None:
    """The one that waits for a second person: neither confirmed nor declined, and not past its fortnight."""
    asked = update.withdrawals.filter(confirmed_at=None, declined_at=None).select_related("asked_by").first()
    return asked if asked and clock.now() < asked.asked_at + OPEN_FOR else None


def tombstone_of(update: TrustUpdate) -> Withdrawal | None:
    """Who took it back and why; None for what stands."""
    if update.state != UpdateState.WITHDRAWN:
        return None
    done = update.withdrawals.filter(confirmed_at__isnull=False)
    return done.select_related("asked_by", "confirmed_by").first()

"""What can happen to a visit: it begins, is seen again, and ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from trust import history
from trust.clock import wall
from trust.models import User, Visit
from trust.visits.limits import end_of, is_worth_writing
from trust.visits.queries import open_visits
from trust.visits.sessions import BEGAN, SessionStore

KEPT: Final = timedelta(days=30)
DELETED_AT_ONCE: Final = 500


def begin_visit(session: SessionStore, person_pk: int, *, device: str, address: str) -> Visit:
    """Note that a person has signed in by this session."""
    moment = wall()
    session[BEGAN] = moment.timestamp()
    session.ends_at = end_of(moment, moment)
    session.save()
    seen = {"device": device, "address": address, "began_at": moment, "seen_at": moment}
    return Visit.objects.create(
        person_id=person_pk, digest=session.digest, ends_at=session.ends_at, ended_at=None, **seen
    )


def see_again(session: SessionStore) -> None:
    """Let the visit last on, now that the person has done something; writes at most once a minute."""
    began, moment = session.get(BEGAN), wall()
    if began is None or session.ends_at is None:
        return
    ends = end_of(datetime.fromtimestamp(began, UTC), moment)
    if not is_worth_writing(session.ends_at, ends):
        return
    with transaction.atomic():
        if session.extend(ends):
            Visit.objects.filter(digest=session.digest).update(seen_at=moment, ends_at=ends)


@transaction.atomic
def end_visit(visit: Visit, *, by: User) -> None:
    """Sign one of one's own browsers out."""
    if visit.person_id != by.pk:
        raise PermissionDenied("A visit is ended by the person whose it is.")
    if _end(Visit.objects.filter(pk=visit.pk)):
        history.record(by, "visit.ended", by, visits=1)


@transaction.atomic
def end_visits(person: User, *, by: User | None = None, but: str = "") -> int:
    """Sign the person out everywhere, at once; how many visits that ended.

    `by` is None where the portal itself acts, `but` the digest of a session that stays. Also for whoever
    lets somebody leave or changes a password; they have checked that it may be done.
    """
    ended = _end(open_visits(person).exclude(digest=but))
    if ended:
        history.record(by, "visit.ended", person, visits=ended)
    return ended


def clear_old_visits() -> None:
    """Forget sessions that are over, and visits that ended thirty days ago; a few hundred at a time."""
    over = Session.objects.filter(expire_date__lt=wall())
    keys = list(over.values_list("session_key", flat=True)[:DELETED_AT_ONCE])
    if keys:
        Session.objects.filter(session_key__in=keys).delete()
    old = list(Visit.objects.filter(ends_at__lt=wall() - KEPT).values_list("pk", flat=True)[:DELETED_AT_ONCE])
    if old:
        Visit.objects.filter(pk__in=old).delete()


def _end(visits: QuerySet[Visit]) -> int:
    digests = list(visits.values_list("digest", flat=True))
    Session.objects.filter(session_key__in=digests).delete()
    return Visit.objects.filter(digest__in=digests, ended_at=None).update(ended_at=wall())

"""Confirming: a person says what holds of them for a year, once for each edition of the text."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from governance.duties.queries import asked_in, texts_of, year_of
from governance.models import Confirmation
from trust import clock, history
from trust.lifecycle import Refused
from trust.models import User
from trust.terms import year_name


def confirm(*, by: User, year: int, said: Collection[tuple[str, str]], today: date) -> list[Confirmation]:
    """Keep what the person confirms, each as (kind, edition); what was confirmed already stays as it was.

    Raises `Refused` for what is not asked of them, and where another edition is asked for by now.
    """
    own, texts = year_of(by, year, today), texts_of(asked_in(year))
    for kind, edition in said:
        if kind not in own.asked.kinds or kind not in texts or texts[kind].edition != edition:
            raise Refused("What is asked of you has changed since you opened this page. Look at it again.")
    with transaction.atomic():
        made = [_keep(by, year, kind, edition) for kind, edition in said]
    return [each for each in made if each is not None]


def _keep(by: User, year: int, kind: str, edition: str) -> Confirmation | None:
    kept, is_new = Confirmation.objects.get_or_create(
        person=by, year=year, kind=kind, edition=edition, defaults={"at": clock.now()}
    )
    if not is_new:
        return None
    history.record(by, "duty.confirmed", kept, kind=kind, edition=edition, year=year_name(year))
    return kept

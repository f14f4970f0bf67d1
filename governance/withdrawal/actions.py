"""What happens to a withdrawal: asked with a reason, then confirmed by somebody else, or declined."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db import transaction
from django.db.models import ManyToOneRel, Model, QuerySet

from governance.models import Build, Freeze, RenderedPart, SectionNote, TrustUpdate, UpdateState, Withdrawal
from governance.withdrawal import notices
from governance.withdrawal.queries import open_withdrawal
from schools.access import Permission, require
from trust import blobs, clock, history
from trust.lifecycle import Refused, advance
from trust.models import Blob, User

LONGEST: Final = 600


def ask_withdrawal(update: TrustUpdate, *, by: User, reason: str) -> Withdrawal:
    """Ask for an issued Update to be taken back; nothing changes until somebody else confirms."""
    require(by, Permission.WITHDRAW_UPDATE)
    said = " ".join(reason.replace("\x00", "").split())
    if not said:
        raise Refused("Say why it is to be withdrawn. The reason stays where the Update was.")
    if len(said) > LONGEST:
        raise Refused(f"The reason has {len(said):,} characters; at most {LONGEST} are kept.")
    with transaction.atomic():
        update = TrustUpdate.objects.select_for_update().get(pk=update.pk)
        if update.state != UpdateState.ISSUED:
            raise Refused("Only what has been issued can be withdrawn, and this has been withdrawn already.")
        if open_withdrawal(update):
            raise Refused("Somebody has asked for this already; it waits for a second person.")
        lapsed = update.withdrawals.filter(confirmed_at=None, declined_at=None)
        lapsed.update(declined_at=clock.now(), declined_by=by)
        asked = Withdrawal.objects.create(update_of=update, reason=said, asked_by=by, asked_at=clock.now())
        history.record(by, "withdrawal.asked", update, withdrawal=asked.pk, reason=history.salted(said))
        notices.withdrawal_asked(asked)
    return asked


def confirm_withdrawal(update: TrustUpdate, *, by: User) -> Withdrawal:
    """Take it back: its contents and files are erased for good; hash, reason and both names stay.

    Refused to whoever asked for it.
    """
    require(by, Permission.WITHDRAW_UPDATE)
    with transaction.atomic():
        update = TrustUpdate.objects.select_for_update().get(pk=update.pk)
        asked = _asked(update)
        if asked.asked_by_id == by.pk:
            raise Refused("You asked for this yourself. Somebody else has to confirm it.")
        final = update.final
        asked.confirmed_by, asked.confirmed_at = by, clock.now()
        if final is not None:
            asked.contents_sha256, asked.pdf_sha256 = final.contents_id or "", final.pdf_id or ""
            asked.pages = final.pages
        asked.save()
        _set_withdrawn(update)
        erased = _erase(update)
        hashes = {"contents": asked.contents_sha256, "pdf": asked.pdf_sha256}
        history.record(
            by, "update.withdrawn", update, asked_by=asked.asked_by.history_key, files=erased, **hashes
        )
        notices.update_withdrawn(asked)
    return asked


def decline_withdrawal(update: TrustUpdate, *, by: User) -> Withdrawal:
    """Let it stand; who asked may also take it back this way."""
    require(by, Permission.WITHDRAW_UPDATE)
    with transaction.atomic():
        update = TrustUpdate.objects.select_for_update().get(pk=update.pk)
        asked = _asked(update)
        asked.declined_by, asked.declined_at = by, clock.now()
        asked.save()
        history.record(by, "withdrawal.declined", update, withdrawal=asked.pk)
    return asked


def _asked(update: TrustUpdate) -> Withdrawal:
    asked = open_withdrawal(update)
    if asked is None:
        raise Refused("Nobody has asked for this to be withdrawn, or the fortnight to confirm it is over.")
    return asked


def _set_withdrawn(update: TrustUpdate) -> None:
    advance(update, UpdateState.WITHDRAWN, refusal="This has been withdrawn already.")
    TrustUpdate.objects.withdraw(update)


def _erase(update: TrustUpdate) -> int:
    """Empty the files of its builds that nothing else refers to, and forget the pages that are kept."""
    mine = Build.objects.filter(update_of=update)
    freezes = Freeze.objects.filter(build__in=mine)
    own = {Build: mine, Freeze: freezes}
    hashes = {each for pair in mine.values_list("contents", "pdf") for each in pair if each}
    hashes |= set(freezes.values_list("contents", flat=True))
    SectionNote.objects.filter(update_of=update).update(text="", drafted="")
    RenderedPart.objects.all().delete()
    return blobs.erase(hashes - set(_referred_to(hashes, own)))


def _referred_to(hashes: set[str], own: dict[type[Model], QuerySet[Any]]) -> Iterator[str]:
    """Those that any row but our own refers to, whatever table it stands in."""
    for relation in Blob._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):
            model, name = relation.related_model, relation.field.name
            others = model._base_manager.filter(**{f"{name}__in": hashes})
            if model in own:
                others = others.exclude(pk__in=own[model].values("pk"))
            yield from others.values_list(name, flat=True)

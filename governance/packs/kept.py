"""The parts of packs that have been laid out before, so that a draft after one change is that change."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final, Protocol

from governance.models import RenderedPart
from trust.clock import wall
from trust.document.laid import Laid, laid_from, told

UNUSED_FOR: Final = timedelta(days=60)
NOTED_EVERY: Final = timedelta(days=1)


class CannotBind(Exception):
    """Which section could not be laid out, and why, in words."""


class Kept(Protocol):
    """Parts by what they were made from."""

    def found(self, keys: Sequence[str]) -> Mapping[str, Laid]: ...

    def keep(self, key: str, laid: Laid) -> None: ...


class NothingKept:
    """Every part is laid out."""

    def found(self, keys: Sequence[str]) -> Mapping[str, Laid]:
        return {}

    def keep(self, key: str, laid: Laid) -> None:
        pass


NOTHING_KEPT: Final = NothingKept()


class KeptParts:
    """Those in the database, for every worker; one whose bytes are no longer those that were kept is none."""

    def found(self, keys: Sequence[str]) -> Mapping[str, Laid]:
        rows = list(RenderedPart.objects.filter(key__in=keys))
        RenderedPart.objects.filter(key__in=keys, used_at__lt=wall() - NOTED_EVERY).update(used_at=wall())
        return {row.key: laid_from(row.told, bytes(row.content)) for row in rows if _is_whole(row)}

    def keep(self, key: str, laid: Laid) -> None:
        RenderedPart.objects.update_or_create(
            key=key,
            defaults={
                "content": laid.pdf,
                "sha256": hashlib.sha256(laid.pdf).hexdigest(),
                "told": told(laid),
                "used_at": wall(),
            },
        )


def forget_unused() -> None:
    """Delete what no pack has used for sixty days."""
    RenderedPart.objects.filter(used_at__lt=wall() - UNUSED_FOR).delete()


def _is_whole(row: RenderedPart) -> bool:
    return hashlib.sha256(bytes(row.content)).hexdigest() == row.sha256

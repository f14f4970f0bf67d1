"""Bytes kept in the database by their hash, and read back only where the hash still holds.

The one door to `Blob`; a file is kept in the transaction of what it belongs to (docs/adr/0006).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import Final

from django.db.models import QuerySet

from trust.clock import wall
from trust.models import Blob

# The media type of what is never handed out, and so never told by its content.
UNTOLD: Final = "application/octet-stream"


class Altered(Exception):
    """Stored bytes no longer have the hash under which they are kept."""


class Erased(Altered):
    """The bytes have been erased; the hash under which they were kept is all that is left."""


def keep(content: bytes, media_type: str = UNTOLD) -> Blob:
    """The blob with these bytes, written now if they are new; bytes that are known keep their first type.

    Raises `Erased` for bytes that were erased: they do not come back.
    """
    blob, _ = Blob.objects.defer("content").get_or_create(
        sha256=hashlib.sha256(content).hexdigest(),
        defaults={"content": content, "size": len(content), "media_type": media_type},
    )
    if blob.erased_at:
        raise Erased(f"The file {blob.sha256[:12]} has been erased and does not come back.")
    return blob


def read(blob: Blob) -> bytes:
    """The blob's bytes; raises `Altered` where they are not those that were kept, `Erased` where none are."""
    if blob.erased_at:
        raise Erased(f"The file {blob.sha256[:12]} has been erased.")
    content = bytes(blob.content)
    if hashlib.sha256(content).hexdigest() != blob.sha256:
        raise Altered(f"The stored file {blob.sha256[:12]} no longer has the hash it was kept under.")
    return content


def erase(hashes: Collection[str]) -> int:
    """Empty those blobs for good and give how many there were; their hashes, sizes and types stay."""
    blobs = Blob.objects.filter(sha256__in=hashes, erased_at=None)
    # Past the model layer, which refuses every change: this is the one that the database lets through.
    return QuerySet.update(blobs, content=b"", erased_at=wall())

"""Bytes kept in the database by their hash, and read back only where the hash still holds.

The one door to `Blob`; a file is kept in the transaction of what it belongs to (docs/adr/0006).
"""

from __future__ import annotations

import hashlib
from typing import Final

from trust.models import Blob

# The media type of what is never handed out, and so never told by its content.
UNTOLD: Final = "application/octet-stream"


class Altered(Exception):
    """Stored bytes no longer have the hash under which they are kept."""


def keep(content: bytes, media_type: str = UNTOLD) -> Blob:
    """The blob with these bytes, written now if they are new; bytes that are known keep their first type."""
    blob, _ = Blob.objects.defer("content").get_or_create(
        sha256=hashlib.sha256(content).hexdigest(),
        defaults={"content": content, "size": len(content), "media_type": media_type},
    )
    return blob


def read(blob: Blob) -> bytes:
    """The blob's bytes; raises `Altered` where they are not those that were kept."""
    content = bytes(blob.content)
    if hashlib.sha256(content).hexdigest() != blob.sha256:
        raise Altered(f"The stored file {blob.sha256[:12]} no longer has the hash it was kept under.")
    return content

"""Frozen contents as bytes: canonical JSON kept by its hash, read back only where the hash still holds."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from trust.history import canonical
from trust.models import Blob

JSON, PDF = "application/json", "application/pdf"

Contents = dict[str, Any]


class Altered(Exception):
    """Stored bytes no longer have the hash under which they are kept."""


def keep(content: bytes, media_type: str) -> Blob:
    """The blob with these bytes, written now if they are new."""
    blob, _ = Blob.objects.get_or_create(
        sha256=hashlib.sha256(content).hexdigest(),
        defaults={"content": content, "size": len(content), "media_type": media_type},
    )
    return blob


def keep_contents(contents: Contents) -> Blob:
    """The contents as one text: keys sorted, Decimals as text; TypeError where a float has crept in."""
    return keep(canonical(contents).encode(), JSON)


def read_bytes(blob: Blob) -> bytes:
    """The blob's bytes; raises `Altered` where they are not those that were kept."""
    content = bytes(blob.content)
    if hashlib.sha256(content).hexdigest() != blob.sha256:
        raise Altered(f"The stored file {blob.sha256[:12]} no longer has the hash it was kept under.")
    return content


def read_contents(blob: Blob) -> Contents:
    contents: Contents = json.loads(read_bytes(blob))
    return contents


def hash_of(contents: Contents) -> str:
    """The SHA-256 that the cover prints: of the canonical text, wherever the contents came from."""
    return hashlib.sha256(canonical(contents).encode()).hexdigest()

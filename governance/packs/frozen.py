"""Frozen contents as bytes: canonical JSON, kept by its hash."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from trust.blobs import keep, read
from trust.history import canonical
from trust.models import Blob

JSON, PDF = "application/json", "application/pdf"

Contents = dict[str, Any]


def keep_contents(contents: Contents) -> Blob:
    """The contents as one text: keys sorted, Decimals as text; TypeError where a float has crept in."""
    return keep(canonical(contents).encode(), JSON)


def read_contents(blob: Blob) -> Contents:
    """The contents as they were frozen; raises `trust.blobs.Altered` where the bytes are others."""
    contents: Contents = json.loads(read(blob))
    return contents


def hash_of(contents: Contents) -> str:
    """The SHA-256 that the cover prints: of the canonical text, wherever the contents came from."""
    return hashlib.sha256(canonical(contents).encode()).hexdigest()

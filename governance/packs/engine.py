"""By what a pack was made: the engine, and the look, which is everything between contents and pages."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from trust.document.laid import ENGINE

LOOK: Final = (
    "static/css/pack*.css",
    "templates/governance/packs/*.html",
    "governance/packs/binding.py",
    "governance/packs/compile.py",
    "governance/packs/sections.py",
    "governance/templatetags/*.py",
    "trust/document/*.py",
)


@cache
def pack_engine() -> str:
    """The engine with its version, and a hash of the look; the same words mean the same bytes."""
    look = hashlib.sha256()
    for path in sorted(each for pattern in LOOK for each in Path(settings.BASE_DIR).glob(pattern)):
        look.update(path.read_bytes())
    return f"{ENGINE}, look {look.hexdigest()[:12]}"

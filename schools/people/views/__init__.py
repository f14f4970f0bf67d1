"""Pages of people: the list, one person, and the page that an invitation opens."""

from __future__ import annotations

from typing import Final

UNFIT: Final = 422
SHOWN_OR_SENT: Final = ["GET", "HEAD", "POST"]

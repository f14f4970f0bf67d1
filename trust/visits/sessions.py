"""Where sessions are kept: in the database, under a digest of the key that the browser holds.

Who reads the table, or a backup of it, can therefore enter nobody's visit. A session's row ends when its
visit does, which is moved by one UPDATE (`extend`) rather than by writing the session anew, so that two
requests at once undo nothing of each other.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, Final

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session

from trust.clock import wall
from trust.models import Visit
from trust.visits.limits import end_of

# In the session: when the visit began, in seconds since 1970.
BEGAN: Final = "visit_began"


def digest_of(key: str) -> str:
    """The name of the row for this key: 160 bits of its SHA-256, as many as Django's column takes."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]


class SessionStore(db.SessionStore):
    """Django's own store, with digests for keys, ends that are the visit's, and visits that end with it."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.ends_at: datetime | None = None
        # Whether somebody was signed in when the request came.
        self.was_signed_in = False

    @property
    def digest(self) -> str:
        """The digest of this session's key; empty before it has one."""
        return digest_of(self.session_key) if self.session_key else ""

    def extend(self, ends_at: datetime) -> bool:
        """Let the session last until then; False where it was ended meanwhile."""
        self.ends_at = ends_at
        rows = Session.objects.filter(session_key=self.digest)
        return bool(rows.filter(expire_date__gt=wall()).update(expire_date=ends_at))

    def load(self) -> dict[str, Any]:
        row = Session.objects.filter(session_key=self.digest, expire_date__gt=wall()).first()
        if row is None:
            self._session_key = None
            return {}
        self.ends_at = row.expire_date
        data: dict[str, Any] = self.decode(row.session_data)
        self.was_signed_in = SESSION_KEY in data
        return data

    def exists(self, session_key: str) -> bool:
        return super().exists(digest_of(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        row = super().create_model_instance(data)
        row.session_key = digest_of(row.session_key)
        return row

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        """The end of the visit; the age that the cookie is given stays Django's own affair."""
        return self.ends_at or end_of(wall(), wall())

    def cycle_key(self) -> None:
        """A new key for the same session: its visit goes with it."""
        before = self.digest
        super().cycle_key()
        if before:
            Visit.objects.filter(digest=before).update(digest=self.digest, ended_at=None)

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is None:
            return
        super().delete(digest_of(key))
        Visit.objects.filter(digest=digest_of(key), ended_at=None).update(ended_at=wall())

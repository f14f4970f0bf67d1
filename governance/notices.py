"""What the boardroom writes to people; no e-mail carries a figure."""

from __future__ import annotations

from governance.models import TrustUpdate
from governance.queries.updates import readers_of
from trust.post import post
from trust.queries import require_trust


def update_issued(update: TrustUpdate) -> None:
    """Tell everyone who may read it that the Trust Update has been issued."""
    trust, version = require_trust(), f", version {update.version}" if update.version > 1 else ""
    subject = f"{trust.short_name}: Trust Update, {update.term.name}{version}"
    pages = update.final.pages if update.final else 0
    text = (
        f"The Trust Update for {update.term.name}{version} has been issued. It has {pages} pages.\n\n"
        "Sign in to the portal and choose Trust Update to read it, to look at the figures in it, "
        "and to ask about any of them before the meeting.\n\n"
        f"{trust.name}\n"
    )
    for person in readers_of(update):
        post(person, f"update.issued {update.pk}", subject, text)

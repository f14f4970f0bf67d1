"""What the readers of an edition are told when it is issued; no e-mail carries a figure."""

from __future__ import annotations

from governance.models import Edition, TrustUpdate
from governance.queries.updates import readers_of
from trust.post import post
from trust.queries import require_trust


def tell_readers(update: TrustUpdate) -> None:
    """Tell whoever may now read it; what is for everyone is told to nobody by name."""
    if update.edition == Edition.PUBLIC:
        return
    trust, whose = require_trust(), f" of {update.school.name}" if update.school else ""
    called = f"{update.get_edition_display()}{whose}"
    text = (
        f"The {called} for {update.term.name} has been issued.\n\n"
        "Sign in to the portal and choose Trust Update to read it.\n\n"
        f"{trust.name}\n"
    )
    for person in readers_of(update):
        post(person, f"update.issued {update.pk}", f"{trust.short_name}: {called}, {update.term.name}", text)

"""What the lists of the Trust Update's pages hold as files: what was issued, and how each return stands."""

from __future__ import annotations

from collections.abc import Iterable

from governance.models import TrustUpdate
from governance.queries.readiness import Standing
from governance.reissue.differences import Difference
from trust.listing import Rows
from trust.tables import Cell

ISSUED = ("Term", "Version", "Issued", "By", "Pages", "Contents’ hash")
CHANGES = ("Kind", "What", "Before", "After")
RETURNS = (
    "Return", "Areas", "Areas due", "Red without a comment", "State", "Submitted", "Late", "Changed since",
)  # fmt: skip


def issued_rows(updates: Iterable[TrustUpdate]) -> Rows:
    """Every Update that was issued to the reader, the newest first."""
    return Rows(ISSUED, map(_issued, updates))


def readiness_rows(standings: Iterable[Standing]) -> Rows:
    """The returns of a term, as who compiles the Update sees them."""
    return Rows(RETURNS, map(_return, standings))


def difference_rows(found: Iterable[Difference]) -> Rows:
    """What two freezes tell otherwise."""
    return Rows(CHANGES, ([each.kind.capitalize(), each.what, each.before, each.after] for each in found))


def _issued(update: TrustUpdate) -> list[Cell]:
    by, final = update.issued_by, update.final
    return [
        update.term.name, update.version, update.issued_at, by.name if by else "",
        final.pages if final else None, final.contents_id if final else None,
    ]  # fmt: skip


def _return(one: Standing) -> list[Cell]:
    return [
        one.name, one.areas, one.areas_due, one.unexplained, one.state, one.submitted_at, one.is_late,
        one.changed,
    ]  # fmt: skip

"""The list of editions that a person may read."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.models import TrustUpdate
from trust.listing import Listing, MomentColumn, NumberColumn, PlainColumn


class NamedColumn(PlainColumn):
    """The edition, which opens its PDF."""

    def render(self, value: str, record: dict[str, Any]) -> SafeString:
        return format_html('<a href="{}">{}</a>', record["url"], value)


class EditionTable(Listing):
    """One row an edition as it was issued."""

    term = PlainColumn(verbose_name="Term")
    name = NamedColumn(verbose_name="Edition")
    whose = PlainColumn(verbose_name="School")
    issued = MomentColumn(verbose_name="Issued")
    pages = NumberColumn(verbose_name="Pages")
    hash = PlainColumn(verbose_name="Contents’ hash", orderable=False)


def edition_row(update: TrustUpdate) -> dict[str, Any]:
    version = f", version {update.version}" if update.version > 1 else ""
    final = update.final
    return {
        "term": update.term.name,
        "name": f"{update.get_edition_display()}{version}",
        "whose": update.school.short_name if update.school else None,
        "issued": update.issued_at,
        "pages": final.pages if final else None,
        "hash": final.contents_id[:12] if final and final.contents_id else None,
        "url": reverse("governance:build_pdf", args=[update.final_id]) if final else "",
    }

"""The term in an address: `<term:term>` is '2026-27-1' on one side and a TermRef on the other."""

from __future__ import annotations

from django.urls import register_converter

from trust.models import Term
from trust.terms import TermRef


class TermConverter:
    """A term's slug; one that is no term (2026-28-1) is a page that is not there."""

    regex = "[0-9]{4}-[0-9]{2}-[1-3]"

    def to_python(self, value: str) -> TermRef:
        return TermRef.from_slug(value)

    def to_url(self, value: TermRef | Term | str) -> str:
        return value if isinstance(value, str) else value.slug


register_converter(TermConverter, "term")

"""Terms and days in an address: `<term:term>` is '2026-27-1' there and a TermRef here, `<day:day>` a date."""

from __future__ import annotations

from datetime import date

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


class DayConverter:
    """A day as 2026-07-09; one that is no day (2026-02-30) is a page that is not there."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()


register_converter(DayConverter, "day")
register_converter(TermConverter, "term")

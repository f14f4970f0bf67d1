"""Addresses of the kpis floor: each room's own list, the ones that match most last."""

from django.urls import URLPattern

from kpis.urls import (
    book,
    burden,
    comparators,
    evidence,
    moderation,
    people,
    proposals,
    returns,
    sections,
    uploads,
    week,
)
from trust import converters  # noqa: F401 - registers the converter "term"

app_name = "kpis"

urlpatterns: list[URLPattern] = [
    *week.patterns,
    *uploads.patterns,
    *people.patterns,
    *evidence.patterns,
    *returns.patterns,
    *sections.patterns,
    *moderation.patterns,
    *burden.patterns,
    *proposals.patterns,
    *comparators.patterns,
    *book.patterns,
]

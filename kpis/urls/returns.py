"""Addresses of a return: its own pages, and those of its sections, which come last."""

from django.urls import URLPattern, path

from kpis.views import returns
from trust import converters  # noqa: F401 - registers the converter "term"

RETURN = "returns/<term:term>/<slug:school>"

patterns: list[URLPattern] = [
    path("returns/", returns.index, name="returns"),
    path("returns/open/", returns.open_term, name="open_returns"),
    path(f"{RETURN}/", returns.task_list, name="return"),
    path(f"{RETURN}/check/", returns.check, name="check"),
    path(f"{RETURN}/submit/", returns.submit, name="submit"),
    path(f"{RETURN}/receipt/", returns.receipt, name="receipt"),
]

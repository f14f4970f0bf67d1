"""Addresses of what returns cost and how forecasts and warnings came out."""

from django.urls import URLPattern, path

from kpis.views import burden, warnings

patterns: list[URLPattern] = [
    path("kpis/burden/", burden.burden, name="burden"),
    path("kpis/forecasts/", burden.forecasts, name="forecasts"),
    path("kpis/warnings/", warnings.warnings, name="warnings"),
]

"""Addresses of what returns cost and how forecasts came out."""

from django.urls import URLPattern, path

from kpis.views import burden

patterns: list[URLPattern] = [
    path("kpis/burden/", burden.burden, name="burden"),
    path("kpis/forecasts/", burden.forecasts, name="forecasts"),
]

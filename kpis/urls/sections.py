"""Addresses of a section: an area's slug stands where the return's own pages have a name: these come last."""

from django.urls import URLPattern, path

from kpis.urls.returns import RETURN
from kpis.views import sections

patterns: list[URLPattern] = [
    path(f"{RETURN}/<slug:area>/", sections.section, name="section"),
    path(f"{RETURN}/<slug:area>/rate/<str:code>/", sections.rate_entry, name="rate_entry"),
]

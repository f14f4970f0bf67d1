"""Addresses of this room."""

from django.urls import URLPattern, path

from governance.evidence import keeping, views

patterns: list[URLPattern] = [
    path("governance/evidence/", views.evidence, name="evidence"),
    path("governance/evidence/<slug:slug>/<int:pk>/", views.pack, name="evidence_pack"),
    path("governance/evidence/<slug:slug>/<int:pk>.pdf", views.pack_file, name="evidence_file"),
    path("governance/inspection-areas/", keeping.areas, name="evidence_areas"),
    path("governance/inspection-areas/<int:pk>/", keeping.area, name="evidence_area"),
]

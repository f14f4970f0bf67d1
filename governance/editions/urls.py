"""Addresses of this room."""

from django.urls import URLPattern, path

from governance.editions import report_views, views

_TERM = "updates/<term:term>/editions"

patterns: list[URLPattern] = [
    path("updates/editions/", views.index, name="editions"),
    path("updates/editions/<slug:edition>/", views.sections, name="edition_sections"),
    path(f"{_TERM}/", views.desk, name="term_editions"),
    path(f"{_TERM}/<slug:edition>/build/", views.build, name="build_edition"),
    path(f"{_TERM}/<slug:edition>/issue/", views.issue, name="issue_edition"),
    path("updates/<term:term>/reports/<slug:slug>/", report_views.report, name="head_report"),
    path("updates/<term:term>/reports/<slug:slug>/give/", report_views.give, name="give_report"),
    path("about-the-trust/trust-update.pdf", views.public_pdf, name="public_update"),
]

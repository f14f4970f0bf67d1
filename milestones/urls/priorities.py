"""Addresses of one priority: its programme sheet, its parts, what can become of it, and the trace."""

from django.urls import URLPattern, path

from milestones.views import change, links, priority, sheet, sheet_pdf, trace

patterns: list[URLPattern] = [
    path("milestones/<int:pk>/", priority.priority, name="priority"),
    path("milestones/<int:pk>/sheet.pdf", sheet_pdf.sheet_file, name="sheet_pdf"),
    path("milestones/<int:pk>/sheet/<slug:part>/", sheet.sheet_part, name="sheet_part"),
    path("milestones/<int:pk>/links/", links.links, name="sheet_links"),
    path("milestones/<int:pk>/change/", change.choices, name="change_priority"),
    path("milestones/<int:pk>/change/<slug:what>/", change.change, name="change_to"),
    path("plan/trace/", trace.trace, name="trace"),
]

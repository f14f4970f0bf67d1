"""Addresses of the governance floor."""

from django.urls import URLPattern, path

from governance.views import updates
from trust import converters  # noqa: F401 - registers the converter "term"

app_name = "governance"

_UPDATE = "updates/<term:term>"

urlpatterns: list[URLPattern] = [
    path("updates/", updates.index, name="updates"),
    path(f"{_UPDATE}/", updates.update, name="update"),
    path(f"{_UPDATE}/build/", updates.build, name="build_update"),
    path(f"{_UPDATE}/progress/", updates.progress, name="update_progress"),
    path(f"{_UPDATE}/overview/", updates.overview, name="update_overview"),
    path(f"{_UPDATE}/issue/", updates.issue, name="issue_update"),
    path(f"{_UPDATE}/preview/", updates.preview, name="update_preview"),
    path("builds/<int:pk>.pdf", updates.build_pdf, name="build_pdf"),
    path("builds/<int:pk>/stop/", updates.stop, name="stop_build"),
]

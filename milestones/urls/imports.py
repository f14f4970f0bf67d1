"""Addresses of plans on their way in."""

from django.urls import URLPattern, path

from milestones.views import imports

patterns: list[URLPattern] = [
    path("plan/import/", imports.index, name="imports"),
    path("plan/import/<int:pk>/", imports.review, name="import"),
    path("plan/import/<int:pk>/progress/", imports.progress, name="import_progress"),
    path("plan/import/<int:pk>/sent/", imports.sent_file, name="import_sent"),
    path("plan/import/<int:pk>/answer/", imports.answer, name="import_answer"),
    path("plan/import/<int:pk>/confirm/", imports.confirm, name="import_confirm"),
    path("plan/import/<int:pk>/stop/", imports.stop, name="import_stop"),
    path("plan/import/<int:pk>/undo/", imports.undo, name="import_undo"),
    path("plan/import/<int:pk>/aside/", imports.aside, name="import_aside"),
    path("plan/import/<int:pk>/again/", imports.again, name="import_again"),
]

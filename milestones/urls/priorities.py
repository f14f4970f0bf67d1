"""Addresses of one priority and its programme sheet."""

from django.urls import URLPattern, path

from milestones.views import priority

patterns: list[URLPattern] = [
    path("milestones/<int:pk>/", priority.priority, name="priority"),
]

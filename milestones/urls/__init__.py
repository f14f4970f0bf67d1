"""Addresses of the milestones floor: each room's own list."""

from django.urls import URLPattern

from milestones.urls import editions, imports, matrix, priorities, rating, rolling
from trust import converters  # noqa: F401 - registers the converter "term"

app_name = "milestones"

urlpatterns: list[URLPattern] = [
    *matrix.patterns,
    *rating.patterns,
    *priorities.patterns,
    *imports.patterns,
    *editions.patterns,
    *rolling.patterns,
]

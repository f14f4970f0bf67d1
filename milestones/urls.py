"""Addresses of the milestones floor."""

from django.urls import URLPattern, path

from milestones.views import matrix, priority
from trust import converters  # noqa: F401 - registers the converter "term"

app_name = "milestones"
urlpatterns: list[URLPattern] = [
    path("milestones/", matrix.matrix, name="matrix"),
    path("milestones/matrix.csv", matrix.matrix_file, name="matrix_file"),
    path("milestones/<int:pk>/", priority.priority, name="priority"),
    path("milestones/<int:pk>/rate/<term:term>/", priority.rate, name="rate"),
]

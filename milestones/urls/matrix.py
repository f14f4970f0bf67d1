"""Addresses of the matrix on the screen and as files."""

from django.urls import URLPattern, path

from milestones.views import matrix

patterns: list[URLPattern] = [
    path("milestones/", matrix.matrix, name="matrix"),
    path("milestones/matrix.csv", matrix.matrix_file, name="matrix_file"),
]

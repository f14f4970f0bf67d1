"""Addresses at which the milestones of a term are rated."""

from django.urls import URLPattern, path

from milestones.views import rating

patterns: list[URLPattern] = [
    path("milestones/<int:pk>/rate/<term:term>/", rating.rate, name="rate"),
]

"""Addresses of national figures."""

from django.urls import URLPattern, path

from kpis.views import comparators, statistics

patterns: list[URLPattern] = [
    path("kpis/national/", comparators.nationals, name="nationals"),
    path("kpis/national/add/", comparators.add, name="add_comparator"),
    path("kpis/national/known/", comparators.known, name="known_nationals"),
    path("kpis/national/<int:pk>/correct/", comparators.correct, name="correct_comparator"),
    path("kpis/national/files/", statistics.send_in, name="send_statistics"),
    path("kpis/national/files/<int:pk>/", statistics.statistics, name="statistics"),
    path("kpis/national/files/<int:pk>/again/", statistics.again, name="statistics_again"),
]

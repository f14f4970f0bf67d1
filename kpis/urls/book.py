"""Addresses of the KPI book; those of one KPI come last."""

from django.urls import URLPattern, path

from kpis.views import book

patterns: list[URLPattern] = [
    path("kpis/", book.index, name="index"),
    path("kpis/<slug:code>/", book.kpi, name="kpi"),
    path("kpis/<slug:code>/figures.csv", book.kpi_file, name="kpi_file"),
]

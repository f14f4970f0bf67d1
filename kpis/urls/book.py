"""Addresses of the KPI book; those of one KPI come last."""

from django.urls import URLPattern, path

from kpis.views import book, kpi_files

patterns: list[URLPattern] = [
    path("kpis/", book.index, name="index"),
    path("kpis/<slug:code>/", book.kpi, name="kpi"),
    path("kpis/<slug:code>/figures.csv", kpi_files.csv, name="kpi_file"),
    path("kpis/<slug:code>/figures.xlsx", kpi_files.xlsx, name="kpi_workbook"),
]

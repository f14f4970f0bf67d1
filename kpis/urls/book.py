"""Addresses of the KPI book; those of one KPI come last."""

from django.urls import URLPattern, path

from kpis.views import book, keeping, kpi_files, library, school_files

KPI = "kpis/<slug:code>"

patterns: list[URLPattern] = [
    path("kpis/", book.index, name="index"),
    path("kpis/new/", library.new, name="new_kpi"),
    path("kpis/new/<slug:kind>/", library.define, name="define_kpi"),
    path("kpis/library/", library.library, name="library"),
    path("kpis/areas/", library.areas, name="areas"),
    path("kpis/areas/<slug:area>/", library.rename_area, name="rename_area"),
    path("kpis/areas/<slug:area>/move/", library.move_area, name="move_area"),
    path(f"{KPI}/", book.kpi, name="kpi"),
    path("schools/<str:slug>/figures/", school_files.figures, name="school_figures"),
    path(f"{KPI}/figures.csv", kpi_files.csv, name="kpi_file"),
    path(f"{KPI}/figures.xlsx", kpi_files.xlsx, name="kpi_workbook"),
    path(f"{KPI}/edit/", keeping.edit, name="edit_kpi"),
    path(f"{KPI}/place/", keeping.place, name="place_kpi"),
    path(f"{KPI}/checks/", keeping.checks, name="checks"),
    path(f"{KPI}/checks/<int:pk>/drop/", keeping.drop_check, name="drop_check"),
    path(f"{KPI}/retire/", keeping.retire, name="retire_kpi"),
    path(f"{KPI}/restore/", keeping.restore, name="restore_kpi"),
]

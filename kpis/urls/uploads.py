"""Addresses of spreadsheets that are sent in and given out."""

from django.urls import URLPattern, path

from kpis.urls.returns import RETURN
from kpis.views import uploads

patterns: list[URLPattern] = [
    path(f"{RETURN}/spreadsheet/", uploads.spreadsheet, name="spreadsheet"),
    path(f"{RETURN}/spreadsheet/workbook/", uploads.workbook, name="return_workbook"),
    path(f"{RETURN}/spreadsheet/table/", uploads.table, name="return_table"),
    path(f"{RETURN}/spreadsheet/<int:pk>/", uploads.upload, name="upload"),
]

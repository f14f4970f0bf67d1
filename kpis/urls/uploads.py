"""Addresses of spreadsheets that are sent in and given out."""

from django.urls import URLPattern, path

from kpis.urls.returns import RETURN
from kpis.views import past, uploads

patterns: list[URLPattern] = [
    path("returns/past/", past.index, name="past_returns"),
    path("returns/past/workbook/", past.workbook, name="past_workbook"),
    path("returns/past/table/", past.table, name="past_table"),
    path("returns/past/<int:pk>/", past.upload, name="past_upload"),
    path(f"{RETURN}/spreadsheet/", uploads.spreadsheet, name="spreadsheet"),
    path(f"{RETURN}/spreadsheet/workbook/", uploads.workbook, name="return_workbook"),
    path(f"{RETURN}/spreadsheet/table/", uploads.table, name="return_table"),
    path(f"{RETURN}/spreadsheet/<int:pk>/", uploads.upload, name="upload"),
]

"""Addresses of this room."""

from django.urls import URLPattern, path

from schools.categories import views, visits, writing
from trust import converters  # noqa: F401 - registers the converter "term"

_SCHOOL = "schools/<slug:slug>"

patterns: list[URLPattern] = [
    path("categories/", views.categories, name="categories"),
    path("categories/ladder/", views.ladder, name="ladder"),
    path(f"{_SCHOOL}/standing/", views.standing, name="standing"),
    path(f"{_SCHOOL}/standing/inspections/", visits.inspection, name="note_inspection"),
    path(f"{_SCHOOL}/standing/<term:term>/", views.evaluation, name="evaluation"),
    path(f"{_SCHOOL}/standing/<term:term>/write/", writing.write, name="write_evaluation"),
    path(f"{_SCHOOL}/standing/<term:term>/hand-in/", writing.hand_in, name="hand_in_evaluation"),
    path(f"{_SCHOOL}/standing/<term:term>/moderate/", writing.moderate, name="moderate_evaluation"),
    path(f"{_SCHOOL}/standing/<term:term>/send-back/", writing.send_back, name="send_back_evaluation"),
    path(f"{_SCHOOL}/standing/<term:term>/agree/", views.agree, name="agree_category"),
]

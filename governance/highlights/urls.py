"""Addresses of this room."""

from django.urls import URLPattern, path

from governance.highlights import views

patterns: list[URLPattern] = [
    path("updates/highlights/", views.highlights, name="highlights"),
    path("updates/highlights/<int:pk>/choose/", views.choose, name="choose_highlight"),
    path("updates/highlights/<int:pk>/take-back/", views.take_back, name="take_back_highlight"),
]

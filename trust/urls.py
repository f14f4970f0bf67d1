"""Addresses of the ground."""

from django.urls import path

from trust import views

app_name = "trust"
urlpatterns = [
    path("theme.css", views.theme, name="theme"),
    path("logo/<slug:sha256>/", views.logo, name="logo"),
    path("glossary/", views.glossary, name="glossary"),
]

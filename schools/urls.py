"""Addresses of the schools floor."""

from django.urls import path

from schools import views

app_name = "schools"
urlpatterns = [
    path("schools/", views.index, name="index"),
    path("schools/<slug:slug>/", views.school, name="school"),
]

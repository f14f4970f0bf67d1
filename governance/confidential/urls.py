"""Addresses of this room."""

from django.urls import URLPattern, path

from governance.confidential import views

patterns: list[URLPattern] = [
    path("updates/<term:term>/part-2/", views.part_two, name="part_two"),
    path("updates/<term:term>/part-2/give/", views.give, name="give_part_two"),
]

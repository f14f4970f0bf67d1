"""Addresses of this room."""

from django.urls import URLPattern, path

from governance.about import views

patterns: list[URLPattern] = [
    path("governance/about/", views.about, name="about"),
    path("governance/about/<slug:page>/publish/", views.publish, name="publish_about"),
    path("governance/about/<slug:page>/take-back/", views.take_back, name="take_back_about"),
    path("about-the-trust/", views.public, name="public_about"),
    path("members/", views.members, name="members"),
]

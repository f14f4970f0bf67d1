"""Addresses of this room."""

from django.urls import URLPattern, path

from governance.register import views

patterns: list[URLPattern] = [
    path("governance/register/", views.register, name="register"),
    path("governance/register/publish/", views.publish, name="publish_register"),
    path("governance/register/take-back/", views.take_back, name="take_back_register"),
    path("register-of-governance/", views.public, name="public_register"),
]

"""Addresses of withdrawals."""

from django.urls import URLPattern, path

from governance.withdrawal import views

patterns: list[URLPattern] = [path("updates/<int:pk>/withdraw/", views.withdraw, name="withdraw")]

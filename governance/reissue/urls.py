"""Addresses of what a later version changes."""

from django.urls import URLPattern, path

from governance.reissue import views

patterns: list[URLPattern] = [path("updates/<term:term>/changes/", views.changes, name="update_changes")]

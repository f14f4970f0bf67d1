"""Addresses of the briefing."""

from django.urls import URLPattern, path

from governance.briefing import views

patterns: list[URLPattern] = [path("updates/<term:term>/briefing/", views.briefing, name="briefing")]

"""Addresses of plans on their way in."""

from django.urls import URLPattern

patterns: list[URLPattern] = []

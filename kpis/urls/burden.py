"""Addresses of what returns cost and how forecasts came out."""

from django.urls import URLPattern

patterns: list[URLPattern] = []

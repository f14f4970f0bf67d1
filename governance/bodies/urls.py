"""Addresses of this room."""

from django.urls import URLPattern

patterns: list[URLPattern] = []

"""Addresses of evidence."""

from django.urls import URLPattern

patterns: list[URLPattern] = []

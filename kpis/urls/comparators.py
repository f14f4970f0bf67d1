"""Addresses of national figures."""

from django.urls import URLPattern

patterns: list[URLPattern] = []

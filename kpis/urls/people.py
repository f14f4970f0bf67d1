"""Addresses of those who work on a return, or speak to it."""

from django.urls import URLPattern

patterns: list[URLPattern] = []

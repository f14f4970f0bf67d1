"""Addresses of the return week: who is late, reminders, more time."""

from django.urls import URLPattern

patterns: list[URLPattern] = []

"""Addresses of the editions of the plan and their texts."""

from django.urls import URLPattern

patterns: list[URLPattern] = []

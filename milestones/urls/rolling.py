"""Addresses of the year's evaluation and of the roll-forward."""

from django.urls import URLPattern

patterns: list[URLPattern] = []

"""Addresses of proposed targets."""

from django.urls import URLPattern

patterns: list[URLPattern] = []

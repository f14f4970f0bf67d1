"""Addresses of spreadsheets that are sent in and given out."""

from django.urls import URLPattern

patterns: list[URLPattern] = []

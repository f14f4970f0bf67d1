"""Addresses of this room."""

from django.urls import URLPattern, path

from governance.narrative import views

patterns: list[URLPattern] = [
    path("updates/<term:term>/words/", views.words, name="update_words"),
    path("updates/<term:term>/words/draft/", views.draft, name="draft_words"),
]

"""Addresses of moderation, and of what is decided of a figure."""

from django.urls import URLPattern, path

from kpis.views import corrections, figures, moderation
from trust import converters  # noqa: F401 - registers the converter "term"

MODERATE = "moderation/<term:term>/<slug:school>"

patterns: list[URLPattern] = [
    path("moderation/", moderation.queue, name="moderation"),
    path("moderation/<term:term>/accept/", moderation.accept_all, name="accept_all"),
    path(f"{MODERATE}/", moderation.moderate, name="moderate"),
    path(f"{MODERATE}/accept/", moderation.accept, name="accept"),
    path(f"{MODERATE}/send-back/", moderation.send_back, name="send_back"),
    path("figures/<int:pk>/", figures.figure, name="figure"),
    path("figures/<int:pk>/judge/", moderation.judge, name="judge"),
    path("figures/<int:pk>/correct/", corrections.correct, name="correct"),
]

"""Addresses of the kpis floor."""

from django.urls import URLPattern, path

from kpis.views import book, corrections, figures, moderation, returns, sections
from trust import converters  # noqa: F401 - registers the converter "term"

app_name = "kpis"

_RETURN = "returns/<term:term>/<slug:school>"
_MODERATE = "moderation/<term:term>/<slug:school>"

urlpatterns: list[URLPattern] = [
    path("returns/", returns.index, name="returns"),
    path("returns/open/", returns.open_term, name="open_returns"),
    path(f"{_RETURN}/", returns.task_list, name="return"),
    path(f"{_RETURN}/check/", returns.check, name="check"),
    path(f"{_RETURN}/submit/", returns.submit, name="submit"),
    path(f"{_RETURN}/receipt/", returns.receipt, name="receipt"),
    path(f"{_RETURN}/<slug:area>/", sections.section, name="section"),
    path(f"{_RETURN}/<slug:area>/rate/<str:code>/", sections.rate_entry, name="rate_entry"),
    path("moderation/", moderation.queue, name="moderation"),
    path(f"{_MODERATE}/", moderation.moderate, name="moderate"),
    path(f"{_MODERATE}/accept/", moderation.accept, name="accept"),
    path(f"{_MODERATE}/send-back/", moderation.send_back, name="send_back"),
    path("kpis/", book.index, name="index"),
    path("kpis/<slug:code>/", book.kpi, name="kpi"),
    path("kpis/<slug:code>/figures.csv", book.kpi_file, name="kpi_file"),
    path("figures/<int:pk>/", figures.figure, name="figure"),
    path("figures/<int:pk>/judge/", moderation.judge, name="judge"),
    path("figures/<int:pk>/correct/", corrections.correct, name="correct"),
]

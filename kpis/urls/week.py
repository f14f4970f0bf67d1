"""Addresses of the return week: who is late, reminders, more time."""

from django.urls import URLPattern, path

from kpis.urls.returns import RETURN
from kpis.views import week
from trust import converters  # noqa: F401 - registers the converter "term"

WEEK = "returns/week/<term:term>"

patterns: list[URLPattern] = [
    path(f"{WEEK}/", week.board, name="week"),
    path(f"{WEEK}/board.csv", week.board_file, name="week_file"),
    path(f"{WEEK}/reminders/", week.reminders, name="week_reminders"),
    path(f"{WEEK}/nudge/", week.nudge_all, name="nudge_all"),
    path(f"{WEEK}/<slug:school>/nudge/", week.nudge, name="nudge"),
    path(f"{WEEK}/<slug:school>/more-time/", week.more_time, name="more_time"),
    path(f"{RETURN}/ask-for-more-time/", week.ask_more_time, name="ask_more_time"),
]

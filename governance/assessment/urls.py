"""Addresses of this room."""

from django.urls import URLPattern, path

from governance.assessment.views import acting, rounds

_ROUND = "governance/assessment/<int:pk>"

patterns: list[URLPattern] = [
    path("governance/assessment/", rounds.overview, name="assessments"),
    path("governance/assessment/add/", rounds.add, name="add_assessment"),
    path(f"{_ROUND}/", rounds.assessment, name="assessment"),
    path(f"{_ROUND}/statements/", rounds.change, name="change_assessment"),
    path(f"{_ROUND}/open/", rounds.open_, name="open_assessment"),
    path(f"{_ROUND}/close/", rounds.close, name="close_assessment"),
    path(f"{_ROUND}/answer/", acting.answer, name="answer_assessment"),
    path(f"{_ROUND}/act/", acting.act, name="act_on_assessment"),
    path("governance/assessment/actions/<int:pk>/done/", acting.finish, name="finish_outcome"),
]

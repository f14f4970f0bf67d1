"""Addresses of this room."""

from django.urls import URLPattern, path

from governance.training import views
from governance.training.views import people

_ACTIVITY = "governance/training/<int:pk>"

patterns: list[URLPattern] = [
    path("governance/training/", views.plan, name="training"),
    path("governance/training/budget/", views.budget, name="training_budget"),
    path("governance/training/add/", views.add, name="add_activity"),
    path("governance/training/needs/add/", views.add_need, name="add_need"),
    path("governance/training/needs/<int:pk>/met/", views.meet_need, name="meet_need"),
    path("governance/training/required/", people.required, name="required"),
    path("governance/training/required/start/", people.start_required, name="start_required"),
    path("governance/training/mine/", people.mine, name="my_training"),
    path("governance/training/people/<int:pk>/", people.mark, name="mark_attendance"),
    path("governance/training/people/<int:pk>/effect/", people.effect, name="say_effect"),
    path(f"{_ACTIVITY}/", views.activity, name="activity"),
    path(f"{_ACTIVITY}/change/", views.change, name="change_activity"),
    path(f"{_ACTIVITY}/move/", views.move, name="move_activity"),
    path(f"{_ACTIVITY}/people/", people.book, name="book_people"),
]

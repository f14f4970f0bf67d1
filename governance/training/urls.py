"""Addresses of this room."""

from django.urls import URLPattern, path

from governance.training import views
from governance.training.views import people, requiring

_ACTIVITY = "governance/training/<int:pk>"

patterns: list[URLPattern] = [
    path("governance/training/", views.plan, name="training"),
    path("governance/training/budget/", views.budget, name="training_budget"),
    path("governance/training/add/", views.add, name="add_activity"),
    path("governance/training/needs/add/", views.add_need, name="add_need"),
    path("governance/training/needs/<int:pk>/met/", views.meet_need, name="meet_need"),
    path("governance/training/required/", requiring.required, name="required"),
    path("governance/training/required/start/", requiring.start_required, name="start_required"),
    path("governance/training/required/add/", requiring.add, name="add_required"),
    path("governance/training/required/<int:pk>/", requiring.change, name="change_required"),
    path("governance/training/required/<int:pk>/retire/", requiring.retire, name="retire_required"),
    path("governance/training/mine/", people.mine, name="my_training"),
    path("governance/training/people/<int:pk>/", people.mark, name="mark_attendance"),
    path("governance/training/people/<int:pk>/effect/", people.effect, name="say_effect"),
    path(f"{_ACTIVITY}/", views.activity, name="activity"),
    path(f"{_ACTIVITY}/change/", views.change, name="change_activity"),
    path(f"{_ACTIVITY}/move/", views.move, name="move_activity"),
    path(f"{_ACTIVITY}/people/", people.book, name="book_people"),
]

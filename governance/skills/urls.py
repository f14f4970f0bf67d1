"""Addresses of this room."""

from django.urls import URLPattern, path

from governance.skills import views

_ROUND = "governance/skills/rounds/<int:pk>"

patterns: list[URLPattern] = [
    path("governance/skills/", views.overview, name="skills"),
    path("governance/skills/list/", views.skill_list, name="skill_list"),
    path("governance/skills/list/start/", views.start_list, name="start_skill_list"),
    path("governance/skills/list/add/", views.add_skill, name="add_skill"),
    path("governance/skills/list/<int:pk>/", views.change_skill, name="change_skill"),
    path("governance/skills/list/<int:pk>/retire/", views.retire_skill, name="retire_skill"),
    path("governance/skills/rounds/start/", views.start_audit, name="start_skills_audit"),
    path(f"{_ROUND}/", views.audit, name="skills_audit"),
    path(f"{_ROUND}/score/", views.score, name="score_skills"),
    path(f"{_ROUND}/remind/", views.remind, name="remind_skills_audit"),
    path(f"{_ROUND}/close/", views.close, name="close_skills_audit"),
]

"""Addresses of the first hour."""

from __future__ import annotations

from django.urls import URLPattern, path

from governance.founding.views import front, steps

patterns: list[URLPattern] = [
    path("set-up/", front.set_up, name="set_up"),
    path("set-up/begin/", front.begin, name="set_up_begin"),
    path("set-up/finish/", front.finish, name="set_up_finish"),
    path("set-up/wipe/", front.wipe, name="wipe_demonstration"),
    path("set-up/trust/", steps.trust, name="set_up_trust"),
    path("set-up/schools/", steps.schools, name="set_up_schools"),
    path("set-up/terms/", steps.terms, name="set_up_terms"),
    path("set-up/terms/table/", steps.terms_table, name="set_up_terms_table"),
    path("set-up/areas/", steps.areas, name="set_up_areas"),
    path("set-up/people/", steps.people, name="set_up_people"),
    path("set-up/<slug:step>/", steps.elsewhere, name="set_up_step"),
    path("set-up/<slug:step>/settle/", steps.settle, name="set_up_settle"),
]

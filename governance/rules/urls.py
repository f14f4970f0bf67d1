"""Addresses of this room."""

from django.urls import URLPattern, path

from governance.rules import keeping, views

patterns: list[URLPattern] = [
    path("governance/policies/", views.policies, name="policies"),
    path("governance/policies/add/", views.add_policy, name="add_policy"),
    path("governance/policies/<int:pk>/", views.policy, name="policy"),
    path("governance/policies/<int:pk>/change/", views.change_policy, name="change_policy"),
    path("governance/policies/<int:pk>/approve/", views.approve_policy, name="approve_policy"),
    path("governance/policies/<int:pk>/retire/", keeping.retire_policy, name="retire_policy"),
    path("governance/dates/", views.obligations, name="obligations"),
    path("governance/dates/open/", views.open_year, name="open_year"),
    path("governance/dates/list/", keeping.listing, name="obligation_list"),
    path("governance/dates/list/add/", keeping.add, name="add_obligation"),
    path("governance/dates/list/<int:pk>/", keeping.change, name="change_obligation"),
    path("governance/dates/list/<int:pk>/retire/", keeping.retire, name="retire_obligation"),
    path("governance/dates/<int:pk>/", views.obligation_date, name="obligation_date"),
]

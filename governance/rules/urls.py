"""Addresses of this room."""

from django.urls import URLPattern, path

from governance.rules import views

patterns: list[URLPattern] = [
    path("governance/policies/", views.policies, name="policies"),
    path("governance/policies/add/", views.add_policy, name="add_policy"),
    path("governance/policies/<int:pk>/", views.policy, name="policy"),
    path("governance/policies/<int:pk>/change/", views.change_policy, name="change_policy"),
    path("governance/policies/<int:pk>/approve/", views.approve_policy, name="approve_policy"),
    path("governance/dates/", views.obligations, name="obligations"),
    path("governance/dates/open/", views.open_year, name="open_year"),
    path("governance/dates/<int:pk>/", views.obligation_date, name="obligation_date"),
]

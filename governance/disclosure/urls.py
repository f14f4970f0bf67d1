"""Addresses of requests for what the trust holds."""

from django.urls import URLPattern, path

from governance.disclosure import views

patterns: list[URLPattern] = [
    path("governance/requests/", views.requests, name="requests"),
    path("governance/requests/person/", views.of_person, name="disclose_person"),
    path("governance/requests/term/", views.of_term, name="disclose_term"),
]

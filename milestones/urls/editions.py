"""Addresses of the editions of the plan, of their texts, and of the plan as on a day."""

from django.urls import URLPattern, path

from milestones.views import edition_writing, editions, standing

patterns: list[URLPattern] = [
    path("plan/", editions.editions, name="editions"),
    path("plan/compare/", editions.compare, name="compare"),
    path("plan/<int:pk>/", editions.edition, name="edition"),
    path("plan/<int:pk>/write/<slug:part>/", edition_writing.write, name="edition_part"),
    path("plan/<int:pk>/adopt/", edition_writing.adopt, name="adopt"),
    path("plan/<int:pk>/on/", standing.ask, name="standing_ask"),
    path("plan/<int:pk>/on/<day:day>/", standing.standing, name="standing"),
    path("plan/<int:pk>/on/<day:day>/plan.pdf", standing.standing_pdf, name="standing_pdf"),
]

"""Addresses of this room."""

from django.urls import URLPattern, path

from governance.duties.views import keeping, own, register

patterns: list[URLPattern] = [
    path("governance/your-year/", own.your_year, name="your_year"),
    path("governance/your-year/interests/", own.declare, name="declare"),
    path("governance/your-year/interests/take-over/", own.take_over, name="take_over_interests"),
    path("governance/interests/", register.interests, name="interests"),
    path("governance/interests/<int:pk>/", register.declaration, name="declaration"),
    path("governance/interests/<int:pk>/publish/", register.publish, name="publish_interests"),
    path("governance/interests/<int:pk>/take-back/", register.take_back, name="take_back_interests"),
    path("governance/duties/", keeping.everyone, name="duties"),
    path("governance/duties/asked/", keeping.asked, name="ask_duties"),
    path("governance/duties/remind/", keeping.remind, name="remind_duties"),
]

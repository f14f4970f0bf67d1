"""Addresses of the ground."""

from django.urls import path

from trust import views
from trust.visits import views as visits

app_name = "trust"
urlpatterns = [
    path("theme.css", views.theme, name="theme"),
    path("logo/<slug:sha256>/", views.logo, name="logo"),
    path("glossary/", views.glossary, name="glossary"),
    path("account/visits/", visits.visits, name="visits"),
    path("account/visits/end-others/", visits.end_others, name="end_other_visits"),
    path("account/visits/left/", visits.left, name="visit_left"),
    path("account/visits/stay/", visits.stay, name="visit_stay"),
    path("account/visits/<int:pk>/end/", visits.end, name="end_visit"),
]

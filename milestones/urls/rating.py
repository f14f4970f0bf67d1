"""Addresses at which the milestones of a term are rated."""

from django.urls import URLPattern, path

from milestones.views import quick, rating, to_rate

patterns: list[URLPattern] = [
    path("milestones/rate/", to_rate.to_rate, name="to_rate"),
    path("milestones/rate/<int:pk>/", to_rate.rate_due, name="rate_due"),
    path("milestones/<int:pk>/rate/<term:term>/", rating.rate, name="rate"),
    path("milestones/<int:pk>/quick/<term:term>/", quick.quick, name="quick"),
]

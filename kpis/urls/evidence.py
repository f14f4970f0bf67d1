"""Addresses of evidence: the documents of an answer, each document, and an auditor's word on a figure."""

from django.urls import URLPattern, path

from kpis.urls.returns import RETURN
from kpis.views import evidence

ANSWER = f"{RETURN}/<slug:area>/<str:code>/evidence"

patterns: list[URLPattern] = [
    path(f"{ANSWER}/", evidence.documents, name="evidence"),
    path(f"{ANSWER}/<int:pk>/remove/", evidence.remove, name="remove_evidence"),
    path("evidence/<int:pk>/", evidence.document, name="document"),
    path("figures/<int:pk>/validate/", evidence.validate, name="validate"),
]

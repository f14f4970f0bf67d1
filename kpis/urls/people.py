"""Addresses of those who work on a return, or speak to it, and of its copies on paper."""

from django.urls import URLPattern, path

from kpis.urls.returns import RETURN
from kpis.views import copies, governors, people

patterns: list[URLPattern] = [
    path(f"{RETURN}/people/", people.people, name="people"),
    path(f"{RETURN}/people/<slug:area>/hand/", people.hand, name="hand"),
    path(f"{RETURN}/people/<slug:area>/take-back/", people.take_back, name="take_back"),
    path(f"{RETURN}/people/<slug:area>/ready/", people.sign_off, name="sign_off"),
    path(f"{RETURN}/preview/", governors.preview, name="preview"),
    path(f"{RETURN}/show-governors/", governors.show, name="show_governors"),
    path(f"{RETURN}/governors/", governors.governors, name="governors"),
    path(f"{RETURN}/print/", copies.print_page, name="print"),
    path(f"{RETURN}/copy.pdf", copies.copy_file, name="copy"),
]

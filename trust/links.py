"""Addresses of the portal's pages for people who read them outside it, such as in an e-mail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse


def link_to(view: str, *args: Any, **kwargs: Any) -> str:
    """The whole address of a page: `link_to("kpis:return", term.ref, "oak")`."""
    return f"{settings.PORTAL_URL}{reverse(view, args=args or None, kwargs=kwargs or None)}"

"""What was sent after a visit had ended: it is not kept, so it is given back to whoever typed it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url

from trust.requests import back_to

# Not typed by anybody, or better not shown.
LEFT_OUT: Final = re.compile(
    r"csrfmiddlewaretoken|password|secret|token|otp|code|^_|^next$|^then$", re.IGNORECASE
)


class Typed(NamedTuple):
    """One field of a form: its name in words, and what stood in it."""

    name: str
    text: str

    @property
    def rows(self) -> int:
        """How many lines show it without scrolling, up to a dozen."""
        return min(12, sum(1 + len(line) // 70 for line in self.text.split("\n")))


def typed_into(request: HttpRequest) -> list[Typed]:
    """The fields of a sent form that hold words, in their order; choices and numbers of rows say nothing."""
    return [
        Typed(re.sub(r"[-_]+", " ", name).strip().capitalize(), text)
        for name, texts in request.POST.lists()
        if not LEFT_OUT.search(name)
        for text in texts
        if text.strip()
    ]


def sign_in_address(request: HttpRequest, page: str) -> str:
    """The sign-in page, and after it the page that this browser was on where that is one of ours."""
    back = back_to(request, _path_on(request.get_host(), page))
    return resolve_url(settings.LOGIN_URL) + (f"?{urlencode({'next': back})}" if back else "")


def _path_on(host: str, page: str) -> str:
    try:
        parts = urlsplit(page)
    except ValueError:
        return ""
    return parts._replace(scheme="", netloc="", fragment="").geturl() if parts.netloc == host else ""

"""What views know of a request: that somebody has signed in, and how a number in an address is read."""

from __future__ import annotations

from django.core.validators import slug_re
from django.http import Http404, HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from trust.models import User


class SignedIn(HttpRequest):
    """A request that has passed the sign-in middleware, so that its user is a person."""

    user: User


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, if it was sent: also one in which nothing was filled in."""
    return request.POST if request.method == "POST" else None


def plain_slug(text: str) -> str:
    """A name in an address, of a school or an area; whatever cannot be one is a page that is not there."""
    if not slug_re.fullmatch(text):
        raise Http404
    return text


def whole_number(text: str) -> int:
    """A key in an address; whatever is no number is a page that is not there."""
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Http404
    return int(text)


def back_to(request: HttpRequest, url: str) -> str:
    """Where the form asked to return to, if it is a page of ours; else nothing."""
    ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if ours and url.startswith("/") else ""

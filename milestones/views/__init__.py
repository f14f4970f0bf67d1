"""How a person reaches the workshop: the matrix, one priority, and its rating."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from trust.models import User


class SignedIn(HttpRequest):
    """A request of somebody who has signed in; the middleware lets no other through to these pages."""

    user: User  # type: ignore[assignment]
    htmx: HtmxDetails

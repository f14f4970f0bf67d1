"""How a person reaches the counting house: returns, moderation, KPIs and figures."""

from django.http import HttpRequest

from trust.models import User


class SignedIn(HttpRequest):
    """A request of somebody who has signed in; the middleware lets no other through to these pages."""

    user: User  # type: ignore[assignment]

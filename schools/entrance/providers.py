"""What allauth's other identity providers need to know here: whom to believe, and how a refusal looks."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from schools.entrance.actions import join_identity
from schools.entrance.identity import NotOurs, identity_in


class NamedProvider(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """A provider limited to one tenant or domain, of whose claims only a name and an address are kept."""

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """On the portal's own address, whatever host the request named."""
        return settings.PORTAL_URL + reverse("account_provider_back", args=[self.provider_id])

    def get_access_token_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        data: dict[str, Any] = super().get_access_token_data(*args, **kwargs)
        # allauth believes an unsigned token that it fetched itself; here the signature is looked at as well.
        self.did_fetch_access_token = False
        return data

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        """Raises OAuth2Error where the token is not the provider's, NotOurs where it is no person of ours."""
        id_token = kwargs["response"].get("id_token")
        if not id_token:
            raise OAuth2Error("The provider sent no id_token.")
        claims = self._decode_id_token(app, id_token)
        identity = identity_in(claims, app.settings)
        login = self.get_provider().sociallogin_from_response(request, claims)
        login.account.uid = identity.uid
        login.account.extra_data = {"address": identity.address}
        return login


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Nobody signs up this way: an identity opens the account that it is joined to, or nothing."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account, joining it where the address is that of exactly one person of ours."""
        if sociallogin.is_existing:
            return
        person = join_identity(sociallogin.account)
        if person is None:
            raise ImmediateHttpResponse(refusal(request, sociallogin.account.provider, "unknown"))
        sociallogin.user = person

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        """Our own page in place of allauth's; what the provider answered is not repeated on it."""
        why = "failed"
        if error == AuthError.CANCELLED:
            why = "cancelled"
        elif isinstance(exception, NotOurs):
            why = "unknown"
        raise ImmediateHttpResponse(refusal(request, provider.app.provider_id, why))


def refusal(request: HttpRequest, key: str, why: str) -> HttpResponse:
    """Not signed in, and what to do. An unknown address and a foreign tenant are told the same."""
    name = next(each["name"] for each in offered() if each["provider_id"] == key)
    context = {"provider": name, "why": why}
    return render(request, "account/provider_refused.html", context, status=401)


def offered() -> list[dict[str, Any]]:
    """The providers that the settings name."""
    held: list[dict[str, Any]] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return held

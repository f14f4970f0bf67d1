"""Every address of the portal, wired to the floor that owns it."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path

from schools.entrance import provider_views as providers
from schools.entrance.views import OwnSecondStep
from trust.running import views as running


@login_not_required
def closed(_request: HttpRequest) -> HttpResponse:
    """A page of allauth's that the portal has no use for: addresses are kept by the administrator."""
    raise Http404


handler400 = "trust.views.unreadable"
handler500 = "trust.views.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", running.live, name="livez"),
    path("readyz", running.ready, name="readyz"),
    path("healthz", running.healthy, name="healthz"),
    re_path(r"^accounts/(?:email|confirm-email)/", closed),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/with/<slug:key>/", providers.leave, name="account_provider"),
    path("accounts/with/<slug:key>/back/", providers.back, name="account_provider_back"),
    path("accounts/identities/<int:pk>/part/", providers.part, name="account_provider_part"),
    path("accounts/second-step/", OwnSecondStep.as_view(), name="mfa_index"),
    path("accounts/second-step/", include("allauth.mfa.urls")),
    path("", include("trust.urls")),
    path("", include("schools.urls")),
    path("", include("kpis.urls")),
    path("", include("milestones.urls")),
    path("", include("governance.urls")),
]

"""Every address of the portal, wired to the floor that owns it."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schools.entrance.views import OwnSecondStep


@login_not_required
@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Says whether this process answers and reaches its database: 200 or 503, with nothing else told."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
def closed(_request: HttpRequest) -> HttpResponse:
    """A page of allauth's that the portal has no use for: addresses are kept by the administrator."""
    raise Http404


handler400 = "trust.views.unreadable"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    re_path(r"^accounts/(?:email|confirm-email)/", closed),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/second-step/", OwnSecondStep.as_view(), name="mfa_index"),
    path("accounts/second-step/", include("allauth.mfa.urls")),
    path("", include("trust.urls")),
    path("", include("schools.urls")),
    path("", include("kpis.urls")),
    path("", include("milestones.urls")),
    path("", include("governance.urls")),
]

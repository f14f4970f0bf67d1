"""What machines ask: whether this process lives, and whether the portal can do its work."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trust.running.standing import database_answers, parts

PLAIN = "text/plain"


@login_not_required
@never_cache
@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """Whether this process answers at all; it asks nothing of anybody. Where it does not, start it again."""
    return HttpResponse("ok\n", content_type=PLAIN)


@login_not_required
@never_cache
@require_safe
def healthy(_request: HttpRequest) -> HttpResponse:
    """Whether this process reaches its database: 200 or 503, with nothing else told."""
    if not database_answers():
        return HttpResponse("The database does not answer.\n", status=503, content_type=PLAIN)
    return HttpResponse("ok\n", content_type=PLAIN)


@login_not_required
@never_cache
@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """A line for each part, in words alone. 503 where no page can be had; all other work waits."""
    found = parts()
    text = "".join(f"{part.name}: {part.word}\n" for part in found)
    is_able = all(part.is_well for part in found if part.is_needed)
    return HttpResponse(text, status=200 if is_able else 503, content_type=PLAIN)

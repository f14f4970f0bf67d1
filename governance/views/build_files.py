"""A build's contents as a Word document and as a workbook, for whoever may read the build."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from governance.models import Build, Purpose
from governance.packs.files.book import book_of
from governance.packs.files.paper import paper_of
from governance.packs.frozen import Contents, read_contents
from governance.queries import updates as queries
from governance.views.updates import file_name
from trust.requests import SignedIn

KINDS: Final[dict[str, tuple[str, Callable[[Contents, str], bytes]]]] = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", paper_of),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", book_of),
}


@require_safe
def build_file(request: SignedIn, pk: int, kind: str) -> HttpResponse:
    """What was frozen for the build, to edit or to calculate with; 410 once it has been withdrawn."""
    found = queries.build_or_404(request.user, pk)
    if found.contents is None:
        raise Http404
    media_type, write = KINDS[kind]
    response = HttpResponse(write(read_contents(found.contents), _draft(found)), content_type=media_type)
    name = file_name(found).removesuffix("pdf") + kind
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _draft(build: Build) -> str:
    return "" if build.purpose == Purpose.FINAL else f"Draft {build.number}"

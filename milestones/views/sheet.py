"""Filling in a programme sheet: one form for each part, and what somebody else saved meanwhile beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from milestones import actions, queries
from milestones.actions.ratings import subject_of
from milestones.actions.sheets import Contents, contents_of
from milestones.models import Priority
from milestones.queries.offered import offered_for
from milestones.sheet_forms import FORMS, SPARE_ROWS, WITHOUT_ROWS, PartForm, SheetRows, rows_of
from milestones.sheet_parts import SheetPart
from milestones.views import SignedIn
from milestones.views.parts import PREFIX, PartPage
from schools import access


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_part(request: SignedIn, pk: int, part: str) -> HttpResponse:
    """Fill in one part of the sheet."""
    chosen = queries.priority_or_404(request.user, pk)
    if part not in [*SheetPart]:
        raise Http404
    access.require(request.user, SheetPart(part).permission, subject_of(chosen))
    return _Filling(request, chosen, SheetPart(part)).answer()


class _Filling(PartPage):
    """The form of a part of a programme sheet."""

    template = "milestones/sheet_part.html"
    spare_rows = SPARE_ROWS

    def __init__(self, request: SignedIn, priority: Priority, part: SheetPart) -> None:
        super().__init__(request, part)
        self.priority, self.plan = priority, queries.edition_of(priority)
        if self.plan is None:
            raise Http404
        self.offered = offered_for(part, priority, self.plan)
        self.has_rows = part not in WITHOUT_ROWS

    def standing(self) -> list[Contents]:
        return contents_of(self.priority, self.part)

    def form(self, given: QueryDict) -> PartForm | SheetRows:
        if self.has_rows:
            return rows_of(self.part)(given, prefix=PREFIX, form_kwargs={"offered": self.offered})
        return FORMS[self.part](given, offered=self.offered)

    def opened(self, standing: list[Contents]) -> PartForm | SheetRows:
        if self.has_rows:
            kwargs = {"offered": self.offered}
            return rows_of(self.part)(initial=standing, prefix=PREFIX, form_kwargs=kwargs)
        return FORMS[self.part](initial=standing[0], offered=self.offered)

    def save(self, contents: Sequence[Contents], seen: str) -> None:
        actions.save_part(self.priority, self.part, by=self.request.user, seen=seen, contents=contents)

    def told(self, row: Contents) -> Any:
        return FORMS[self.part](initial=row, offered=self.offered).told()

    def back(self) -> HttpResponse:
        return redirect(reverse("milestones:priority", args=[self.priority.pk]))

    def more(self) -> dict[str, Any]:
        return {"priority": self.priority, "plan": self.plan}

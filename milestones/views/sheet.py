"""Filling in a programme sheet: one form for each part, and what somebody else saved meanwhile beside it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from milestones import actions, queries
from milestones.actions.ratings import subject_of
from milestones.actions.sheets import contents_of, fingerprint
from milestones.models import Priority
from milestones.queries.offered import offered_for
from milestones.sheet_forms import FORMS, SPARE_ROWS, WITHOUT_ROWS, PartForm, SheetRows, rows_of
from milestones.sheet_parts import SheetPart
from milestones.views import SignedIn
from schools import access
from trust.lifecycle import Refused

PREFIX = "row"


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_part(request: SignedIn, pk: int, part: str) -> HttpResponse:
    """Fill in one part of the sheet."""
    chosen = queries.priority_or_404(request.user, pk)
    if part not in [*SheetPart]:
        raise Http404
    access.require(request.user, SheetPart(part).permission, subject_of(chosen))
    return _Filling(request, chosen, SheetPart(part)).answer()


class _Filling:
    """One visit to the form of a part."""

    def __init__(self, request: SignedIn, priority: Priority, part: SheetPart) -> None:
        self.request, self.priority, self.part = request, priority, part
        self.plan = queries.edition_of(priority)
        if self.plan is None:
            raise Http404
        self.offered = offered_for(part, priority, self.plan)
        self.has_rows = part not in WITHOUT_ROWS

    def answer(self) -> HttpResponse:
        given = self.request.POST
        if self.request.method != "POST":
            standing = contents_of(self.priority, self.part)
            return self._page(self._opened(standing), fingerprint(standing))
        if "more" in given:
            return self._page(self._form(_with_more(given)), given.get("seen", ""))
        form = self._form(given)
        if not form.is_valid():
            return self._page(form, given.get("seen", ""), status=422)
        return self._save(form, given.get("seen", ""))

    def _save(self, form: Any, seen: str) -> HttpResponse:
        contents = form.rows if self.has_rows else [form.row]
        try:
            actions.save_part(self.priority, self.part, by=self.request.user, seen=seen, contents=contents)
        except actions.SheetConflict as conflict:
            return self._page(form, fingerprint(conflict.standing), conflict.standing, status=409)
        except Refused as refusal:
            return self._page(form, seen, refusal=str(refusal), status=409)
        messages.success(self.request, f"{self.part.heading}: saved.")
        return redirect(reverse("milestones:priority", args=[self.priority.pk]))

    def _form(self, given: QueryDict) -> PartForm | SheetRows:
        if self.has_rows:
            return rows_of(self.part)(given, prefix=PREFIX, form_kwargs={"offered": self.offered})
        return FORMS[self.part](given, offered=self.offered)

    def _opened(self, standing: list[dict[str, Any]]) -> PartForm | SheetRows:
        if self.has_rows:
            kwargs = {"offered": self.offered}
            return rows_of(self.part)(initial=standing, prefix=PREFIX, form_kwargs=kwargs)
        return FORMS[self.part](initial=standing[0], offered=self.offered)

    def _page(
        self,
        form: PartForm | SheetRows,
        seen: str,
        standing: list[dict[str, Any]] | None = None,
        *,
        refusal: str = "",
        status: int = 200,
    ) -> HttpResponse:
        context = {
            "priority": self.priority,
            "plan": self.plan,
            "part": self.part,
            "form": form,
            "has_rows": self.has_rows,
            "seen": seen,
            "is_conflict": standing is not None,
            "standing": [
                FORMS[self.part](initial=row, offered=self.offered).told() for row in standing or []
            ],
            "refusal": refusal,
            "has_errors": self.request.method == "POST" and not refusal and status == 422,
        }
        return render(self.request, "milestones/sheet_part.html", context, status=status)


def _with_more(given: QueryDict) -> QueryDict:
    """What was typed, with a few blank rows more."""
    more, name = given.copy(), f"{PREFIX}-TOTAL_FORMS"
    count = given.get(name, "")
    if count.isascii() and count.isdigit() and len(count) < 4:
        more[name] = str(int(count) + SPARE_ROWS)
    return more

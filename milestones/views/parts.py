"""One visit to the form of a part: opened, given more rows, saved, or beside what somebody else saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from milestones.actions import SheetConflict
from milestones.actions.sheets import Contents, fingerprint
from milestones.views import SignedIn
from trust.lifecycle import Refused

PREFIX = "row"


class PartPage:
    """The form of a part, whatever it is a part of: a programme sheet, or an edition."""

    template: ClassVar[str]
    spare_rows: ClassVar[int]
    has_rows: bool

    def __init__(self, request: SignedIn, part: Any) -> None:
        self.request, self.part = request, part

    def standing(self) -> list[Contents]:
        """What the part holds now."""
        raise NotImplementedError

    def form(self, given: QueryDict) -> Any:
        """The form as it was sent."""
        raise NotImplementedError

    def opened(self, standing: list[Contents]) -> Any:
        """The form with what stands."""
        raise NotImplementedError

    def save(self, contents: Sequence[Contents], seen: str) -> None:
        """Save what was sent; raises SheetConflict or Refused."""
        raise NotImplementedError

    def told(self, row: Contents) -> Any:
        """A row that stands, in words."""
        raise NotImplementedError

    def back(self) -> HttpResponse:
        """Where one goes once it is saved."""
        raise NotImplementedError

    def more(self) -> dict[str, Any]:
        """What else the page prints."""
        return {}

    def answer(self) -> HttpResponse:
        given, seen = self.request.POST, self.request.POST.get("seen", "")
        if self.request.method != "POST":
            standing = self.standing()
            return self.page(self.opened(standing), fingerprint(standing))
        if "more" in given:
            return self.page(self.form(self._with_more(given)), seen)
        form = self.form(given)
        if not form.is_valid():
            return self.page(form, seen, status=422)
        try:
            self.save(form.rows if self.has_rows else [form.row], seen)
        except SheetConflict as conflict:
            return self.page(form, fingerprint(conflict.standing), conflict.standing, status=409)
        except Refused as refusal:
            return self.page(form, seen, refusal=str(refusal), status=409)
        messages.success(self.request, f"{self.part.heading}: saved.")
        return self.back()

    def page(
        self,
        form: Any,
        seen: str,
        standing: list[Contents] | None = None,
        *,
        refusal: str = "",
        status: int = 200,
    ) -> HttpResponse:
        context = {
            "part": self.part,
            "form": form,
            "has_rows": self.has_rows,
            "seen": seen,
            "is_conflict": standing is not None,
            "standing": [self.told(row) for row in standing or []],
            "refusal": refusal,
            "has_errors": self.request.method == "POST" and not refusal and status == 422,
        }
        return render(self.request, self.template, context | self.more(), status=status)

    def _with_more(self, given: QueryDict) -> QueryDict:
        """What was typed, with a few blank rows more."""
        more, name = given.copy(), f"{PREFIX}-TOTAL_FORMS"
        count = given.get(name, "")
        if count.isascii() and count.isdigit() and len(count) < 4:
            more[name] = str(int(count) + self.spare_rows)
        return more

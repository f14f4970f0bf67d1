"""What the matrix can be narrowed to: a strand, how lines stand, who leads; every choice has an address."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.forms import Select

from kpis.rag import Mark
from milestones.models import Line, Plan
from milestones.queries import Matrix

SHOWN = (
    Mark.RED, Mark.OVERDUE, Mark.AMBER, Mark.GREEN, Mark.COMPLETE, Mark.PAUSED, Mark.NOT_DUE,
)  # fmt: skip


def _choice(label: str, empty: str, **options: Any) -> filters.ChoiceFilter:
    widget = Select(attrs={"class": "form-select", "data-auto-submit": True, "aria-label": label})
    return filters.ChoiceFilter(label=label, empty_label=empty, widget=widget, choices=[], **options)


class MatrixFilter(filters.FilterSet):
    """Lines of a plan, narrowed; the choices and the ratings come from the matrix that was read already."""

    strand = _choice("Strand", "All strands", field_name="strand__number")
    rating = _choice("Rating", "Any rating", method="standing")
    lead = _choice("Lead", "Any lead", field_name="priority__owner")

    class Meta:
        model = Line
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, *, plan: Plan, matrix: Matrix) -> None:
        super().__init__(data, queryset=Line.objects.filter(plan=plan))
        self.matrix = matrix
        strands = [(each.number, f"{each.number} {each.title}") for each in matrix.strands]
        leads = {line.row.owner[0]: line.owner for line in matrix.lines if line.row.owner[0]}
        self.form.fields["strand"].choices = [("", "All strands"), *strands]
        self.form.fields["rating"].choices = [
            ("", "Any rating"),
            *((mark.value, mark.word) for mark in SHOWN),
        ]
        by_name = sorted(leads.items(), key=lambda pair: pair[1])
        self.form.fields["lead"].choices = [("", "Any lead"), *by_name]
        if not leads:
            del self.form.fields["lead"]

    def standing(self, lines: QuerySet[Line], _name: str, mark: str) -> QuerySet[Line]:
        """Those that stand so in the term that is shown; that is worked out, not stored."""
        standing = [line.priority for line in self.matrix.lines if line.rag.mark == mark]
        return lines.filter(priority__in=standing)

    @property
    def is_narrow(self) -> bool:
        return any(self.chosen.values())

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen and can be chosen, by name."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    def narrowed(self) -> Matrix:
        if not self.is_narrow:
            return self.matrix
        return self.matrix.only(self.qs.values_list("priority", flat=True))

    def words(self) -> str:
        """'red milestones in Infrastructure led by Ana Reed, Director', for when there is none."""
        chosen, choices = self.chosen, {name: dict(field.choices) for name, field in self.form.fields.items()}
        rating = Mark(chosen["rating"]).word.lower() + " " if "rating" in chosen else ""
        strand = next((f" in {each.title}" for each in self.matrix.strands
                       if str(each.number) == chosen.get("strand")), "")  # fmt: skip
        lead = choices.get("lead", {}).get(int(chosen["lead"])) if "lead" in chosen else None
        return f"{rating}milestones{strand}{f' led by {lead}' if lead else ''}"

"""What the matrix can be narrowed to: by place, standing, people and words; every choice has an address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import django_filters as filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.forms import CheckboxInput, Select, TextInput

from kpis.rag import Mark
from milestones.models import Line, Plan, Priority, PriorityState
from milestones.queries import Matrix, MatrixLine
from schools.models import School

SHOWN = (
    Mark.RED, Mark.OVERDUE, Mark.AMBER, Mark.GREEN, Mark.COMPLETE, Mark.PAUSED, Mark.NOT_DUE,
)  # fmt: skip
MORE = ("body", "school", "state", "due")  # folded away
LONGEST_SEARCH = 80

Choices = Sequence[tuple[Any, str]]


def _choice(label: str, empty: str = "", **options: Any) -> filters.ChoiceFilter:
    attrs = {"class": "form-select", "data-auto-submit": True, "aria-label": label}
    return filters.ChoiceFilter(
        label=label,
        empty_label=empty or f"Any {label.lower()}",
        widget=Select(attrs=attrs),
        choices=[],
        **options,
    )


class MatrixFilter(filters.FilterSet):
    """Lines of a plan, narrowed; the choices and the ratings come from the matrix that was read already.

    Only the schools that some priority names are asked for: one that names none concerns all.
    """

    q = filters.CharFilter(
        label="Search",
        method="saying",
        max_length=LONGEST_SEARCH,
        widget=TextInput(
            attrs={"type": "search", "class": "form-control", "aria-label": "Search codes, titles and texts",
                   "placeholder": "Search"}
        ),
    )  # fmt: skip
    strand = _choice("Strand", "All strands", field_name="strand__number")
    rating = _choice("Rating", method="standing")
    lead = _choice("Lead", field_name="priority__owner")
    body = _choice("Board or committee", field_name="priority__sheet__body")
    school = _choice("School", method="concerning")
    state = _choice("State", field_name="priority__state")
    due = filters.BooleanFilter(
        label="Due in this term", method="falling_due", widget=CheckboxInput(attrs={"data-auto-submit": True})
    )

    class Meta:
        model = Line
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, *, plan: Plan, matrix: Matrix) -> None:
        super().__init__(data, queryset=Line.objects.filter(plan=plan))
        self.matrix = matrix
        rows = [line.row for line in matrix.lines]
        self._offer("strand", [(each.number, f"{each.number} {each.title}") for each in matrix.strands])
        self._offer("rating", [(mark.value, mark.word) for mark in SHOWN])
        self._offer("lead", _by_name(row.owner for row in rows))
        self._offer("body", _by_name(row.body for row in rows))
        self._offer("school", _schools(matrix))
        states = {row.state.standing.value for row in rows}
        self._offer("state", [pair for pair in PriorityState.choices if pair[0] in states])

    def _offer(self, name: str, choices: Choices) -> None:
        """These answers and the empty one; a question with fewer than two answers, or none, is not asked."""
        if not choices:
            del self.form.fields[name]
            return
        field: Any = self.form.fields[name]
        field.choices = [("", field.empty_label), *choices]

    def standing(self, lines: QuerySet[Line], _name: str, mark: str) -> QuerySet[Line]:
        """Those that stand so in the term that is shown; that is worked out, not stored."""
        return self._those(lines, (line for line in self.matrix.lines if line.rag.mark == mark))

    def saying(self, lines: QuerySet[Line], _name: str, text: str) -> QuerySet[Line]:
        """Those whose code, title or milestones have the text in them, whatever its case."""
        sought = " ".join(text.split()).casefold()
        return self._those(lines, (line for line in self.matrix.lines if sought in _said(line)))

    def concerning(self, lines: QuerySet[Line], _name: str, school: str) -> QuerySet[Line]:
        """Those that name the school, or name none and so concern all."""
        named = Priority.schools.through.objects.filter(priority=OuterRef("priority"))
        return lines.filter(Q(~Exists(named)) | Q(Exists(named.filter(school=int(school)))))

    def falling_due(self, lines: QuerySet[Line], _name: str, due: bool) -> QuerySet[Line]:
        return self._those(lines, (line for line in self.matrix.lines if line.due_now)) if due else lines

    def _those(self, lines: QuerySet[Line], found: Iterable[MatrixLine]) -> QuerySet[Line]:
        return lines.filter(priority__in=[line.priority for line in found])

    @property
    def is_narrow(self) -> bool:
        return any(self.chosen.values())

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen and can be chosen, by name."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def more(self) -> list[Any]:
        """The fields that stay folded."""
        return [self.form[name] for name in MORE if name in self.form.fields]

    @property
    def more_chosen(self) -> int:
        """How many of them are used."""
        return sum(name in MORE for name in self.chosen)

    def narrowed(self) -> Matrix:
        if not self.is_narrow:
            return self.matrix
        return self.matrix.only(self.qs.values_list("priority", flat=True))

    def words(self) -> str:
        """'red milestones in Infrastructure led by Ana Reed, Director', for what is shown or for when there
        is none."""
        chosen = self.chosen
        rating = Mark(chosen["rating"]).word.lower() + " " if "rating" in chosen else ""
        state = self._label("state").lower() + " " if "state" in chosen else ""
        parts = [
            f"in {self._label('strand').partition(' ')[2]}" if "strand" in chosen else "",
            f"led by {self._label('lead')}" if "lead" in chosen else "",
            f"watched by {self._label('body')}" if "body" in chosen else "",
            f"that concern {self._label('school')}" if "school" in chosen else "",
            f"due in {self.matrix.now.name}" if "due" in chosen else "",
            f"with “{chosen['q']}” in them" if "q" in chosen else "",
        ]
        return " ".join([f"{state}{rating}milestones", *filter(None, parts)])

    def _label(self, name: str) -> str:
        field: Any = self.form.fields[name]
        return next(label for value, label in field.choices if str(value) == self.chosen[name])


def _schools(matrix: Matrix) -> Choices:
    named = Priority.schools.through.objects.filter(priority__in=[line.priority for line in matrix.lines])
    return list(
        School.objects.filter(pk__in=named.values("school")).order_by("name").values_list("pk", "name")
    )


def _by_name(people: Iterable[tuple[int | None, str]]) -> Choices:
    return sorted(((pk, name) for pk, name in set(people) if pk), key=lambda pair: pair[1])


def _said(line: MatrixLine) -> str:
    texts = (milestone.text for milestone in line.row.milestones)
    return " ".join(" ".join((line.code, line.title, *texts)).split()).casefold()

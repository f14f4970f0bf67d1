"""What a question or a remit is about: found through access, with its words and who answers for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from governance.models import Question, Remit
from kpis.models import Figure
from kpis.queries.figures import figure_for
from milestones.models import Priority
from milestones.queries import priority_or_404
from schools import access
from schools.access import Person
from schools.models import School
from trust import clock
from trust.models import Area, Term
from trust.queries import current_term, current_trust
from trust.requests import plain_slug, whole_number


@dataclass(frozen=True)
class Target:
    """A figure, a priority, or a school with or without an area; none of these: the trust as a whole."""

    term: Term
    school: School | None = None
    area: Area | None = None
    figure: Figure | None = None
    priority: Priority | None = None

    @classmethod
    def of(cls, row: Question | Remit) -> Target:
        """What a question or a remit that has been read is about."""
        if isinstance(row, Remit):
            return cls(row.set_in, row.school, row.area)
        return cls(row.term, row.school, row.area, row.figure, row.priority)

    @property
    def named(self) -> dict[str, Any]:
        """The arguments of `ask_question`."""
        names = ("term", "school", "area", "figure", "priority")
        return {name: getattr(self, name) for name in names}

    @property
    def hidden(self) -> dict[str, str]:
        """What a form carries so that the same target is found again."""
        if self.figure is not None:
            return {"figure": str(self.figure.pk)}
        if self.priority is not None:
            return {"priority": str(self.priority.pk)}
        school, area = self.school, self.area
        named = {"school": school.slug if school else "", "area": area.slug if area else ""}
        return {name: slug for name, slug in named.items() if slug}

    @property
    def title(self) -> str:
        """'Oak School: attendance and behaviour'."""
        if self.priority is not None:
            return self.priority.title
        place = self.school.name if self.school else "The trust as a whole"
        if self.figure is not None:
            return f"{place}: {self.figure.definition.title}"
        return f"{place}: {self.area.name}" if self.area else place

    @property
    def answered_by(self) -> str:
        """Who owes the answer, by office: 'the headteacher of Oak School'."""
        if self.school is not None:
            return f"the headteacher of {self.school.name}"
        if self.priority is not None and self.priority.owner is not None:
            return self.priority.owner.name
        trust = current_trust()
        return f"the {trust.word('executive director') if trust else 'executive director'}"

    @property
    def url(self) -> str:
        """The page of what it is about; empty for the trust as a whole."""
        if self.figure is not None:
            return reverse("kpis:figure", args=[self.figure.pk])
        if self.priority is not None:
            return reverse("milestones:priority", args=[self.priority.pk])
        if self.school is None:
            return ""
        place = f"#area-{self.area.slug}" if self.area else ""
        return f"{reverse('schools:school', args=[self.school.slug])}?term={self.term.slug}{place}"


def target_of(user: Person, sent: Mapping[str, str]) -> Target:
    """What `figure`, `priority`, or `school` and `area` name, as far as the person may see it; else 404.

    Somebody who reads by release can therefore ask about what was released to them and nothing else.
    """
    term = term_now()
    if sent.get("figure"):
        figure = figure_for(user, whole_number(sent["figure"]))
        return Target(term, figure.school, figure.kpi.area, figure)
    if sent.get("priority"):
        return Target(term, priority=priority_or_404(user, whole_number(sent["priority"])))
    school = access.school_or_404(user, plain_slug(sent["school"])) if sent.get("school") else None
    area = get_object_or_404(Area, slug=plain_slug(sent["area"])) if sent.get("area") else None
    return Target(term, school, area)


def term_now() -> Term:
    """The term that today lies in; 404 outside the calendar, where nothing can be asked."""
    term = current_term(clock.today())
    if term is None:
        raise Http404
    return term

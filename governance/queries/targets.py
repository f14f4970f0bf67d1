"""What a question or a remit is about: found through access, with its words and who answers for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from governance.models import Question, Remit
from governance.packs.sections import SECTIONS
from governance.queries.updates import issued_updates
from kpis.models import Figure
from kpis.queries.figures import figure_for
from milestones.models import Priority
from milestones.queries import priority_or_404
from schools import access
from schools.access import Person
from schools.audits.queries import finding_or_404
from schools.models import Finding, School
from trust import clock
from trust.models import Area, Term
from trust.queries import current_term, current_trust
from trust.requests import plain_slug, whole_number
from trust.terms import TermRef


@dataclass(frozen=True)
class Target:
    """A figure, a priority, a finding, a section of the term's Trust Update, or a school with or without an
    area; none of these: the trust as a whole."""

    term: Term
    school: School | None = None
    area: Area | None = None
    figure: Figure | None = None
    priority: Priority | None = None
    finding: Finding | None = None
    section: str = ""

    @classmethod
    def of(cls, row: Question | Remit) -> Target:
        """What a question or a remit that has been read is about."""
        if isinstance(row, Remit):
            return cls(row.set_in, row.school, row.area)
        return cls(row.term, row.school, row.area, row.figure, row.priority, row.finding, row.section)

    @property
    def named(self) -> dict[str, Any]:
        """The arguments of `ask_question`."""
        names = ("term", "school", "area", "figure", "priority", "finding", "section")
        return {name: getattr(self, name) for name in names}

    @property
    def hidden(self) -> dict[str, str]:
        """What a form carries so that the same target is found again."""
        if self.figure is not None:
            return {"figure": str(self.figure.pk)}
        if self.priority is not None:
            return {"priority": str(self.priority.pk)}
        if self.finding is not None:
            return {"finding": str(self.finding.pk)}
        if self.section:
            return {"section": self.section, "term": self.term.slug}
        school, area = self.school, self.area
        named = {"school": school.slug if school else "", "area": area.slug if area else ""}
        return {name: slug for name, slug in named.items() if slug}

    @property
    def title(self) -> str:
        """'Oak School: attendance and behaviour'."""
        if self.priority is not None:
            return self.priority.title
        if self.section:
            return f"Trust Update, {self.term.name}: {SECTIONS.get(self.section, self.section).lower()}"
        place = self.school.name if self.school else "The trust as a whole"
        if self.figure is not None:
            return f"{place}: {self.figure.definition.title}"
        if self.finding is not None:
            return f"{place}: a finding, {self.finding.area.name.lower()}"
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
        if self.finding is not None:
            return reverse("schools:finding", args=[self.finding.pk])
        if self.section:
            return f"{reverse('governance:update', args=[self.term.ref])}#sections"
        if self.school is None:
            return ""
        place = f"#area-{self.area.slug}" if self.area else ""
        return f"{reverse('schools:school', args=[self.school.slug])}?term={self.term.slug}{place}"

    @property
    def noun(self) -> str:
        """What `url` leads to: 'figure', 'school'."""
        named = {"figure": self.figure, "priority": self.priority, "finding": self.finding}
        found = next((name for name, what in named.items() if what is not None), "")
        return found or ("Trust Update" if self.section else "school")


def target_of(user: Person, sent: Mapping[str, str]) -> Target:
    """What `figure`, `priority`, `finding`, `section` and `term`, or `school` and `area` name, as far as the
    person may see it; else 404.

    Somebody who reads by release can therefore ask about what was released to them and nothing else.
    """
    term = term_now()
    if sent.get("figure"):
        figure = figure_for(user, whole_number(sent["figure"]))
        return Target(term, figure.school, figure.kpi.area, figure)
    if sent.get("priority"):
        return Target(term, priority=priority_or_404(user, whole_number(sent["priority"])))
    if sent.get("finding"):
        finding = finding_or_404(user, whole_number(sent["finding"]))
        return Target(term, finding.school, finding.area, finding=finding)
    if sent.get("section"):
        return _section_of(user, sent["section"], sent.get("term", ""))
    school = access.school_or_404(user, plain_slug(sent["school"])) if sent.get("school") else None
    area = get_object_or_404(Area, slug=plain_slug(sent["area"])) if sent.get("area") else None
    return Target(term, school, area)


def _section_of(user: Person, section: str, slug: str) -> Target:
    """A section of an Update that was issued to the person."""
    update = issued_updates(user).filter(**_term_named(slug)).first()
    if section not in SECTIONS or update is None:
        raise Http404
    return Target(update.term, section=section)


def _term_named(slug: str) -> dict[str, int]:
    try:
        ref = TermRef.from_slug(slug)
    except ValueError as error:
        raise Http404 from error
    return {"term__year": ref.year, "term__number": ref.number}


def term_now() -> Term:
    """The term that today lies in; 404 outside the calendar, where nothing can be asked."""
    term = current_term(clock.today())
    if term is None:
        raise Http404
    return term

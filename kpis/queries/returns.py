"""What a return asks and how far it has come; who may see it; which returns are missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TypeVar

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from kpis.answers import Answer, Asked, read_together, reading_of
from kpis.deadlines import Timeliness, closed_words, deadline_of
from kpis.models import (
    CrossCheck,
    Definition,
    Document,
    Entry,
    Figure,
    Prefill,
    Return,
    ReturnState,
    Section,
)
from kpis.plausible import Agreement
from kpis.queries.gathered import gathered
from kpis.queries.grounds import Grounds, asked_of, grounds_of
from kpis.queries.visible import reader_for
from kpis.rag import Rag, rate
from schools import access
from schools.access import Permission, Person, Subject
from trust import clock
from trust.lifecycle import Refused
from trust.models import Area, Term
from trust.terms import TermRef

TRUST = "trust"  # the slug that stands in an address for the trust's own return
STARTED = "In progress"
CHECK_FIELDS = ("part", "relation", "other_id", "other_part", "is_refused", "words")
ENTRY_FIELDS = ("pk", "typed", "version", "saved_by_id", "saved_at", "saved_from")
WORDS_WANTED = {"comment", "note", "judged_reason"}


@dataclass(frozen=True)
class AreaSection:
    """One area of a return, with what was typed for each of its KPIs."""

    area: Area
    number: int
    answers: tuple[Answer, ...]
    delegated_to: str = ""
    signed_off_by: str = ""
    asked_in_all: int = 0

    @property
    def filled(self) -> int:
        """How many figures have been said something about that can be read."""
        return sum(not answer.is_blank and not answer.errors for answer in self.answers)

    @property
    def comments_needed(self) -> int:
        """How many answers still want words: why, or why they are right."""
        return sum(bool(WORDS_WANTED & set(answer.gaps)) for answer in self.answers)

    @property
    def to_correct(self) -> int:
        return sum(bool(answer.errors) for answer in self.answers)

    @property
    def is_complete(self) -> bool:
        return all(answer.is_complete for answer in self.answers)

    @property
    def is_untouched(self) -> bool:
        return all(answer.is_blank for answer in self.answers)

    @property
    def status(self) -> str:
        if self.is_complete:
            return "Complete"
        if self.is_untouched:
            return "Start"
        return "Check" if self.to_correct else STARTED

    @property
    def rags(self) -> list[Rag]:
        """The ratings so far, the worst first."""
        rated = [answer.rag for answer in self.answers if not answer.is_blank and not answer.errors]
        return sorted(rated, key=lambda rag: -rag.severity)


@dataclass(frozen=True)
class Reported:
    """One figure of a submitted return with its calculated rating, as its readers see it."""

    asked: Asked
    figure: Figure
    rag: Rag


@dataclass(frozen=True)
class ReadSection:
    """One area of a submitted return."""

    area: Area
    number: int
    reported: tuple[Reported, ...]

    @property
    def rags(self) -> list[Rag]:
        return sorted((one.rag for one in self.reported), key=lambda rag: -rag.severity)


OneSection = TypeVar("OneSection", AreaSection, ReadSection)


def subject_of(returned: Return, area: Area | None = None) -> Subject:
    """The return, or one section of it, as access knows it."""
    return Subject("return", school=returned.school_id, area=area.pk if area else None)


def returns_for(user: Person, term: Term | None = None) -> QuerySet[Return]:
    """The returns that the person may open, the newest term first.

    Who does not see drafts sees a return once it has been issued.
    """
    schools = access.schools_for(user, Permission.SEE_RETURN)
    seen = access.sight(user)
    visible = Q(school__in=schools)
    if access.allows(user, Permission.SEE_RETURN, Subject("return")):
        visible |= Q(school__isnull=True)
    drafts = Q(state=ReturnState.ISSUED)
    if seen.draft_schools is None:
        drafts = Q()
    else:
        drafts |= Q(school__in=seen.draft_schools)
        drafts |= Q(school__isnull=True) if seen.own_trust_drafts else Q(pk__in=())
    of_term = Return.objects.all() if term is None else Return.objects.filter(term=term)
    found = of_term.filter(visible, drafts).select_related("school", "term", "submitted_by", "decided_by")
    return found.order_by("-term__year", "-term__number", "school__name")


def return_or_404(user: Person, term: TermRef, slug: str) -> Return:
    """The return at that address, or 404 where the person may not see it or it does not exist."""
    school = Q(school__isnull=True) if slug == TRUST else Q(school__slug=slug)
    found = returns_for(user).filter(school, term__year=term.year, term__number=term.number).first()
    if found is None:
        raise Http404
    return found


def timeliness_of(returned: Return, today: date) -> Timeliness:
    """On time, late or closed: as it was first handed in, or as it stands today where it never was."""
    return deadline_of(returned).timeliness(today, returned.handed_in_on)


def is_late(returned: Return, today: date) -> bool:
    """Whether it first came in, or still has not, after the day on which it was due."""
    return timeliness_of(returned, today) is not Timeliness.ON_TIME


def why_shut(returned: Return, today: date) -> str:
    """Why nothing can be put into the return any more, in words; empty where something can."""
    if not returned.is_open:
        return f"This return is {returned.get_state_display().lower()}, so nothing can be put into it now."
    return why_closed(returned, today)


def refuse_shut(returned: Return, today: date) -> None:
    """Refused where nothing can be put into the return any more."""
    if words := why_shut(returned, today):
        raise Refused(words)


def why_closed(returned: Return, today: date) -> str:
    """Whom to ask, where the return has closed and was not given more time; empty where it has not."""
    is_closed = timeliness_of(returned, today) is Timeliness.CLOSED
    return closed_words(deadline_of(returned).closes) if is_closed else ""


def refuse_closed(returned: Return, today: date) -> None:
    """Refused, saying whom to ask, where the return has closed and was not given more time."""
    if words := why_closed(returned, today):
        raise Refused(words)


def asked_with_entries(returned: Return) -> list[Asked]:
    """The KPIs that the return asks, each with what was typed for it; four queries.

    What was typed, who fills in a section, what has documents and what must agree with what are asked with
    the definitions: a page of a return has few queries to spare.
    """
    sections = Section.objects.filter(returned=returned, area=OuterRef("kpi__area"))
    people = ("delegated_to", "signed_off_by")
    noted = {name: Subquery(sections.values(f"{name}__name")[:1]) for name in people}
    documents = Document.objects.filter(returned=returned, kpi=OuterRef("kpi"), removed_at__isnull=True)
    counted = documents.order_by().values("kpi").annotate(documents=Count("pk"))
    noted["documents"] = Subquery(counted.values("documents"))
    noted["agreements"] = agreements_noted()
    entries = Entry.objects.filter(returned=returned, kpi=OuterRef("kpi"))
    noted |= {f"entry_{name}": Subquery(entries.values(name)) for name in ENTRY_FIELDS}
    grounds = grounds_of(returned.term, [returned.school_id], None, **noted)
    known = {
        kpi: _entry_of(one, returned) for kpi, one in grounds.definitions.items() if vars(one)["entry_pk"]
    }
    return asked_of(returned, grounds, known)


def agreements_noted() -> Subquery:
    """What `agreements_of` reads, to be asked with the definitions."""
    return gathered(CrossCheck.objects.filter(kpi=OuterRef("kpi")), "kpi", *CHECK_FIELDS)


def agreements_of(asked: Iterable[Asked]) -> list[Agreement]:
    """Which of these answers must agree with which, as the KPI book has it; costs no query."""
    return [
        Agreement(one.kpi.pk, *(check[name] for name in CHECK_FIELDS))
        for one in asked
        for check in vars(one.definition).get("agreements") or ()
    ]


def answers_of(returned: Return, *, instead: Mapping[str, Mapping[str, str]] | None = None) -> list[Answer]:
    """Every answer of a return as it stands, each held against the others; four queries.

    `instead` maps codes of KPIs to text that is read in place of what was saved for them.
    """
    asked = asked_with_entries(returned)
    return read_together(asked, agreements_of(asked), clock.today(), instead=instead)


def sections_of(
    returned: Return,
    user: Person | None = None,
    *,
    instead: Mapping[str, Mapping[str, str]] | None = None,
) -> list[AreaSection]:
    """The areas of a return with what has been typed so far; those that `user` may see, or all.

    Four queries, whatever the number of KPIs.
    """
    sections = []
    every = answers_of(returned, instead=instead)
    by_area = groupby(every, key=lambda one: one.asked.kpi.area)
    for number, (area, group) in enumerate(by_area, start=1):
        answers = tuple(group)
        noted = vars(answers[0].asked.definition)
        people = (noted["delegated_to"] or "", noted["signed_off_by"] or "")
        sections.append(AreaSection(area, number, answers, *people, len(every)))
    return sections if user is None else _seen_sections(sections, returned, user)


def prefills_of(returned: Return, area: Area) -> dict[int, Prefill]:
    """KPI → what another part of the portal already knows of it for this return."""
    known = Prefill.objects.filter(term=returned.term, school=returned.school, kpi__area=area)
    return {prefill.kpi_id: prefill for prefill in known}


def reported_of(returned: Return, grounds: Grounds) -> list[Reported]:
    """The latest version of each figure of a submitted return, with its rating; costs no query."""
    reported = []
    for asked in asked_of(returned, grounds):
        figure = asked.standing
        if figure is not None and figure.returned_id == returned.pk:
            reported.append(Reported(asked, figure, rate(reading_of(figure, asked), asked.rule)))
    return reported


def read_sections(returned: Return, user: Person) -> list[ReadSection]:
    """The areas of a submitted return, as this person may read them; four queries."""
    drafts = access.sight(user).drafts_of(returned.school_id)
    reader = None if drafts else reader_for(user)
    reported = reported_of(returned, grounds_of(returned.term, [returned.school_id], reader))
    groups = groupby(reported, key=lambda one: one.asked.kpi.area)
    sections = [
        ReadSection(area, number, tuple(group)) for number, (area, group) in enumerate(groups, start=1)
    ]
    return _seen_sections(sections, returned, user)


def _seen_sections(sections: Iterable[OneSection], returned: Return, user: Person) -> list[OneSection]:
    seen = Permission.SEE_RETURN
    return [one for one in sections if access.allows(user, seen, subject_of(returned, one.area))]


def _entry_of(definition: Definition, returned: Return) -> Entry:
    """The entry that was read with the definition."""
    kept = {name: vars(definition)[f"entry_{name}"] for name in ENTRY_FIELDS}
    entry = Entry(returned=returned, kpi=definition.kpi, **kept)
    entry._state.adding = False
    return entry

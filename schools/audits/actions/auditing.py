"""What can happen to an audit: it is opened for the schools of a term, filled in, and completed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from schools.access import Permission, Subject, require
from schools.models import Audit, AuditAnswer, AuditState, Checklist, School
from schools.queries import members_on
from trust import clock, history
from trust.lifecycle import Refused, advance
from trust.models import Term, User


@dataclass(frozen=True)
class Answered:
    """What was found at one item: a value of `Met`, or nothing yet, and a note."""

    met: str = ""
    note: str = ""


@dataclass(frozen=True)
class Visit:
    """The day of the audit, who carried it out, and what is to be said of it as a whole."""

    on: date | None = None
    by_words: str = ""
    summary: str = ""


class AuditConflict(Exception):
    """Somebody else saved the same audit meanwhile: `standing` is theirs."""

    def __init__(self, standing: Audit) -> None:
        super().__init__("Somebody else saved this audit while you were writing.")
        self.standing = standing


def subject_of(audit: Audit) -> Subject:
    return Subject("audit", school=audit.school_id, area=audit.checklist.area_id)


def open_audits(checklist: Checklist, term: Term, *, by: User) -> list[Audit]:
    """Open a checklist's audit for every school of the trust; those that have theirs keep it.

    The new ones alone are returned, so that opening twice opens once.
    """
    require(by, Permission.KEEP_COMPLIANCE)
    with transaction.atomic():
        # The checklist is the lock: two clicks at once open the audits once.
        held = Checklist.objects.select_for_update().get(pk=checklist.pk)
        there = Audit.objects.filter(checklist__title=held.title, term=term, school__isnull=False)
        day = max(term.starts, min(clock.today(), term.ends))
        schools = School.objects.filter(members_on(day)).exclude(pk__in=there.values("school"))
        made = [
            Audit.objects.create(checklist=held, school=school, term=term, made_by=by) for school in schools
        ]
        for audit in made:
            AuditAnswer.objects.bulk_create(AuditAnswer(audit=audit, item=item) for item in held.items.all())
        if made:
            history.record(by, "audit.opened", held, term=term.ref, schools=len(made))
    return made


def save_audit(
    audit: Audit, *, by: User, seen_version: int, visit: Visit, answers: Mapping[int, Answered]
) -> Audit:
    """Keep what has been found so far, by the key of each item; it can be saved as often as wished.

    Raises AuditConflict where somebody else saved meanwhile, Refused once it is completed.
    """
    require(by, Permission.AUDIT_SCHOOL, subject_of(audit))
    with transaction.atomic():
        held = _held(audit)
        if held.state != AuditState.DRAFT:
            raise Refused("This audit is completed, so nothing in it can be changed.")
        if held.version != seen_version:
            raise AuditConflict(held)
        _save_visit(held, visit)
        for answer in held.answers.all():
            given = answers.get(answer.item_id)
            if given is not None and (given.met, given.note) != (answer.met, answer.note):
                answer.met, answer.note = given.met, given.note
                answer.save(update_fields=["met", "note"])
        answered = held.answers.exclude(met="").count()
        history.record(
            by, "audit.saved", held, version=held.version, answered=answered,
            summary=history.salted(visit.summary),
        )  # fmt: skip
    return held


def complete_audit(audit: Audit, *, by: User) -> Audit:
    """The audit stands as it is. Raises Refused while an answer, the day or the auditor is missing."""
    require(by, Permission.AUDIT_SCHOOL, subject_of(audit))
    with transaction.atomic():
        held = _held(audit)
        advance(held, AuditState.DONE, refusal="This audit has been completed already.")
        missing = missing_of(held)
        if missing:
            raise Refused(f"Still missing: {'; '.join(missing)}.")
        held.done_at = clock.now()
        held.version += 1
        held.save()
        history.record(by, "audit.completed", held, term=held.term.ref, on=held.on)
    return held


def missing_of(audit: Audit) -> list[str]:
    """What an audit lacks before it can be completed, in words."""
    empty = audit.answers.filter(met="").count()
    facts = {
        f"{empty} answer{'' if empty == 1 else 's'}": bool(empty),
        "the day of the audit": audit.on is None,
        "a day that has come": audit.on is not None and audit.on > clock.today(),
        "who carried it out": not audit.by_words,
    }
    return [words for words, lacks in facts.items() if lacks]


def _held(audit: Audit) -> Audit:
    rows = Audit.objects.select_for_update(of=("self",)).select_related("checklist", "school", "term")
    return rows.get(pk=audit.pk)


def _save_visit(audit: Audit, visit: Visit) -> None:
    audit.on, audit.by_words, audit.summary = visit.on, visit.by_words, visit.summary
    audit.version += 1
    audit.save()

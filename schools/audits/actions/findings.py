"""What can happen to a finding: it is raised, said to be mended, closed by somebody else, opened again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction

from schools.access import Permission, Subject, require
from schools.audits import notices
from schools.directory import holds_post
from schools.models import Audit, Finding, FindingState, School, Severity
from trust import clock, history
from trust.lifecycle import Refused, advance
from trust.models import Area, User

MENDED: Final = "finding.mended"


@dataclass(frozen=True)
class Found:
    """What is to be put right, how grave it is, who answers for it (a person or a post), and until when."""

    area: Area
    text: str
    severity: str
    due_on: date
    found_on: date
    owner: User | None = None
    owner_post: str = ""
    school: School | None = None
    audit: Audit | None = None


class FindingConflict(Exception):
    """Somebody else did something to the same finding meanwhile: `standing` is how it stands."""

    def __init__(self, standing: Finding) -> None:
        super().__init__("Somebody else changed this finding while you were writing.")
        self.standing = standing


def subject_of(finding: Finding) -> Subject:
    owners = frozenset({finding.owner_id} if finding.owner_id else ())
    return Subject("finding", school=finding.school_id, area=finding.area_id, owners=owners)


def raise_finding(found: Found, *, by: User, key: str) -> Finding:
    """Put a finding on record; the same `key` again gives the same finding.

    The owner is told by e-mail, and a serious one is told to the chair at once.
    """
    require(
        by,
        Permission.AUDIT_SCHOOL,
        Subject("finding", school=found.school.pk if found.school else None, area=found.area.pk),
    )
    if found.due_on < found.found_on:
        raise Refused("It cannot be due before it was found.")
    if found.owner is None and not found.owner_post:
        raise Refused("Say who answers for it: a person or a post.")
    with transaction.atomic():
        finding, is_new = Finding.objects.get_or_create(request_key=key, defaults=vars(found))
        if is_new:
            history.record(
                by, "finding.raised", finding, severity=found.severity, due_on=found.due_on,
                text=history.salted(found.text),
            )  # fmt: skip
            notices.finding_raised(finding, by)
            if found.severity == Severity.SERIOUS:
                notices.serious_finding(finding, by)
    return finding


def mend_finding(
    finding: Finding, *, by: User, evidence: str, seen_version: int, evidence_url: str = ""
) -> Finding:
    """The owner says how it was put right; somebody else closes it. Raises FindingConflict, Refused."""
    require(by, Permission.MEND_FINDING, subject_of(finding))
    if not evidence.strip():
        raise Refused("Say what shows that it is put right.")
    with transaction.atomic():
        held = _held(finding, seen_version)
        advance(held, FindingState.MENDED, refusal=_not_now(held))
        held.evidence, held.evidence_url = evidence.strip(), evidence_url
        _save(held)
        history.record(by, MENDED, held, evidence=history.salted(held.evidence), link=bool(evidence_url))
        notices.finding_mended(held, by)
    return held


def close_finding(finding: Finding, *, by: User, words: str, seen_version: int) -> Finding:
    """Somebody who neither owns it nor said that it was mended has seen that it is; Refused for those two."""
    require(by, Permission.CLOSE_FINDING, subject_of(finding))
    with transaction.atomic():
        held = _held(finding, seen_version)
        reason = why_not_close(held, by)
        if reason:
            raise Refused(reason)
        advance(held, FindingState.CLOSED, refusal=_not_now(held))
        held.closed_by, held.closed_at, held.closing_words = by, clock.now(), words
        _save(held)
        history.record(by, "finding.closed", held, words=history.salted(words))
    return held


def reopen_finding(finding: Finding, *, by: User, reason: str, seen_version: int) -> Finding:
    """Give it back to its owner, from mended or from closed, with the reason."""
    require(by, Permission.CLOSE_FINDING, subject_of(finding))
    if not reason.strip():
        raise Refused("Say what is still to be put right.")
    with transaction.atomic():
        held = _held(finding, seen_version)
        was = held.state
        advance(held, FindingState.OPEN, refusal="This finding is open already.")
        held.closed_by, held.closed_at, held.closing_words = None, None, reason.strip()
        _save(held)
        history.record(by, "finding.reopened", held, was=str(was), reason=history.salted(held.closing_words))
        notices.finding_reopened(held, by)
    return held


def why_not_close(finding: Finding, by: User) -> str:
    """Why this person may not close it, in words; '' where they may."""
    if finding.owner_id == by.pk or holds_post(by, finding.owner_post, finding.school):
        return "You answer for this finding, so somebody else closes it."
    last = history.events_about(finding).filter(verb=MENDED).last()
    if finding.state == FindingState.MENDED and last is not None and last.actor == by.history_key:
        return "You said that it is mended, so somebody else closes it."
    return ""


def _held(finding: Finding, seen_version: int) -> Finding:
    rows = Finding.objects.select_for_update(of=("self",)).select_related("school", "area", "owner")
    held = rows.get(pk=finding.pk)
    if held.version != seen_version:
        raise FindingConflict(held)
    return held


def _save(finding: Finding) -> None:
    finding.version += 1
    finding.save()


def _not_now(finding: Finding) -> str:
    return f"This finding is {finding.get_state_display().lower()}, so that cannot be done now."

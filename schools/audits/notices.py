"""What is written to people about findings; no e-mail carries what was found."""

from __future__ import annotations

from collections.abc import Iterable

from schools.directory import holders
from schools.models import Finding, Role
from trust.dates import full_date
from trust.links import link_to
from trust.models import User
from trust.post import post


def finding_raised(finding: Finding, by: User) -> None:
    """Tell the owner, or the head where a post owns it."""
    text = (
        f"An audit finding at {place_of(finding)} is yours to put right by {full_date(finding.due_on)}.\n\n"
        f"Read it, and say what was done, here:\n{link_to('schools:finding', finding.pk)}\n"
    )
    _tell(_owners(finding), by, f"finding.raised {finding.pk}", f"A finding at {place_of(finding)}", text)


def serious_finding(finding: Finding, by: User) -> None:
    """Tell the chair and the executive at once that something serious was found."""
    text = (
        f"A serious finding has been recorded at {place_of(finding)}, in {finding.area.name.lower()}. "
        f"It is due by {full_date(finding.due_on)}.\n\nRead it here:\n"
        f"{link_to('schools:finding', finding.pk)}\n"
    )
    told = holders(Role.CHAIR, Role.EXECUTIVE)
    _tell(told, by, f"finding.serious {finding.pk}", f"A serious finding at {place_of(finding)}", text)


def finding_mended(finding: Finding, by: User) -> None:
    """Tell those who can close it that its owner says it is mended."""
    text = (
        f"{by.name} says that a finding at {place_of(finding)} has been put right.\n\n"
        "Look at what shows it, and close the finding or give it back:\n"
        f"{link_to('schools:finding', finding.pk)}\n"
    )
    event = f"finding.mended {finding.pk} {finding.version}"
    _tell(holders(Role.EXECUTIVE, Role.CHAIR), by, event, f"A finding to close: {place_of(finding)}", text)


def finding_reopened(finding: Finding, by: User) -> None:
    """Tell the owner that it is open again."""
    text = (
        f"{by.name} has opened a finding at {place_of(finding)} again and says what is still to be done:\n"
        f"{link_to('schools:finding', finding.pk)}\n"
    )
    event = f"finding.reopened {finding.pk} {finding.version}"
    _tell(_owners(finding), by, event, f"A finding is open again: {place_of(finding)}", text)


def place_of(finding: Finding) -> str:
    return finding.school.name if finding.school else "the trust"


def _owners(finding: Finding) -> list[User]:
    if finding.owner is not None:
        return [finding.owner]
    if finding.school is not None:
        return list(holders(Role.HEAD, school=finding.school))
    return list(User.objects.filter(post=finding.owner_post, is_active=True))


def _tell(people: Iterable[User], by: User, event: str, subject: str, text: str) -> None:
    for person in {each.pk: each for each in people if each.pk != by.pk}.values():
        post(person, event, subject, text)

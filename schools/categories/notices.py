"""What is written to those who judge a school: that a self-evaluation came back."""

from __future__ import annotations

from schools.directory import holders
from schools.models import Categorisation, Role
from trust.links import link_to
from trust.models import User
from trust.post import post


def sent_back(held: Categorisation, by: User, reason: str) -> None:
    """Tell who wrote it and the head."""
    place = held.school.name if held.school else "the trust"
    slug = held.school.slug if held.school else "trust"
    text = (
        f"{by.name} has given back the self-evaluation of {place} for {held.term.name}:\n\n{reason}\n\n"
        f"What was written is still there. Go on with it here:\n"
        f"{link_to('schools:evaluation', slug, held.term.slug)}\n"
    )
    people = [*(holders(Role.HEAD, school=held.school) if held.school else ()), held.own_by]
    for person in {each.pk: each for each in people if each and each.pk != by.pk}.values():
        key = f"category.sent-back {held.pk} {held.version}"
        post(person, key, f"Look again at the self-evaluation of {place}", text)

"""Who signs in with what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Prefetch, Q

from schools.entrance.rules import STEPS, must_have
from trust.listing import Rows
from trust.models import Trust, User
from trust.queries import current_trust

NAMES = {Authenticator.Type.TOTP: "Authenticator app", Authenticator.Type.WEBAUTHN: "Passkey"}


@dataclass(frozen=True)
class Standing:
    """A person who can sign in, what they sign in with, and whether they must have it."""

    person: User
    steps: tuple[str, ...]
    must: bool

    @property
    def is_owing(self) -> bool:
        return self.must and not self.steps


def standings(trust: Trust | None) -> list[Standing]:
    """Everybody with a password, those who owe a second step first; two queries and one for each person's
    roles where these decide."""
    without = Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    people = User.objects.filter(is_active=True).exclude(without).prefetch_related(_held())
    rows = [_standing(person, trust) for person in people.order_by("name")]
    return sorted(rows, key=lambda row: not row.is_owing)


def standing_rows(rows: Sequence[Standing]) -> Rows:
    """The same for a file."""
    header = ("Person", "E-mail address", "Post", "Second step", "Must have one")
    return Rows(header, [_cells(row) for row in rows])


def _cells(row: Standing) -> tuple[str, ...]:
    person = row.person
    return person.name, person.email, person.post, ", ".join(row.steps), "Yes" if row.must else "No"


def standing_of(person: User) -> Standing:
    """The same of one person."""
    return _standing(User.objects.prefetch_related(_held()).get(pk=person.pk), current_trust())


def _held() -> Prefetch:
    return Prefetch("authenticator_set", Authenticator.objects.filter(type__in=STEPS), to_attr="steps_held")


def _standing(person: User, trust: Trust | None) -> Standing:
    held = dict.fromkeys(NAMES[each.type] for each in vars(person)["steps_held"])
    return Standing(person, tuple(held), must_have(person, trust))

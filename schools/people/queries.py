"""Who has an account, with what they hold and whether they can sign in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Prefetch, Q

from schools.models import Appointment, Invitation
from schools.people.words import words_of
from trust import clock
from trust.clock import LONDON, wall
from trust.dates import short_date
from trust.models import User

ACTIVE, NEVER, INVITED, NOT_ASKED = "active", "never", "invited", "not-asked"
NO_ROLE, LEFT = "no-role", "left"
STATES: Final = {
    ACTIVE: "Signs in",
    NEVER: "Has not signed in yet",
    INVITED: "Invited",
    NOT_ASKED: "Not invited",
    NO_ROLE: "No role",
    LEFT: "Left",
}


@dataclass(frozen=True)
class Account:
    """One person as the list shows them; `held` are the roles of today and to come, the earliest first."""

    person: User
    held: tuple[Appointment, ...]
    invitation: Invitation | None

    @property
    def state(self) -> str:
        person = self.person
        if not person.is_active:
            return LEFT
        if not self.held:
            return NO_ROLE
        if person.has_usable_password():
            return ACTIVE if person.last_login else NEVER
        return INVITED if self.invitation else NOT_ASKED

    @property
    def can_sign_in(self) -> bool:
        return self.person.is_active and self.person.has_usable_password()

    @property
    def state_words(self) -> str:
        """'Invited until 26 Nov 2026', 'Signs in'."""
        if self.state == INVITED and self.invitation:
            return f"Invited until {short_date(_london(self.invitation.expires_at))}"
        return STATES[self.state]

    @property
    def roles(self) -> str:
        """'Trustee; local governor at Oak School'."""
        said = "; ".join(_dated(each) for each in self.held)
        return said[:1].upper() + said[1:]


def accounts() -> list[Account]:
    """Everybody but those whose details were replaced, by name; three queries."""
    people = User.objects.exclude(email__endswith="@left.invalid").order_by("name", "pk")
    return [_account(person) for person in people.prefetch_related(*_beside())]


def account_of(pk: int) -> Account | None:
    """One person, those whose details were replaced among them."""
    person = User.objects.prefetch_related(*_beside()).filter(pk=pk).first()
    return _account(person) if person else None


def past_of(person: User) -> list[Appointment]:
    """What the person held before today, the latest first."""
    over = Appointment.objects.filter(person=person, ends__lte=clock.today())
    return list(over.select_related("school", "made_by").order_by("-ends", "-pk"))


def _beside() -> tuple[Prefetch, Prefetch]:
    still = Appointment.objects.filter(Q(ends=None) | Q(ends__gt=clock.today()))
    held = still.select_related("school", "made_by").order_by("starts", "pk")
    live = Invitation.objects.filter(used_at=None, withdrawn_at=None, expires_at__gt=wall())
    return (
        Prefetch("appointments", held, to_attr="roles_held"),
        Prefetch("invitations", live, to_attr="invitations_open"),
    )


def _account(person: User) -> Account:
    known = vars(person)
    return Account(person, tuple(known["roles_held"]), next(iter(known["invitations_open"]), None))


def _dated(held: Appointment) -> str:
    later = f" from {short_date(held.starts)}" if held.starts > clock.today() else ""
    return f"{words_of(held)}{later}"


def _london(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()

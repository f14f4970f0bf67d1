"""What is done to how somebody signs in: an administrator takes a lost second step away, and an identity of
another provider is joined to an account or parted from it."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import PermissionDenied
from django.db import transaction

from schools import access
from schools.access import Permission
from schools.directory import holders
from schools.entrance import notices
from schools.models import Role
from trust import history
from trust.lifecycle import Refused
from trust.models import User
from trust.visits.actions import end_visits


def reset_second_step(person: User, *, by: User) -> None:
    """Take every step and recovery code away from somebody else's account, and tell who should know.

    The password stays, and is asked for next. Refused for one's own account, and where there is none.
    """
    access.require(by, Permission.RESET_SECOND_STEP)
    if person.pk == by.pk:
        raise Refused("You cannot reset your own second step. Ask another administrator.")
    with transaction.atomic():
        gone, _ = Authenticator.objects.filter(user=person).delete()
        if not gone:
            raise Refused(f"{person} has no second step that could be reset.")
        event = history.record(by, "second_step.reset", person)
        others = [each for each in holders(Role.ADMINISTRATOR) if each.pk not in (by.pk, person.pk)]
        end_visits(person, by=by)
        notices.tell_second_step_was_reset(person, by, others, event.number)


def join_identity(account: SocialAccount) -> User | None:
    """Join an identity that signs in for the first time to the person with its address; None where there is
    nobody, or where another identity of that provider is theirs already: an address may have been given on.

    An account that was closed is given back as it is, and is refused by whoever signs in.
    """
    with transaction.atomic():
        held = User.objects.select_for_update().filter(email__iexact=account.extra_data["address"]).first()
        if held is None or not held.is_active:
            return held
        if SocialAccount.objects.filter(user=held, provider=account.provider).exists():
            return None
        account.user = held
        account.save()
        event = history.record(held, "identity.joined", held, provider=account.provider)
        notices.tell_second_step_changed(held, "identity.joined", event.number)
    return held


def part_with_identity(account: SocialAccount, *, by: User) -> None:
    """Take one's own identity away. Refused without a password, since nothing would open the account then."""
    if account.user_id != by.pk:
        raise PermissionDenied
    if not by.has_usable_password():
        raise Refused(
            "You have no password yet. Choose one by “Forgotten your password?”, then take it away."
        )
    with transaction.atomic():
        SocialAccount.objects.filter(pk=account.pk).delete()
        event = history.record(by, "identity.parted", by, provider=account.provider)
        notices.tell_second_step_changed(by, "identity.parted", event.number)

"""A set of targets on its way to the board: views are asked for and given, then it is agreed or withdrawn."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kpis import notices_proposals as notices
from kpis.actions.bands import (
    check_band,
    mark_agreed,
    require_past,
    require_unagreed,
    require_unissued,
)
from kpis.actions.proposals import held_proposal
from kpis.models import Band, BandState, Consulted, Kpi, Proposal
from kpis.queries.proposals import concerned_schools, sides_of
from schools.access import Permission, Subject, require
from schools.models import School
from trust import clock, history
from trust.lifecycle import Refused, advance
from trust.models import User

STEPS = {
    BandState.PROPOSED: "being written",
    BandState.CONSULTED: "out for views",
    BandState.AGREED: "agreed by the board",
    BandState.WITHDRAWN: "withdrawn",
}


def ask_for_views(proposal: Proposal, *, by: User, views_by: date | None = None) -> Proposal:
    """Send the set to the heads and the chairs of local governors, who are told by e-mail; once.

    `views_by` is the last day for an answer, where it has not been set before. Raises ValidationError
    without such a day or for one that is past, Refused for a set without a band.
    """
    require(by, Permission.KEEP_KPIS)
    with transaction.atomic():
        held = held_proposal(proposal)
        if held.state == BandState.CONSULTED:
            return held
        advance(held, BandState.CONSULTED, refusal=_settled(held))
        held.views_by = views_by or held.views_by
        if held.views_by is None or held.views_by < clock.today():
            raise ValidationError({"views_by": "Choose the last day for an answer, today or later."})
        _require_bands(held)
        held.consulted_at = clock.now()
        held.save()
        _move_bands(held, BandState.CONSULTED)
        history.record(by, "targets.consulted", held, views_by=held.views_by)
        for school in concerned_schools(held):
            notices.ask_for_views(held, school)
    return held


def take_back_proposal(proposal: Proposal, *, by: User) -> Proposal:
    """Take a set back from those who look at it, so that it can be changed and sent out again.

    Views that were given stay, marked as given before the change.
    """
    require(by, Permission.KEEP_KPIS)
    with transaction.atomic():
        held = held_proposal(proposal)
        if held.state == BandState.PROPOSED:
            return held
        advance(held, BandState.PROPOSED, refusal=_settled(held))
        held.save()
        _move_bands(held, BandState.PROPOSED)
        history.record(by, "targets.taken_back", held)
    return held


def give_view(
    proposal: Proposal, school: School, *, by: User, side: str, view: str, words: str = ""
) -> Consulted:
    """What a school's head or its governors say of the set; a later word takes the place of the earlier.

    `side` is one that the person speaks for. Raises PermissionDenied for another, ValidationError for a
    concern without words, Refused unless views are being asked for.
    """
    require(by, Permission.SPEAK_TO_TARGETS, Subject("targets", school=school.pk))
    if side not in sides_of(by, school):
        raise PermissionDenied("You cannot speak for that side of the school.")
    words = words.strip()
    if view == Consulted.View.CONCERNED and not words:
        raise ValidationError({"words": "Say what your concern is."})
    with transaction.atomic():
        held = held_proposal(proposal)
        if held.state != BandState.CONSULTED:
            raise Refused(f"This set is {STEPS[BandState(held.state)]}, so views are not being asked for.")
        known = Consulted.objects.filter(proposal=held, school=school, side=side).first()
        said = known or Consulted(proposal=held, school=school, side=side)
        if known and _says(known, held, by, view, words):
            return known
        said.view, said.words, said.by, said.at = view, words, by, clock.now()
        said.full_clean()
        said.save()
        facts = {"school": school.pk, "side": side, "view": view, "words": history.salted(words)}
        history.record(by, "targets.view_given", held, **facts)
    return said


def agree_proposal(
    proposal: Proposal, *, by: User, agreed_on: date, minute: str, reason: str = ""
) -> Proposal:
    """Record the board's agreement to the whole set: every band is agreed, or none is.

    Without asking for views it needs a `reason`, which stands with the set from then on. Agreeing twice is
    agreeing once. Raises Refused where a band for exactly the same was agreed, or a term was issued,
    meanwhile; ValidationError for a day to come, or without a minute.
    """
    require(by, Permission.KEEP_KPIS)
    require_past(agreed_on)
    if not minute.strip():
        raise ValidationError({"minute": "Say where the board's agreement is minuted."})
    with transaction.atomic():
        held = held_proposal(proposal)
        if held.state == BandState.AGREED:
            return held
        _require_views_or(reason, held)
        advance(held, BandState.AGREED, refusal=_settled(held))
        bands = _require_bands(held)
        list(Kpi.objects.select_for_update().filter(pk__in={band.kpi_id for band in bands}).order_by("pk"))
        require_unissued(held.from_term)
        for band in bands:
            check_band(band)
            require_unagreed(band)
            mark_agreed(band, by=by, agreed_on=agreed_on, minute=minute.strip(), set=held.pk)
        held.agreed_on, held.agreed_by, held.minute = agreed_on, by, minute.strip()
        held.save()
        facts = {"bands": len(bands), "agreed_on": agreed_on, "reason": history.salted(reason.strip())}
        history.record(by, "targets.agreed", held, **facts)
    return held


def withdraw_proposal(proposal: Proposal, *, by: User, reason: str) -> Proposal:
    """Give a set up, saying why; what was agreed before goes on holding, and the set stays to be read."""
    require(by, Permission.KEEP_KPIS)
    if not reason.strip():
        raise ValidationError({"reason": "Say why the set is withdrawn."})
    with transaction.atomic():
        held = held_proposal(proposal)
        if held.state == BandState.WITHDRAWN:
            return held
        advance(held, BandState.WITHDRAWN, refusal=_settled(held))
        _add_note(held, f"Withdrawn: {reason.strip()}")
        held.save()
        _move_bands(held, BandState.WITHDRAWN)
        history.record(by, "targets.withdrawn", held, reason=history.salted(reason.strip()))
    return held


def _settled(proposal: Proposal) -> str:
    return f"This set is {STEPS[BandState(proposal.state)]}, so that cannot be done now."


def _require_bands(proposal: Proposal) -> list[Band]:
    bands = list(proposal.bands.select_related("kpi", "from_term", "target_by", "school"))
    if not bands:
        raise Refused("There is no target in this set yet. Add one first.")
    return bands


def _require_views_or(reason: str, proposal: Proposal) -> None:
    """A set that nobody was asked about needs a reason, which then stands in its note to be read."""
    if proposal.state != BandState.PROPOSED:
        return
    if not reason.strip():
        raise ValidationError(
            {"reason": "Heads and governors have not been asked. Ask them first, or say why not."}
        )
    _add_note(proposal, f"Agreed without asking for views: {reason.strip()}")


def _add_note(proposal: Proposal, words: str) -> None:
    proposal.note = "\n\n".join(filter(None, (proposal.note, words)))


def _move_bands(proposal: Proposal, state: str) -> None:
    proposal.bands.exclude(state=BandState.AGREED).update(state=state)


def _says(known: Consulted, proposal: Proposal, by: User, view: str, words: str) -> bool:
    """Whether this person said exactly that already, and after the set was last sent out."""
    is_fresh = proposal.consulted_at is None or known.at >= proposal.consulted_at
    return is_fresh and (known.view, known.words, known.by_id) == (view, words, by.pk)

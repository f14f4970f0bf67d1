"""What the executive director decides of a submitted return, and corrections once it is decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from kpis import notices
from kpis.actions.held import held_return
from kpis.answers import GIVEN, Answer, read_answer, strength_of, typed_of
from kpis.models import Figure, Judgement, Return, ReturnState, Strength
from kpis.models.figure import JUDGED
from kpis.queries.grounds import asked_of, grounds_of
from kpis.queries.returns import subject_of
from kpis.rag import Mark
from schools.access import Permission, require
from trust import clock, history
from trust.lifecycle import Refused, advance
from trust.models import User

MARKS = {str(mark) for mark, _ in JUDGED}


def accept_return(returned: Return, *, by: User, seen_attempt: int | None = None) -> Return:
    """Accept a submitted return; whoever submitted it, or entered the trust's own figures, cannot.

    `seen_attempt` is the submission that was looked at: a later one is not accepted unread. Accepting twice
    gives the same answer. Raises Refused.
    """
    require(by, Permission.MODERATE_RETURN, subject_of(returned))
    with transaction.atomic():
        held = held_return(returned.pk)
        if held.state == ReturnState.ACCEPTED:
            return held
        if seen_attempt is not None and seen_attempt != held.attempt:
            raise Refused("This return has been submitted again since you opened it. Look at it once more.")
        advance(held, ReturnState.ACCEPTED, refusal=_not_submitted(held))
        if by.pk == held.submitted_by_id or (held.school_id is None and _entered(held, by)):
            raise Refused("A return is accepted by somebody who did not enter or submit it.")
        _decide(held, by)
        history.record(by, "return.accepted", held, attempt=held.attempt)
        notices.tell_return_is_accepted(held)
    return held


def send_back_return(returned: Return, *, by: User, reason: str) -> Return:
    """Send a return back to be looked at again, saying why; it opens again for those who fill it in."""
    require(by, Permission.MODERATE_RETURN, subject_of(returned))
    reason = _required(reason, "Say what should be looked at again.")
    with transaction.atomic():
        held = held_return(returned.pk)
        if held.state == ReturnState.SENT_BACK and held.sent_back_reason == reason:
            return held
        advance(held, ReturnState.SENT_BACK, refusal=_not_submitted(held))
        held.sent_back_reason = reason
        _decide(held, by)
        history.record(by, "return.sent_back", held, reason=history.salted(reason))
        notices.tell_return_is_sent_back(held)
    return held


def judge_figure(figure: Figure, *, by: User, mark: str, reason: str) -> Judgement:
    """Set a rating of one's own beside the calculated one and the head's, with its reason.

    The same judgement given twice is one. Raises Refused for a version that has been replaced or issued.
    """
    require(by, Permission.MODERATE_RETURN, subject_of(figure.returned))
    if str(mark) not in MARKS:
        raise ValidationError({"mark": "Choose red, amber or green."})
    reason = _required(reason, "Say why you judge it so.", field="reason")
    with transaction.atomic():
        held = held_return(figure.returned_id)
        if held.is_open:
            raise Refused(
                "This return is still being filled in; its figures can be judged once it is submitted."
            )
        _require_standing(figure, _latest_of(figure))
        if figure.stamps.exists():
            raise Refused("This figure has been issued; correct it first, and judge the new version.")
        latest = figure.judgements.order_by("-at", "-pk").first()
        if latest and (latest.mark, latest.reason, latest.by_id) == (str(mark), reason, by.pk):
            return latest
        judgement = Judgement(figure=figure, mark=Mark(mark), reason=reason, by=by, at=clock.now())
        judgement.save()
        history.record(by, "figure.judged", figure, mark=str(mark), reason=history.salted(reason))
    return judgement


def correct_figure(figure: Figure, *, by: User, reason: str, **values: Any) -> Figure:
    """A new version of a figure that was accepted or issued, with the reason; the version before stays.

    `values` names the fields that change, as Python values (Decimal, date, text) or as typed. They are read
    by the same form as a head's. The same correction sent twice is one. Raises ValidationError by field,
    Refused for a version that was replaced.
    """
    require(by, Permission.CORRECT_FIGURE, subject_of(figure.returned))
    reason = _required(reason, "Say why the figure is corrected.", field="reason")
    with transaction.atomic():
        held = held_return(figure.returned_id)
        if held.state not in (ReturnState.ACCEPTED, ReturnState.ISSUED):
            raise Refused("This return has not been accepted yet: send it back rather than correct it.")
        given, latest = _corrected(figure, held, values), _latest_of(figure)
        if latest.version == figure.version + 1 and _was_said(latest, given, reason, by):
            return latest
        _require_standing(figure, latest)
        if _says(figure, given):
            raise Refused("Nothing was changed, so there is no new version.")
        version = Figure(**_kept(figure), **given, version=figure.version + 1, reason=reason)
        version.entered_by, version.entered_at = by, clock.now()
        version.save()
        facts = {"version": version.version, "was": figure.pk, "reason": history.salted(reason)}
        history.record(by, "figure.corrected", version, **facts)
    return version


def _decide(returned: Return, by: User) -> None:
    returned.decided_by, returned.decided_at = by, clock.now()
    returned.save()


def _entered(returned: Return, person: User) -> bool:
    return returned.figures.filter(entered_by=person).exists()


def _not_submitted(returned: Return) -> str:
    if returned.is_open:
        return "This return has not been submitted, so there is nothing to decide yet."
    return f"This return is {returned.get_state_display().lower()}, so that cannot be done now."


def _required(text: str, words: str, field: str = "reason") -> str:
    if not text.strip():
        raise ValidationError({field: words})
    return text.strip()


def _require_standing(figure: Figure, latest: Figure) -> None:
    if latest.version != figure.version:
        raise Refused("This version has been replaced by a newer one; look at that one.")


def _latest_of(figure: Figure) -> Figure:
    return Figure.objects.filter(returned=figure.returned_id, kpi=figure.kpi_id).latest("version")


def _says(figure: Figure, given: Mapping[str, Any]) -> bool:
    return all(getattr(figure, name) == value for name, value in given.items())


def _was_said(version: Figure, given: Mapping[str, Any], reason: str, by: User) -> bool:
    """Whether this version is that very correction by that person: a second click."""
    return (version.reason, version.entered_by_id) == (reason, by.pk) and _says(version, given)


def _corrected(figure: Figure, returned: Return, values: Mapping[str, Any]) -> dict[str, Any]:
    """The whole figure with the changed fields, read as if it had been typed."""
    answer = _read_again(figure, returned, values)
    if answer.errors or answer.is_blank:
        raise ValidationError(dict(answer.problems))
    given = {name: answer.given[name] for name in GIVEN}
    strength = strength_of(given, has_document=figure.strength == Strength.DOCUMENT)
    return given | {"value": answer.value, "strength": strength}


def _read_again(figure: Figure, returned: Return, values: Mapping[str, Any]) -> Answer:
    grounds = grounds_of(returned.term, [returned.school_id])
    asked = next((one for one in asked_of(returned, grounds) if one.kpi.pk == figure.kpi_id), None)
    if asked is None:
        raise Refused("This KPI is no longer asked in that term, so its figure cannot be corrected here.")
    unknown = set(values) - set(GIVEN)
    if unknown:
        raise TypeError(f"A figure has no {', '.join(sorted(unknown))}.")
    typed = typed_of(figure) | {name: _as_text(value) for name, value in values.items()}
    return read_answer(asked, typed, clock.today())


def _as_text(value: Any) -> str:
    return "" if value is None else str(value)


def _kept(figure: Figure) -> dict[str, Any]:
    names = ("returned", "kpi", "definition", "school", "term", "period", "assurance")
    return {name: getattr(figure, name) for name in names}

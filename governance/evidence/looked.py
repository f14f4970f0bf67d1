"""What was looked into and judged: self-evaluations, audits, findings, reviews and inspections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import Prefetch, Q
from django.urls import reverse

from governance.evidence.asked import Asked
from governance.evidence.pack import Entry, Part, Said, Touches
from schools.audits import queries as audits
from schools.categories.queries import is_seen
from schools.models import (
    AreaJudgement,
    Audit,
    AuditAnswer,
    AuditState,
    Categorisation,
    EvaluationArea,
    Finding,
    FindingState,
    Inspection,
    Met,
    Review,
)
from schools.views import TRUST
from trust.clock import london_day
from trust.dates import short_date

PARTS_OF_A_TEXT = "; "


def looked_into(asked: Asked) -> Iterator[Entry]:
    yield from evaluations_of(asked)
    yield from audits_of(asked)
    yield from findings_of(asked)
    yield from reviews_of(asked)
    yield from inspections_of(asked)


def evaluations_of(asked: Asked) -> Iterator[Entry]:
    """What the school says of each area, moderated and agreed; as soon as it is the reader's to see."""
    judged = Prefetch("judgements", AreaJudgement.objects.select_related("area", "rung", "moderated_rung"))
    found = (
        Categorisation.objects.filter(school=asked.school, term__in=asked.terms)
        .select_related("school", "term", "agreed_rung")
        .prefetch_related(judged)
    )
    for held in found:
        if is_seen(asked.user, held):
            yield from (_judged(held, each) for each in held.judgements.all() if each.rung or each.evidence)


def _judged(held: Categorisation, judgement: AreaJudgement) -> Entry:
    slug = held.school.slug if held.school else TRUST
    said = [Said("Evidence", judgement.evidence)] if judgement.evidence else []
    if judgement.moderated_rung:
        words = f"{judgement.moderated_rung}. {judgement.moderated_words}".strip()
        said.append(Said("Moderated", words))
    if held.agreed_rung:
        said.append(Said("Agreed by the board", f"{held.agreed_rung} for the whole. {held.minute}"))
    at = held.moderated_at or held.own_at
    return Entry(
        part=Part.EVALUATION,
        on=held.agreed_on or (london_day(at) if at else None),
        term=held.term.ref,
        what=f"{held.term.name}: judged {judgement.rung}" if judgement.rung else held.term.name,
        state=str(held.get_state_display()),
        source="Self-evaluation",
        url=reverse("schools:evaluation", args=[slug, held.term.slug]),
        touches=Touches(inspected=judgement.area_id),
        said=tuple(said),
    )


def audits_of(asked: Asked) -> Iterator[Entry]:
    """Completed audits with how much was in place."""
    answers = Prefetch("answers", AuditAnswer.objects.only("audit", "met").order_by())
    found = audits.audits_for(asked.user).filter(school=asked.school, term__in=asked.terms)
    done = found.filter(state=AuditState.DONE).prefetch_related(answers)
    return (_audit(each, asked) for each in done)


def _audit(audit: Audit, asked: Asked) -> Entry:
    counted = Counter(answer.met for answer in audit.answers.all() if answer.met)
    tally = ", ".join(f"{counted[met]} {met.label.lower()}" for met in Met if counted[met])
    return Entry(
        part=Part.AUDITS,
        on=audit.on,
        term=audit.term.ref,
        what=f"Audit: {audit.checklist.title}",
        state="Completed",
        source=f"By {audit.by_words}" if audit.by_words else str(audit.checklist),
        url=reverse("schools:audit", args=[audit.pk]),
        touches=asked.touches(areas=[audit.checklist.area_id]),
        said=tuple(Said("", words) for words in (f"{tally}." if tally else "", audit.summary) if words),
    )


def findings_of(asked: Asked) -> Iterator[Entry]:
    """What was found in the span, and what was found before it and stood open in it."""
    stood = Q(closed_at__isnull=True) | Q(closed_at__date__gte=asked.starts)
    found = audits.findings_for(asked.user).filter(stood, school=asked.school, found_on__lt=asked.ends)
    return (_finding(each, asked) for each in found)


def _finding(finding: Finding, asked: Asked) -> Entry:
    is_open = finding.state != FindingState.CLOSED
    due = f"Due {short_date(finding.due_on)}"
    said = [("How it was mended", finding.evidence), ("Closed", finding.closing_words)]
    return Entry(
        part=Part.AUDITS,
        on=finding.found_on,
        term=asked.term_on(finding.found_on),
        what=f"Finding: {finding.text}",
        state=f"{finding.get_severity_display()}, {finding.get_state_display().lower()}",
        source=due if is_open else (finding.audit.checklist.title if finding.audit else due),
        url=reverse("schools:finding", args=[finding.pk]),
        touches=asked.touches(areas=[finding.area_id]),
        said=tuple(Said(label, words) for label, words in said if words),
        is_open=is_open,
    )


def reviews_of(asked: Asked) -> Iterator[Entry]:
    """Reviews that were commissioned or reported in the span; one without an area is of the whole."""
    found = audits.reviews_for(asked.user).filter(school=asked.school, commissioned_on__lt=asked.ends)
    in_span = Q(reported_on__isnull=True) | Q(reported_on__gte=asked.starts)
    return (_review(each, asked) for each in found.filter(in_span).prefetch_related("actions__owner"))


def _review(review: Review, asked: Asked) -> Entry:
    on = review.reported_on or review.commissioned_on
    actions = list(review.actions.all())
    done = sum(action.done_on is not None for action in actions)
    said = [Said("", review.summary)] if review.summary else []
    said += [Said("Actions", f"{done} of {len(actions)} done.")] if actions else []
    return Entry(
        part=Part.REVIEWS,
        on=on,
        term=asked.term_on(on),
        what=review.title,
        state="Reported" if review.reported_on else "Commissioned",
        source=review.reviewer,
        url=reverse("schools:review", args=[review.pk]),
        touches=asked.touches(areas=[review.area_id]) if review.area_id else Touches(whole=True),
        said=tuple(said),
        is_open=done < len(actions) or review.reported_on is None,
    )


def inspections_of(asked: Asked) -> Iterator[Entry]:
    """Every inspection in the span, and the last one before it: it stands until the next."""
    if asked.school is None:
        return
    areas = {each.name.casefold(): each.pk for each in EvaluationArea.objects.filter(for_trust=False)}
    found = asked.school.inspections.filter(on__lt=asked.ends, of_predecessor=False).order_by("-on", "-pk")
    for inspection in found:
        yield from _inspected(inspection, asked, areas)
        if inspection.on < asked.starts:
            return


def _inspected(inspection: Inspection, asked: Asked, areas: dict[str, int]) -> Iterator[Entry]:
    """An entry for each grade of an area that the trust looks at too; other regimes speak of the whole."""
    graded = dict(inspection.grades)
    if inspection.safeguarding_met is not None:
        graded.setdefault("Safeguarding", "Met" if inspection.safeguarding_met else "Not met")
    by_area = {areas[name.casefold()]: name for name in graded if name.casefold() in areas}
    for key, name in by_area.items():
        yield _inspection(inspection, asked, f"{name}: {graded[name]}", Touches(inspected=key))
    others = [f"{name}: {grade}" for name, grade in inspection.grades.items()]
    if set(map(str.casefold, inspection.grades)).isdisjoint(areas):
        words = PARTS_OF_A_TEXT.join(others) or inspection.outcome
        yield _inspection(inspection, asked, words, Touches(whole=True))


def _inspection(inspection: Inspection, asked: Asked, words: str, touches: Touches) -> Entry:
    assert asked.school is not None
    return Entry(
        part=Part.REVIEWS,
        on=inspection.on,
        term=asked.term_on(inspection.on),
        what=str(inspection.get_kind_display()),
        state="Inspected",
        source=f"Ofsted: {inspection.get_regime_display()}",
        url=reverse("schools:standing", args=[asked.school.slug]),
        touches=touches,
        said=(Said("", words),) if words else (),
    )

"""Where a school stands: it judges itself, somebody else moderates, the board agrees; each rung stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from schools.access import Permission, Subject, require
from schools.categories import notices
from schools.categories.starter import SCHOOL_AREAS, TRUST_AREAS
from schools.models import (
    AreaJudgement,
    Categorisation,
    CategoryState,
    EvaluationArea,
    Rung,
    School,
)
from schools.queries import members_on
from trust import clock, history
from trust.lifecycle import Refused, advance
from trust.models import Term, User

LONGEST_MINUTE = 200


@dataclass(frozen=True)
class Judged:
    """What is said of one area: a rung, where one is chosen, and the evidence or words for it."""

    rung: Rung | None = None
    words: str = ""


@dataclass(frozen=True)
class Evaluation:
    """A whole judgement: the rung, words, and what is said of each area by its key."""

    rung: Rung | None = None
    words: str = ""
    areas: Mapping[int, Judged] = field(default_factory=dict)


class CategoryConflict(Exception):
    """Somebody else saved the same self-evaluation meanwhile: `standing` is theirs."""

    def __init__(self, standing: Categorisation) -> None:
        super().__init__("Somebody else saved this self-evaluation while you were writing.")
        self.standing = standing


def subject_of(school: School | None) -> Subject:
    """What access guards: a school's own standing, or (no school) that of the trust as a whole."""
    return Subject("categorisation", school=school.pk if school else None)


def save_evaluation(
    school: School | None, term: Term, *, by: User, seen_version: int, said: Evaluation
) -> Categorisation:
    """Keep what the school says of itself; it can be taken up again until it is handed in.

    `seen_version` is 0 where nothing was there yet. Raises CategoryConflict where another one was saved
    meanwhile, Refused once it is handed in or for a term in which the school is no member.
    """
    require(by, Permission.SELF_EVALUATE, subject_of(school))
    with transaction.atomic():
        held = _held(school, term)
        if held.state != CategoryState.DRAFT:
            raise Refused("This self-evaluation has been handed in. Ask for it back to change it.")
        _refuse_stale(held, seen_version)
        held.own_rung, held.own_words, held.own_by, held.own_at = said.rung, said.words, by, clock.now()
        held.version += 1
        held.save()
        areas = {area.pk: area for area in areas_for(school)}
        for key, judged in said.areas.items():
            AreaJudgement.objects.update_or_create(
                categorisation=held,
                area=areas[key],
                defaults={"rung": judged.rung, "evidence": judged.words},
            )
        history.record(
            by, "category.written", held, version=held.version, rung=_number(said.rung),
            words=history.salted(said.words),
        )  # fmt: skip
    return held


def hand_in_evaluation(held: Categorisation, *, by: User) -> Categorisation:
    """The school's own judgement stands and waits for moderation. Raises Refused while a rung is missing."""
    require(by, Permission.SELF_EVALUATE, subject_of(held.school))
    with transaction.atomic():
        held = _again(held)
        advance(held, CategoryState.JUDGED, refusal="This self-evaluation has been handed in already.")
        missing = missing_of(held)
        if missing:
            raise Refused(f"Still to be judged: {', '.join(missing)}.")
        held.own_by, held.own_at = by, clock.now()
        held.version += 1
        held.save()
        history.record(by, "category.judged", held, rung=_number(held.own_rung))
    return held


def send_back_evaluation(held: Categorisation, *, by: User, reason: str) -> Categorisation:
    """Give it back to the school with a reason; what it said stays."""
    require(by, Permission.MODERATE_CATEGORY, subject_of(held.school))
    reason = " ".join(reason.split())
    if not reason:
        raise Refused("Say what should be looked at again.")
    with transaction.atomic():
        held = _again(held)
        advance(held, CategoryState.DRAFT, refusal=f"This is {held.get_state_display().lower()}.")
        held.moderated_words = reason
        held.version += 1
        held.save()
        history.record(by, "category.sent-back", held, reason=history.salted(reason))
        notices.sent_back(held, by, reason)
    return held


def moderate_evaluation(
    held: Categorisation, *, by: User, seen_version: int, said: Evaluation
) -> Categorisation:
    """Say where the school stands in the eyes of somebody who did not judge it; it can be said again until
    the board has agreed."""
    require(by, Permission.MODERATE_CATEGORY, subject_of(held.school))
    if said.rung is None:
        raise Refused("Choose the rung on which the school stands.")
    with transaction.atomic():
        held = _again(held)
        if held.own_by_id == by.pk:
            raise Refused("You wrote this self-evaluation, so somebody else moderates it.")
        if held.state != CategoryState.MODERATED:
            advance(held, CategoryState.MODERATED, refusal=_not_ready(held))
        _refuse_stale(held, seen_version)
        if said.rung != held.own_rung and not said.words.strip():
            raise Refused("Say why it differs from the school's own judgement.")
        held.moderated_rung, held.moderated_words = said.rung, said.words
        held.moderated_by, held.moderated_at = by, clock.now()
        held.version += 1
        held.save()
        for key, judged in said.areas.items():
            AreaJudgement.objects.filter(categorisation=held, area=key).update(
                moderated_rung=judged.rung, moderated_words=judged.words
            )
        history.record(
            by, "category.moderated", held, rung=said.rung.number, words=history.salted(said.words)
        )
    return held


def agree_category(
    held: Categorisation, *, by: User, rung: Rung, agreed_on: date, minute: str
) -> Categorisation:
    """The board agrees where the school stands; its minute is kept as text. It is final for the term."""
    require(by, Permission.AGREE_CATEGORY, subject_of(held.school))
    minute = " ".join(minute.split())
    if not minute or len(minute) > LONGEST_MINUTE:
        raise Refused(f"Name the minute of the decision, in at most {LONGEST_MINUTE} characters.")
    if agreed_on > clock.today():
        raise Refused("That day has not come yet. Record it once the board has agreed.")
    with transaction.atomic():
        held = _again(held)
        advance(held, CategoryState.AGREED, refusal=_not_ready(held))
        held.agreed_rung, held.agreed_on, held.minute = rung, agreed_on, minute
        held.version += 1
        held.save()
        history.record(
            by, "category.agreed", held, rung=rung.number, agreed_on=agreed_on, minute=history.salted(minute)
        )
    return held


def keep_ladder(rungs: Iterable[tuple[int, str, str]], *, by: User) -> list[Rung]:
    """Name the rungs, the best first; a rung that stands keeps its number, and none is taken away.

    The first time it also brings the areas of a self-evaluation.
    """
    require(by, Permission.KEEP_SETTINGS)
    wanted = [(number, " ".join(name.split()), meaning.strip()) for number, name, meaning in rungs]
    names = [name.casefold() for _, name, _ in wanted]
    if not all(names) or len(set(names)) < len(names):
        raise Refused("Give every rung a name of its own.")
    with transaction.atomic():
        # The names are set aside first, so that two rungs can change theirs.
        for rung in Rung.objects.select_for_update():
            Rung.objects.filter(pk=rung.pk).update(name=f"{rung.number} {rung.pk}")
        if not EvaluationArea.objects.exists():
            EvaluationArea.objects.bulk_create(_starting_areas())
        kept = [
            Rung.objects.update_or_create(number=number, defaults={"name": name, "meaning": meaning})[0]
            for number, name, meaning in wanted
        ]
        for rung in kept:
            history.record(by, "category.rung-named", rung, name=rung.name)
    return kept


def _starting_areas() -> list[EvaluationArea]:
    of_school = [
        EvaluationArea(name=name, position=place) for place, name in enumerate(SCHOOL_AREAS, start=1)
    ]
    of_trust = [
        EvaluationArea(name=name, position=place, for_trust=True)
        for place, name in enumerate(TRUST_AREAS, start=1)
    ]
    return of_school + of_trust


def areas_for(school: School | None) -> list[EvaluationArea]:
    """What a self-evaluation of it speaks of now."""
    return list(EvaluationArea.objects.filter(for_trust=school is None, retired_on__isnull=True))


def missing_of(held: Categorisation) -> list[str]:
    """What has no rung yet, in words: areas, and the whole."""
    said = {each.area_id: each.rung_id for each in held.judgements.all()}
    missing = [area.name for area in areas_for(held.school) if not said.get(area.pk)]
    return [
        *missing,
        *([] if held.own_rung_id else ["the school as a whole" if held.school_id else "the trust"]),
    ]


def _held(school: School | None, term: Term) -> Categorisation:
    """The row of that term, locked; it begins with its first words."""
    if school and not School.objects.filter(members_on(term.last_day), pk=school.pk).exists():
        raise Refused(f"{school.name} does not belong to the trust in {term.name}.")
    row, _ = Categorisation.objects.get_or_create(school=school, term=term, defaults={"version": 0})
    return _again(row)


def _again(held: Categorisation) -> Categorisation:
    locked = Categorisation.objects.select_for_update(of=("self",)).select_related(
        "school", "term", "own_rung"
    )
    return locked.get(pk=held.pk)


def _refuse_stale(held: Categorisation, seen_version: int) -> None:
    if held.version != seen_version:
        raise CategoryConflict(held)


def _not_ready(held: Categorisation) -> str:
    return {
        CategoryState.DRAFT: "The school has not handed in its own judgement yet.",
        CategoryState.JUDGED: "It has not been moderated yet.",
        CategoryState.AGREED: "The board has agreed this one, so it stays for the term.",
    }.get(CategoryState(held.state), "That cannot be done now.")


def _number(rung: Rung | None) -> int | None:
    return rung.number if rung else None

"""All that the portal holds about one person: every table that refers to them, on every floor.

Tables are found through their references to people, so that a new one is in here without anybody thinking of
it. Words are given where the person wrote them or they are about the person; of everything else there is
only that the person had a part in it, and when.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from axes.models import AccessAttempt, AccessLog
from django.db import models, transaction
from django.db.models import Field, Model, Q, QuerySet

from governance.disclosure.archive import Archive
from governance.models import Edition
from kpis.models import Figure
from schools.access import Permission, require
from schools.records.subjects import kind_of
from schools.records.words import WORDS
from trust import history
from trust.backup.opened import SECRET
from trust.backup.writing import kept_models
from trust.models import Event, User
from trust.queries import require_trust
from trust.tables import Cell

# Where a person is referred to so, a row is about them or in their words.
THEIRS: Final = frozenset({"person", "to", "by", "asked_by", "set_by", "noted_by", "proposed_by"})
# Rows that speak of what a board deals with in confidence: Part 2 of a meeting or of an Update.
CONFIDENTIAL: Final = {
    "governance.agendaitem": Q(is_confidential=True),
    "governance.action": Q(item__is_confidential=True),
    "governance.decision": Q(item__is_confidential=True),
    "governance.question": Q(item__is_confidential=True),
    "governance.answer": Q(question__item__is_confidential=True),
    "governance.remit": Q(item__is_confidential=True) | Q(question__item__is_confidential=True),
    "governance.remitreply": Q(remit__item__is_confidential=True)
    | Q(remit__question__item__is_confidential=True),
    "governance.trustupdate": Q(edition=Edition.PART_2),
    "governance.sectionnote": Q(update_of__edition=Edition.PART_2),
    "governance.withdrawal": Q(update_of__edition=Edition.PART_2),
}
# Rows that hang on one that is about a person, and how it is found from them.
HANGING: Final = {
    "governance.interest": "declaration__person",
    "governance.skillscore": "reply__person",
    "governance.seattask": "seat__person",
}
# Figures, ratings and plans are about schools: of them only that, when, and to which row it belongs.
NOT_ABOUT_PEOPLE: Final = ("kpis", "milestones")
WORDS_IN: Final = (models.CharField, models.TextField, models.JSONField)
OTHERS: Final = "somebody else"


def disclose(person: User, *, by: User, reason: str) -> bytes:
    """A zip of everything, with what was withheld and why; history keeps that it was taken out, and by whom.

    Nothing of it is stored. Raises PermissionDenied for who may not.
    """
    require(by, Permission.DISCLOSE)
    archive = Archive(f"What is held about {person.name}", "A copy of personal data (UK GDPR, article 15).")
    with transaction.atomic():
        _account(archive, person)
        for model in kept_models():
            _table(archive, model, person)
        _comments(archive, person)
        _events(archive, person)
        _sign_ins(archive, person)
        archive.withhold("Names of other people", f"Others are “{OTHERS}”.", "UK GDPR, article 15(4)")
        archive.withhold("Passwords and keys", "They open doors and say nothing.", "Not personal data")
        history.record(by, "person.disclosed", person, reason=history.salted(reason))
    return archive.zipped()


def _account(archive: Archive, person: User) -> None:
    header = ("name", "email", "post", "joined", "last signed in", "may sign in")
    row = (person.name, person.email, person.post, person.date_joined, person.last_login, person.is_active)
    archive.put("account", "The account itself.", header, [row])


def _table(archive: Archive, model: type[Model], person: User) -> None:
    fields = [field for field in model._meta.concrete_fields if field.related_model is User]
    label = model._meta.label_lower
    about = Q(**{HANGING[label]: person}) if label in HANGING else Q()
    for field in fields:
        about |= Q(**{field.name: person})
    if not about:
        return
    found: QuerySet[Any] = model._base_manager.filter(about).order_by("pk")
    if label in CONFIDENTIAL:
        hidden = found.filter(CONFIDENTIAL[label]).count()
        found = found.exclude(pk__in=found.filter(CONFIDENTIAL[label]).values("pk"))
        if hidden:
            archive.withhold(
                f"{hidden} of {label}", "The board deals with it in confidence.", "UK GDPR, article 15(4)"
            )
    columns = _columns(model)
    rows = ([_cell(each, column, person) for column in columns] for each in found.iterator(chunk_size=500))
    archive.put(
        label, f"{kind_of(label).noun[:1].upper()}{kind_of(label).noun[1:]}.", [c.name for c in columns], rows
    )


def _columns(model: type[Model]) -> list[Field[Any, Any]]:
    """Without passwords; of figures, ratings and plans without numbers and words."""
    label, app = model._meta.label_lower, model._meta.app_label
    known = [each for each in model._meta.concrete_fields if (label, each.attname) not in SECRET]
    if app not in NOT_ABOUT_PEOPLE:
        return known
    return [
        each for each in known if each.is_relation or each.primary_key or isinstance(each, models.DateField)
    ]


def _cell(row: Model, column: Field[Any, Any], person: User) -> Cell:
    value = getattr(row, column.attname)
    if value is None:
        return None
    if column.related_model is User:
        return person.name if value == person.pk else OTHERS
    if isinstance(column, WORDS_IN) and not column.choices and not _is_theirs(row, person):
        return "withheld"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value if isinstance(value, Cell) else str(value)


def _is_theirs(row: Model, person: User) -> bool:
    hangs = row._meta.label_lower in HANGING
    return hangs or any(getattr(row, f"{name}_id", None) == person.pk for name in THEIRS)


def _comments(archive: Archive, person: User) -> None:
    """What the person wrote beside figures, but not where it could tell of a small group."""
    small = require_trust().small_group_below
    written = Figure.objects.filter(entered_by=person).exclude(comment="")
    told = Q(definition__small_groups=True) | Q(denominator__lt=small) | Q(eligible__lt=small)
    hidden = written.filter(told)
    rows = written.exclude(pk__in=hidden.values("pk")).values_list(
        "kpi__code", "school__name", "term__year", "term__number", "entered_at", "comment"
    )
    archive.put(
        "comments", "What they wrote beside figures.", ("KPI", "school", "year", "term", "at", "words"), rows
    )
    if number := hidden.count():
        why = "They could tell of a group of few pupils or staff."
        archive.withhold(f"{number} comments beside figures", why, "UK GDPR, article 15(4)")


def _events(archive: Archive, person: User) -> None:
    key = person.history_key
    about = Q(subject_kind="trust.user", subject_id=str(person.pk)) | Q(facts__contains=str(key))
    rows = Event.objects.filter(Q(actor=key) | about).order_by("number")
    header = ("number", "at", "who", "what")
    archive.put("history", "What they did, and what was done about them.", header, _told(rows, person))


def _told(events: QuerySet[Event], person: User) -> Iterator[list[Cell]]:
    for event in events.iterator():
        who = person.name if event.actor == person.history_key else OTHERS
        words = WORDS.get(event.verb, event.verb).replace("{it}", kind_of(event.subject_kind).noun)
        yield [event.number, event.at.astimezone(UTC).isoformat(), who, words]


def _sign_ins(archive: Archive, person: User) -> None:
    header = ("at", "network address", "browser", "result")
    kinds = (("sign-ins", AccessLog, "signed in"), ("failed-sign-ins", AccessAttempt, "failed"))
    for name, model, result in kinds:
        found = model.objects.filter(username__iexact=person.email).order_by("attempt_time")
        rows = [(each.attempt_time, str(each.ip_address or ""), each.user_agent, result) for each in found]
        archive.put(name, "When and from where.", header, rows)

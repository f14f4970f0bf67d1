"""What can happen to a scheme of delegation: a draft is begun, changed, dropped, or published for good."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from governance.bodies.sight import TRUST
from governance.delegation.queries import draft
from governance.delegation.starter import MATTERS, PARTIES
from governance.models import Scheme, SchemeCell, SchemeMatter, SchemeParty, SchemeState
from schools.access import Permission, require
from trust import history
from trust.lifecycle import Refused, advance
from trust.models import User
from trust.stamps import stamp_of

TITLE = "Scheme of delegation"
FIXED = "This version is published and stays as it is. Begin the next one."
SAME_NAME = "There is a column of this name already."


class MatterConflict(Exception):
    """Somebody else has changed or removed the row; `standing` is how it is now, None where it is gone."""

    def __init__(self, standing: SchemeMatter | None) -> None:
        super().__init__("Somebody else has changed this row since you opened it.")
        self.standing = standing


def begin_draft(*, by: User) -> Scheme:
    """The next version, from the last one or the starter; where there is a draft, that one."""
    require(by, Permission.KEEP_BODIES, TRUST)
    with transaction.atomic():
        latest = Scheme.objects.select_for_update().first()
        if found := draft():
            return found
        number = latest.number + 1 if latest else 1
        made, is_new = Scheme.objects.get_or_create(number=number, defaults={"title": TITLE})
        if not is_new:
            return made
        if latest:
            _copy(latest, made)
        else:
            _start(made)
        history.record(by, "scheme.begun", made, number=made.number)
    return made


def drop_draft(scheme: Scheme, *, by: User) -> None:
    """Throw the draft away; what is published stays."""
    with _changing(scheme, by) as held:
        history.record(by, "scheme.dropped", held, number=held.number)
        SchemeCell.objects.filter(matter__scheme=held).delete()
        held.delete()


def publish_scheme(scheme: Scheme, *, by: User, starts: date, minute: str) -> Scheme:
    """Put it in force from that day on; it never changes after. Done twice it is done once."""
    require(by, Permission.KEEP_BODIES, TRUST)
    with transaction.atomic():
        held = Scheme.objects.select_for_update().filter(pk=scheme.pk).first()
        if held is None:
            raise Refused("Somebody else has thrown this draft away.")
        if (held.state, held.starts, held.minute) == (SchemeState.PUBLISHED, starts, minute):
            return held
        if not held.matters.exists():
            raise Refused("There is nothing in it yet. Add what is decided, and by whom.")
        latest = Scheme.objects.filter(state=SchemeState.PUBLISHED).aggregate(day=Max("starts"))["day"]
        if latest and starts < latest:
            raise ValidationError(
                {"starts": "The version before it began later. Choose that day or a later one."}
            )
        advance(held, SchemeState.PUBLISHED, refusal=FIXED)
        held.starts, held.minute = starts, minute
        held.version += 1
        held.save()
        history.record(by, "scheme.published", held, number=held.number, starts=starts, minute=minute)
    return held


def add_party(scheme: Scheme, *, by: User, name: str) -> SchemeParty:
    """A column for somebody who has a part in decisions."""
    with _changing(scheme, by) as held:
        if held.parties.filter(name__iexact=name).exists():
            raise ValidationError({"name": SAME_NAME})
        last = held.parties.aggregate(at=Max("position"))["at"] or 0
        party = SchemeParty.objects.create(scheme=held, name=name, position=last + 1)
        history.record(by, "scheme.column-added", held, name=name)
    return party


def remove_party(party: SchemeParty, *, by: User) -> None:
    """Take a column out of a draft, with its parts."""
    with _changing(party.scheme, by) as held:
        party.cells.all().delete()
        history.record(by, "scheme.column-removed", held, name=party.name)
        party.delete()


def add_matter(scheme: Scheme, *, by: User, group: str, text: str, parts: Mapping[int, str]) -> SchemeMatter:
    """A row of a draft; `parts` by the key of a party. The same words twice are one row."""
    with _changing(scheme, by) as held:
        known = held.matters.filter(text__iexact=text).first()
        if known is not None:
            raise ValidationError({"text": "There is a row with these words already."})
        last = held.matters.aggregate(at=Max("position"))["at"] or 0
        matter = SchemeMatter.objects.create(scheme=held, group=group, text=text, position=last + 1)
        _give_parts(matter, parts)
        history.record(by, "scheme.row-added", held, text=text)
    return matter


def change_matter(
    matter: SchemeMatter, *, by: User, group: str, text: str, parts: Mapping[int, str], seen: str
) -> SchemeMatter:
    """Change a row; `seen` is the `stamp` of what the person saw. MatterConflict where that is past."""
    with _changing(matter.scheme, by) as held:
        standing = _unchanged(matter, seen)
        if held.matters.filter(text__iexact=text).exclude(pk=standing.pk).exists():
            raise ValidationError({"text": "There is another row with these words."})
        standing.group, standing.text = group, text
        standing.save(update_fields=["group", "text"])
        _give_parts(standing, parts)
        history.record(by, "scheme.row-changed", held, text=text)
    return standing


def remove_matter(matter: SchemeMatter, *, by: User, seen: str) -> None:
    with _changing(matter.scheme, by) as held:
        standing = _unchanged(matter, seen)
        standing.cells.all().delete()
        history.record(by, "scheme.row-removed", held, text=standing.text)
        standing.delete()


def stamp(matter: SchemeMatter) -> str:
    """What a row says, so that a change by another is noticed."""
    parts = sorted(matter.cells.values_list("party", "part"))
    return stamp_of(group=matter.group, text=matter.text, parts=parts)


@contextmanager
def _changing(scheme: Scheme, by: User) -> Iterator[Scheme]:
    """The draft, locked; Refused where it is published or gone."""
    require(by, Permission.KEEP_BODIES, TRUST)
    with transaction.atomic():
        held = Scheme.objects.select_for_update().filter(pk=scheme.pk).first()
        if held is None:
            raise Refused("Somebody else has thrown this draft away.")
        if held.state != SchemeState.DRAFT:
            raise Refused(FIXED)
        yield held


def _unchanged(matter: SchemeMatter, seen: str) -> SchemeMatter:
    standing = SchemeMatter.objects.filter(pk=matter.pk).first()
    if standing is None or stamp(standing) != seen:
        raise MatterConflict(standing)
    return standing


def _give_parts(matter: SchemeMatter, parts: Mapping[int, str]) -> None:
    matter.cells.all().delete()
    SchemeCell.objects.bulk_create(
        [SchemeCell(matter=matter, party_id=party, part=part) for party, part in parts.items() if part]
    )


def _start(made: Scheme) -> None:
    parties = {
        name: SchemeParty.objects.create(scheme=made, name=name, position=at)
        for at, name in enumerate(PARTIES, 1)
    }
    for at, (group, text, parts) in enumerate(MATTERS, 1):
        matter = SchemeMatter.objects.create(scheme=made, group=group, text=text, position=at)
        _give_parts(matter, {parties[name].pk: part for name, part in parts.items()})


def _copy(latest: Scheme, made: Scheme) -> None:
    parties = {
        each.pk: SchemeParty.objects.create(scheme=made, name=each.name, position=each.position).pk
        for each in latest.parties.all()
    }
    for each in latest.matters.prefetch_related("cells"):
        matter = SchemeMatter.objects.create(
            scheme=made, group=each.group, text=each.text, position=each.position
        )
        _give_parts(matter, {parties[cell.party_id]: cell.part for cell in each.cells.all()})

"""What an event speaks of: the kinds of things, what they are called, which school they belong to, and where
they stand.

Each floor registers its own kinds when the portal starts, as it does with slots. A kind's names are read in
one query for all the rows of a page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import CharField, Q
from django.db.models.functions import Cast

from schools.access import Permission, Person, Subject, allows

Key = tuple[str, str]


class Kind(NamedTuple):
    """A kind of thing: `noun` as it ends a sentence ("a return"), and where its school is found from it.

    `fields` are what `named` makes a name of ("the autumn return of Oak"), and `url` an address. Both are for
    whoever may `sees` in that school; without `sees`, the name is for every reader of the history, and the
    address for whoever may `opens`.
    """

    noun: str
    school: str = ""
    fields: tuple[str, ...] = ()
    named: Callable[..., str] | None = None
    url: Callable[..., str] | None = None
    sees: Permission | None = None
    opens: Permission | None = None


class Named(NamedTuple):
    """How one thing is printed: its name, and its address where the reader may open it."""

    name: str
    url: str = ""


_kinds: dict[str, Kind] = {}


def register(kinds: Mapping[str, Kind]) -> None:
    """Add kinds by the label of their model: "kpis.return"."""
    _kinds.update(kinds)


def kind_of(label: str) -> Kind:
    """The kind with that label; a plain one, made of the table's own name, where nobody has registered it."""
    if label in _kinds:
        return _kinds[label]
    try:
        words = str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        words = label.rpartition(".")[2]
    return Kind(f"{'an' if words[:1].lower() in 'aeiou' else 'a'} {words}")


def kinds() -> dict[str, str]:
    """The registered kinds by label, in words, in the order of the alphabet."""
    said = {label: kind.noun.partition(" ")[2] for label, kind in _kinds.items()}
    return {
        label: words[:1].upper() + words[1:] for label, words in sorted(said.items(), key=lambda it: it[1])
    }


def names_of(user: Person, keys: Iterable[Key]) -> dict[Key, Named]:
    """What these things are called for that reader; one query for each kind that has names."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for label, pk in keys:
        wanted[label].add(pk)
    return {key: named for label, pks in wanted.items() for key, named in _names(user, label, pks)}


def within(schools: Iterable[int]) -> Q:
    """The events that speak of something of these schools; what belongs to none of them is left out."""
    found, pks = Q(pk__in=()), list(schools)
    for label, kind in _kinds.items():
        if kind.school:
            held = apps.get_model(label)._base_manager.filter(**{f"{kind.school}__in": pks})
            found |= Q(subject_kind=label, subject_id__in=held.values(as_text=Cast("pk", CharField())))
    return found


def _names(user: Person, label: str, pks: set[str]) -> Iterable[tuple[Key, Named]]:
    kind = kind_of(label)
    if kind.named is None:
        return
    model = apps.get_model(label)
    place = kind.school or "pk"
    rows: Iterable[tuple[Any, ...]] = model._base_manager.filter(pk__in=pks).values_list(
        "pk", place, *kind.fields
    )
    for pk, school, *values in rows:
        it = Subject(label, school if kind.school else None)
        if _may(user, kind.sees, it):
            url = kind.url(pk, *values) if kind.url and _may(user, kind.opens, it) else ""
            yield (label, str(pk)), Named(kind.named(*values), url)


def _may(user: Person, needed: Permission | None, it: Subject) -> bool:
    return needed is None or allows(user, needed, it)

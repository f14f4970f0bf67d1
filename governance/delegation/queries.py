"""Reads schemes of delegation: the one in force, its versions, and one as a matrix; four queries each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from governance.bodies.sight import keeps_bodies
from governance.delegation.compare import Changes, Matters, compare
from governance.models import Scheme, SchemeCell, SchemeMatter, SchemeParty, SchemeState
from schools.access import Person


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A matter, and the part of each party in the order of the columns; None is no part."""

    matter: SchemeMatter
    cells: tuple[SchemeCell | None, ...]


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A scheme with its parties as columns and its matters as rows, group by group."""

    scheme: Scheme
    parties: tuple[SchemeParty, ...]
    groups: tuple[Group, ...]

    @property
    def rows(self) -> list[MatrixRow]:
        return [row for group in self.groups for row in group.rows]


def schemes_for(user: Person) -> QuerySet[Scheme]:
    """Every published version; for who keeps them the draft too."""
    found = Scheme.objects.all()
    return found if keeps_bodies(user) else found.filter(state=SchemeState.PUBLISHED)


def scheme_or_404(user: Person, number: int) -> Scheme:
    found = schemes_for(user).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def in_force(today: date) -> Scheme | None:
    """The version that was published last, of those that have begun."""
    begun = Scheme.objects.filter(state=SchemeState.PUBLISHED, starts__lte=today)
    return begun.order_by("-starts", "-number").first()


def draft() -> Scheme | None:
    return Scheme.objects.filter(state=SchemeState.DRAFT).first()


def matrix_of(scheme: Scheme) -> Matrix:
    """The scheme, ready to print."""
    parties = tuple(scheme.parties.all())
    cells = Prefetch("cells", SchemeCell.objects.select_related("party"))
    rows = [_row(matter, parties) for matter in scheme.matters.prefetch_related(cells)]
    rows.sort(key=lambda row: row.matter.position)
    order = list(dict.fromkeys(row.matter.group for row in rows))
    rows.sort(key=lambda row: order.index(row.matter.group))
    groups = [Group(name, tuple(found)) for name, found in groupby(rows, key=lambda row: row.matter.group)]
    return Matrix(scheme, parties, tuple(groups))


def changes_of(scheme: Scheme) -> tuple[Scheme, Changes] | None:
    """The version before it, and what differs; None for the first."""
    before = Scheme.objects.filter(number__lt=scheme.number, state=SchemeState.PUBLISHED).first()
    return (before, compare(_matters(before), _matters(scheme))) if before else None


def _row(matter: SchemeMatter, parties: tuple[SchemeParty, ...]) -> MatrixRow:
    held = {cell.party_id: cell for cell in matter.cells.all()}
    return MatrixRow(matter, tuple(held.get(party.pk) for party in parties))


def _matters(scheme: Scheme) -> Matters:
    matrix = matrix_of(scheme)
    return {
        row.matter.text: {
            party.name: str(cell.get_part_display())
            for party, cell in zip(matrix.parties, row.cells, strict=True)
            if cell
        }
        for row in matrix.rows
    }

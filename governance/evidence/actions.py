"""What the trust says belongs to an inspection area."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from governance.models import EvidenceScope
from kpis.models import Kpi
from schools.access import Permission, require
from schools.models import EvaluationArea
from trust import clock, history
from trust.models import Area, User


class ScopeConflict(Exception):
    """Somebody else saved the same area meanwhile: `standing` is theirs."""

    def __init__(self, standing: EvidenceScope) -> None:
        super().__init__("Somebody else changed this area while you were choosing.")
        self.standing = standing


def keep_scope(
    inspected: EvaluationArea, *, by: User, seen: int, areas: Iterable[Area], kpis: Iterable[Kpi]
) -> EvidenceScope:
    """Keep what belongs to the area; `seen` is 0 where only the suggestion stood. Raises ScopeConflict."""
    require(by, Permission.KEEP_EVIDENCE)
    with transaction.atomic():
        EvaluationArea.objects.select_for_update().get(pk=inspected.pk)
        held = EvidenceScope.objects.filter(inspected=inspected).first()
        held = held or EvidenceScope(inspected=inspected, version=0)
        if held.version != seen:
            raise ScopeConflict(held)
        held.version, held.by, held.at = held.version + 1, by, clock.now()
        held.save()
        held.areas.set(areas)
        held.kpis.set(kpis)
        history.record(
            by,
            "evidence.kept",
            held,
            version=held.version,
            areas=sorted(area.slug for area in held.areas.all()),
            kpis=sorted(kpi.code for kpi in held.kpis.all()),
        )
    return held

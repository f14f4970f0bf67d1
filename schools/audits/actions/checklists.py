"""What can happen to a checklist: the trust begins with starter lists, and each change is a new version."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from schools.access import Permission, require
from schools.audits.starter import STARTERS
from schools.models import Checklist, ChecklistItem
from trust import history
from trust.lifecycle import Refused
from trust.models import Area, User

MOST_ITEMS = 60


class ChecklistConflict(Exception):
    """Somebody else made a newer version meanwhile: `standing` is theirs."""

    def __init__(self, standing: Checklist) -> None:
        super().__init__("Somebody else changed this checklist while you were writing.")
        self.standing = standing


def begin_checklists(*, by: User) -> list[Checklist]:
    """Take up the starter lists; one whose title is there already is left as it is.

    Data protection has seldom an area of its own, so a list without one stands under the first area.
    Raises Refused where the trust has no areas yet.
    """
    require(by, Permission.KEEP_COMPLIANCE)
    with transaction.atomic():
        areas = list(Area.objects.select_for_update().order_by("position", "pk"))
        if not areas:
            raise Refused("The trust has no areas of oversight yet. Add them to the KPI book first.")
        known = set(Checklist.objects.values_list("title", flat=True))
        made = []
        for starter in STARTERS:
            if starter.title in known:
                continue
            area = next((each for each in areas if starter.area in each.name.lower()), None)
            area = area or next((each for each in areas if "governance" in each.name.lower()), areas[0])
            made.append(
                _write(Checklist(area=area, title=starter.title, source=starter.source), starter.items)
            )
            history.record(by, "checklist.begun", made[-1], title=starter.title, items=len(starter.items))
    return made


def change_checklist(
    checklist: Checklist, *, by: User, items: Sequence[str], source: str, area: Area
) -> Checklist:
    """The next version of a checklist, used by the audits that are opened from now on.

    `checklist` is the version that the person saw. Raises ChecklistConflict where there is a newer one,
    Refused without a single item or with too many. A list that says the same stays as it is.
    """
    require(by, Permission.KEEP_COMPLIANCE)
    wanted = [text for text in (" ".join(each.split()) for each in items) if text]
    if not wanted or len(wanted) > MOST_ITEMS:
        raise Refused(f"A checklist has from one to {MOST_ITEMS} things to look at.")
    with transaction.atomic():
        versions = Checklist.objects.select_for_update().filter(title=checklist.title)
        latest = versions.order_by("-version")[0]
        if latest.pk != checklist.pk:
            raise ChecklistConflict(latest)
        stood = list(latest.items.values_list("text", flat=True))
        if (stood, latest.source, latest.area_id) == (wanted, source, area.pk):
            return latest
        fresh = Checklist(area=area, title=latest.title, version=latest.version + 1, source=source)
        _write(fresh, wanted)
        history.record(by, "checklist.changed", fresh, version=fresh.version, items=len(wanted))
    return fresh


def _write(checklist: Checklist, items: Sequence[str]) -> Checklist:
    checklist.save()
    ChecklistItem.objects.bulk_create(
        ChecklistItem(checklist=checklist, number=number, text=text)
        for number, text in enumerate(items, start=1)
    )
    return checklist

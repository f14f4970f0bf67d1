"""What a spreadsheet that was sent in would change in a return, answer by answer, before it is saved."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.http import Http404

from kpis.answers import Answer, read_answer
from kpis.exports.returns import question_of, questions_of
from kpis.imports.columns import Fault, Place
from kpis.imports.returns import Given, Reading, identity_of, read_return
from kpis.models import Return, Upload, UploadKind
from kpis.queries.returns import AreaSection, sections_of, subject_of
from schools import access
from schools.access import Permission
from trust import clock
from trust.models import Area, User
from trust.tables import UNPRINTABLE, Sheet, Unreadable, read_table

LISTED: Final = 10  # files sent in before, on the page where the next one is


@dataclass(frozen=True)
class FieldChange:
    """One field: what stands now, as a person reads it, and what the file says.

    `is_newer` tells that the answer was changed in the portal after the file was downloaded.
    """

    label: str
    now: str
    then: str
    place: Place
    is_newer: bool = False


@dataclass(frozen=True)
class KpiChange:
    """One KPI that the file would change, rated as it stands and as it would be."""

    before: Answer
    after: Answer
    typed: Mapping[str, str]
    fields: tuple[FieldChange, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def code(self) -> str:
        return self.after.asked.code

    @property
    def title(self) -> str:
        return self.after.asked.title

    @property
    def moves(self) -> bool:
        """Whether the rating would be another one."""
        return self.before.rag.mark != self.after.rag.mark

    @property
    def still_needs(self) -> list[str]:
        return list(self.after.gaps.values())


@dataclass(frozen=True)
class SectionChange:
    """One area of the return with what would change in it, and how many of its KPIs would stay."""

    area: Area
    changes: tuple[KpiChange, ...]
    same: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Preview:
    """The whole of it. `seen` changes when anybody saves one of these answers in the meantime."""

    upload: Upload
    sections: tuple[SectionChange, ...] = ()
    faults: tuple[Fault, ...] = ()
    seen: str = ""

    @property
    def changes(self) -> list[KpiChange]:
        return [change for section in self.sections for change in section.changes]

    @property
    def count(self) -> int:
        """How many fields would change."""
        return sum(len(change.fields) for change in self.changes)

    @property
    def same(self) -> int:
        return sum(len(section.same) for section in self.sections)

    @property
    def may_apply(self) -> bool:
        return not self.faults and self.count > 0 and self.upload.applied_at is None


# What the file says of one KPI, field by field.
_Draft = Mapping[str, Given]


def uploads_of(returned: Return, user: User) -> QuerySet[Upload]:
    """The files that this person has sent in for the return, the newest first."""
    return Upload.objects.filter(returned=returned, by=user, kind=UploadKind.RETURN).defer("blob")


def upload_or_404(returned: Return, user: User, pk: int) -> Upload:
    """The person's own upload with its bytes; another person's is not there."""
    found = uploads_of(returned, user).defer(None).select_related("blob", "by").filter(pk=pk).first()
    if found is None:
        raise Http404
    found.returned = returned
    return found


def fillable_sections(returned: Return, user: User) -> list[AreaSection]:
    """The sections that the person may fill in; five queries."""
    return [one for one in sections_of(returned, user) if _may_fill(user, returned, one.area)]


def preview_of(upload: Upload, returned: Return, user: User) -> Preview:
    """Read the file again and set it against what stands now; five queries."""
    sections = sections_of(returned, user)
    try:
        sheets = read_table(upload.name, bytes(upload.blob.content))
    except Unreadable as refused:
        return Preview(upload, faults=(Fault(str(refused)),))
    identity = identity_of(returned.slug, returned.term.slug)
    reading = read_return(sheets, questions_of(sections), identity)
    drafts = _by_code(reading)
    changed = [_section_change(one, drafts, _may_fill(user, returned, one.area)) for one in sections]
    faults = [*reading.faults, *(fault for one in changed for each in one.changes for fault in each.faults)]
    return Preview(upload, tuple(changed), in_order(faults, sheets), _seen(changed))


def in_order(faults: Iterable[Fault], sheets: Sequence[Sheet]) -> tuple[Fault, ...]:
    """The faults as they stand in the file, those of the whole file first."""
    order = {sheet.name: number for number, sheet in enumerate(sheets)}

    def place(fault: Fault) -> tuple[int, int, int]:
        at = fault.place
        return (order.get(at.sheet, 0), at.row, at.column) if at else (-1, 0, 0)

    return tuple(sorted(faults, key=place))


def _by_code(reading: Reading) -> Mapping[str, _Draft]:
    drafts: dict[str, dict[str, Given]] = defaultdict(dict)
    for one in reading.given:
        drafts[one.code][one.field] = one
    return drafts


def _section_change(section: AreaSection, drafts: Mapping[str, _Draft], may_fill: bool) -> SectionChange:
    changes, same = [], []
    for answer in section.answers:
        change = _kpi_change(answer, drafts.get(answer.asked.code, {}), may_fill, section.area)
        if change is None:
            same.append(answer)
        else:
            changes.append(change)
    return SectionChange(section.area, tuple(changes), tuple(same))


def _kpi_change(answer: Answer, draft: _Draft, may_fill: bool, area: Area) -> KpiChange | None:
    """What the file changes in one KPI; None where it changes nothing."""
    typed = answer.asked.typed
    touched = [one for one in draft.values() if not one.is_untouched]
    new = [one for one in touched if not _is_same(one.text, typed.get(one.field, ""))]
    if not new:
        return None
    typed |= {one.field: one.text for one in new}
    after = read_answer(answer.asked, typed, clock.today())
    faults = [Fault(words, _where(name, new, draft)) for name, words in after.errors.items()]
    if not may_fill:
        words = f"{area.name} is filled in by somebody else. Leave its answers as they were."
        faults = [Fault(words, one.place) for one in new]
    return KpiChange(answer, after, typed, tuple(_change(one, answer) for one in new), tuple(faults))


def _where(name: str, new: Sequence[Given], draft: _Draft) -> Place:
    """Where the field with the error stands in the file, or else what made it wrong."""
    return draft.get(name, new[0]).place


def _change(one: Given, answer: Answer) -> FieldChange:
    question = question_of(answer.form.fields[one.field], one.field)
    now = answer.asked.typed.get(one.field, "")
    is_newer = one.before is not None and not _is_same(one.before, now)
    label = "Figure" if question.label == answer.asked.title else question.label
    return FieldChange(label, question.show(now), question.show(one.text), one.place, is_newer)


def _is_same(one: str, other: str) -> bool:
    """Whether two texts say the same; line ends, and what CSV cannot carry, are no difference."""
    return _carried(one) == _carried(other)


def _carried(text: str) -> str:
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n")).strip()


def _seen(changed: Iterable[SectionChange]) -> str:
    """The same as long as nobody saves one of the answers that would change."""
    stands = [
        (change.code, change.before.asked.entry.version if change.before.asked.entry else 0, change.typed)
        for section in changed
        for change in section.changes
    ]
    return hashlib.sha256(repr(sorted(stands, key=lambda one: one[0])).encode()).hexdigest()[:32]


def _may_fill(user: User, returned: Return, area: Area) -> bool:
    return access.allows(user, Permission.FILL_RETURN, subject_of(returned, area))

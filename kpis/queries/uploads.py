"""What a spreadsheet that was sent in would change in a return, answer by answer, before it is saved."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.db.models import QuerySet
from django.http import Http404

from kpis.answers import Answer, read_together
from kpis.exports.returns import question_of, questions_of
from kpis.imports.columns import Fault, Place
from kpis.imports.returns import Given, Reading, identity_of, read_return
from kpis.models import Return, Upload, UploadKind
from kpis.queries.returns import (
    AreaSection,
    agreements_of,
    asked_with_entries,
    sections_of,
    subject_of,
)
from schools import access
from schools.access import Permission
from trust import clock
from trust.blobs import read
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
    name: str = ""


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
    """The sections that the person may fill in; six queries."""
    return [one for one in sections_of(returned, user) if _may_fill(user, returned, one.area)]


def preview_of(upload: Upload, returned: Return, user: User) -> Preview:
    """Read the file again and set it against what stands now; six queries."""
    asked, today = asked_with_entries(returned), clock.today()
    rules = agreements_of(asked)
    sections = _seen_by(user, returned, read_together(asked, rules, today))
    try:
        sheets = read_table(upload.name, read(upload.blob))
    except Unreadable as refused:
        return Preview(upload, faults=(Fault(str(refused)),))
    identity = identity_of(returned.slug, returned.term.slug)
    reading = read_return(sheets, questions_of(sections), identity)
    drafts = _by_code(reading)
    answers = [answer for section in sections for answer in section.answers]
    new = {answer.asked.code: _new_in(drafts.get(answer.asked.code, {}), answer) for answer in answers}
    together = read_together(asked, rules, today, instead=_as_sent(answers, new))
    after = {answer.asked.code: answer for answer in together}
    changed = [_section_change(one, drafts, new, after, returned, user) for one in sections]
    faults = [*reading.faults, *(fault for one in changed for each in one.changes for fault in each.faults)]
    strained = [fault for one in changed for answer in one.same for fault in _strain(answer, after)]
    return Preview(upload, tuple(changed), in_order([*faults, *strained], sheets), _seen(changed))


def in_order(faults: Iterable[Fault], sheets: Sequence[Sheet]) -> tuple[Fault, ...]:
    """The faults as they stand in the file, those of the whole file first."""
    order = {sheet.name: number for number, sheet in enumerate(sheets)}

    def place(fault: Fault) -> tuple[int, int, int]:
        at = fault.place
        return (order.get(at.sheet, 0), at.row, at.column) if at else (-1, 0, 0)

    return tuple(sorted(faults, key=place))


def _seen_by(user: User, returned: Return, answers: Iterable[Answer]) -> list[AreaSection]:
    """The answers by area, as far as this person sees them; all were held against each other before."""
    by_area = groupby(answers, key=lambda one: one.asked.kpi.area)
    sections = [AreaSection(area, number, tuple(group)) for number, (area, group) in enumerate(by_area, 1)]
    see = Permission.SEE_RETURN
    return [one for one in sections if access.allows(user, see, subject_of(returned, one.area))]


def _by_code(reading: Reading) -> Mapping[str, _Draft]:
    drafts: dict[str, dict[str, Given]] = defaultdict(dict)
    for one in reading.given:
        drafts[one.code][one.field] = one
    return drafts


def _new_in(draft: _Draft, answer: Answer) -> list[Given]:
    """What the file says of one KPI that does not stand already."""
    typed = answer.asked.typed
    touched = (one for one in draft.values() if not one.is_untouched)
    return [one for one in touched if not _is_same(one.text, typed.get(one.field, ""))]


def _as_sent(answers: Iterable[Answer], new: Mapping[str, Sequence[Given]]) -> dict[str, dict[str, str]]:
    """Code → the text of every field as it would be."""
    return {
        one.asked.code: one.asked.typed | {given.field: given.text for given in new[one.asked.code]}
        for one in answers
    }


def _strain(answer: Answer, after: Mapping[str, Answer]) -> Iterable[Fault]:
    """What the file would make wrong in a KPI that it does not change."""
    for name, words in after[answer.asked.code].errors.items():
        if name not in answer.errors:
            yield Fault(f"{answer.asked.title}: {words}")


def _section_change(
    section: AreaSection,
    drafts: Mapping[str, _Draft],
    new: Mapping[str, Sequence[Given]],
    after: Mapping[str, Answer],
    returned: Return,
    user: User,
) -> SectionChange:
    """The KPIs of a section that the file changes, and those that it leaves."""
    refusal = ""
    if not _may_fill(user, returned, section.area):
        refusal = f"{section.area.name} is filled in by somebody else. Leave its answers as they were."
    changes = [
        _kpi_change(answer, after[code], new[code], drafts[code], refusal)
        for answer in section.answers
        if new[code := answer.asked.code]
    ]
    same = tuple(answer for answer in section.answers if not new[answer.asked.code])
    return SectionChange(section.area, tuple(changes), same)


def _kpi_change(
    before: Answer, after: Answer, new: Sequence[Given], draft: _Draft, refusal: str
) -> KpiChange:
    typed = before.asked.typed | {one.field: one.text for one in new}
    faults = [Fault(words, _where(name, new, draft)) for name, words in after.errors.items()]
    if refusal:
        faults = [Fault(refusal, one.place) for one in new]
    return KpiChange(before, after, typed, tuple(_change(one, before) for one in new), tuple(faults))


def _where(name: str, new: Sequence[Given], draft: _Draft) -> Place:
    """Where the field with the error stands in the file, or else what made it wrong."""
    return draft.get(name, new[0]).place


def _change(one: Given, answer: Answer) -> FieldChange:
    question = question_of(answer.form.fields[one.field], one.field)
    now = answer.asked.typed.get(one.field, "")
    is_newer = one.before is not None and not _is_same(one.before, now)
    label = "Figure" if question.label == answer.asked.title else question.label
    return FieldChange(label, question.show(now), question.show(one.text), one.place, is_newer, one.field)


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

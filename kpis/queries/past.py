"""What a table of past returns would add: figure by figure, against the definitions in force then."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import Http404

from kpis.answers import GIVEN, Answer, Asked, read_answer, typed_of
from kpis.exports.returns import question_of
from kpis.imports.columns import Fault, plain
from kpis.imports.past import PastRow, read_past
from kpis.imports.returns import Question
from kpis.models import Definition, Figure, Kpi, Return, ReturnState, Upload, UploadKind
from kpis.queries.grounds import Grounds, asked_of, grounds_of
from kpis.queries.returns import TRUST
from kpis.queries.uploads import in_order
from schools.models import School
from schools.queries import urns_of
from trust import clock
from trust.blobs import read
from trust.calendar import usual_start
from trust.models import Term
from trust.numbers import read_number, round_half_up, show_exact
from trust.tables import Unreadable, read_table
from trust.terms import TermRef

SHOWN: Final = 300  # figures that a preview lists one by one
SHORT: Final = 12  # figures that are listed at once
YEARS_BACK: Final = 20  # a term before that is a slip of the year, and could not be taken out again
STANDING: Final = (ReturnState.ACCEPTED, ReturnState.ISSUED)
NEEDED: Final = ("judged_reason",)  # a gap that no figure may have, not even a past one
OWN_RETURN: Final = ("trust", "the trust", "the trust's own return", "the trust as a whole")

Key = tuple[TermRef, str]


@dataclass(frozen=True)
class PastFigure:
    """One row of the table as the figure it would be; `stands` where the portal has it already."""

    row: PastRow
    answer: Answer
    stands: bool = False


@dataclass(frozen=True)
class PastReturn:
    """The rows of one school and term. `returned` is the return that is there already, if any."""

    term: Term
    school: School | None
    returned: Return | None
    figures: tuple[PastFigure, ...]
    refused: int = 0

    @property
    def owner_name(self) -> str:
        return self.school.name if self.school else "The trust's own return"

    @property
    def new(self) -> list[PastFigure]:
        return [figure for figure in self.figures if not figure.stands]

    @property
    def same(self) -> int:
        return len(self.figures) - len(self.new)


@dataclass(frozen=True)
class PastPreview:
    """All of it. `seen` changes when anything that it was set against does."""

    upload: Upload
    returns: tuple[PastReturn, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def count(self) -> int:
        return sum(len(one.new) for one in self.returns)

    @property
    def same(self) -> int:
        return sum(one.same for one in self.returns)

    @property
    def new_terms(self) -> list[Term]:
        """The terms that the calendar does not have yet."""
        return list({one.term.ref: one.term for one in self.returns if one.term.pk is None}.values())

    @property
    def lists_figures(self) -> bool:
        return self.count <= SHOWN

    @property
    def is_short(self) -> bool:
        return self.count <= SHORT

    @property
    def seen(self) -> str:
        stands = [(figure.row.place, figure.stands) for one in self.returns for figure in one.figures]
        return hashlib.sha256(repr(stands).encode()).hexdigest()[:32]

    @property
    def may_apply(self) -> bool:
        return not self.faults and self.count > 0 and self.upload.applied_at is None


@dataclass
class _Known:
    """What the rows are set against, read once for the whole table."""

    schools: Mapping[str, School | None]
    terms: Mapping[TermRef, Term]
    returns: Mapping[Key, Return]
    today: date
    questions: dict[int, Mapping[str, Question]] = field(default_factory=dict)

    def term(self, ref: TermRef) -> Term:
        """The calendar's term, or one that is not in it yet, with usual dates."""
        usual = Term(
            year=ref.year,
            number=ref.number,
            starts=usual_start(ref),
            ends=usual_start(ref.next),
            is_provisional=True,
        )
        return self.terms.get(ref) or usual

    def questions_of(self, asked: Asked) -> Mapping[str, Question]:
        if asked.definition.pk not in self.questions:
            fields = read_answer(asked, {}, self.today).form.fields
            self.questions[asked.definition.pk] = {
                name: question_of(one, name) for name, one in fields.items()
            }
        return self.questions[asked.definition.pk]


def past_figures(year: int | None = None) -> QuerySet[Figure]:
    """The latest version of every figure of the returns that are accepted and past, the oldest term first."""
    latest = Figure.objects.filter(returned=OuterRef("returned"), kpi=OuterRef("kpi")).order_by("-version")
    found = Figure.objects.filter(
        version=Subquery(latest.values("version")[:1]),
        returned__state__in=STANDING,
        term__ends__lte=clock.today(),
        **({} if year is None else {"term__year": year}),
    )
    ordered = found.select_related("school", "term", "kpi")
    return ordered.order_by(
        "term__year", "term__number", F("school__name").asc(nulls_first=True), "kpi__code"
    )


def past_uploads() -> QuerySet[Upload]:
    """The tables of past returns that were sent in, the newest first."""
    return Upload.objects.filter(kind=UploadKind.PAST).select_related("by").defer("blob")


def past_upload_or_404(pk: int) -> Upload:
    found = past_uploads().defer(None).select_related("blob", "by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def preview_of_past(upload: Upload) -> PastPreview:
    """Read the table again and set it against what is there; some queries for each of its terms."""
    schools = {school.slug: school for school in School.objects.all()}
    kpis = {kpi.code: kpi for kpi in Kpi.objects.all()}
    try:
        sheets = read_table(upload.name, read(upload.blob))
    except Unreadable as refused:
        return PastPreview(upload, faults=(Fault(str(refused)),))
    reading = read_past(sheets, _names(schools.values()), kpis.keys())
    known = _known(schools, {row.term for row in reading.rows})
    faults = list(reading.faults)
    returns = list(_returns(reading.rows, known, faults))
    return PastPreview(upload, tuple(returns), in_order(faults, sheets))


def _names(schools: Iterable[School]) -> dict[str, str]:
    """What a school may be called in a table → its slug; a name that two have is nobody's.

    A predecessor's URN is the school's: its results were reported under it before.
    """
    found: dict[str, set[str]] = defaultdict(set)
    told = list(schools)
    for school in told:
        for name in (school.name, school.short_name, school.slug):
            found[plain(name)].add(school.slug)
    for urn, school in urns_of(told).items():
        found[urn].add(school.slug)
    names = {name: slugs.pop() for name, slugs in found.items() if name and len(slugs) == 1}
    return names | {plain(name): TRUST for name in OWN_RETURN}


def _known(schools: Mapping[str, School], refs: set[TermRef]) -> _Known:
    years = {ref.year for ref in refs}
    terms = {term.ref: term for term in Term.objects.filter(year__in=years)}
    returns = Return.objects.filter(term__year__in=years).select_related("school", "term")
    by_key = {(one.term.ref, one.slug): one for one in returns}
    return _Known({**schools, TRUST: None}, terms, by_key, clock.today())


def _returns(rows: Sequence[PastRow], known: _Known, faults: list[Fault]) -> Iterable[PastReturn]:
    by_term: dict[TermRef, dict[str, list[PastRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_term[row.term][row.school].append(row)
    first = _first_definitions() if rows else {}
    for ref in sorted(by_term):
        term = known.term(ref)
        schools = [known.schools[slug] for slug in by_term[ref]]
        grounds = grounds_of(term, [school.pk if school else None for school in schools])
        grounds = replace(grounds, definitions=_definitions(grounds, first))
        for slug, of_school in by_term[ref].items():
            yield _return(term, slug, of_school, grounds, known, faults)


def _first_definitions() -> dict[int, Definition]:
    versions = Definition.objects.select_related("kpi__area", "from_term")
    found: dict[int, Definition] = {}
    for version in versions.order_by("from_term__year", "from_term__number", "-version"):
        found.setdefault(version.kpi_id, version)
    return found


def _definitions(grounds: Grounds, first: Mapping[int, Definition]) -> dict[int, Definition]:
    """Those in force in the term; for a KPI that was first defined later, its first definition."""
    earlier = {kpi: one for kpi, one in first.items() if one.from_term.ref > grounds.term.ref}
    return earlier | grounds.definitions


def _return(
    term: Term, slug: str, rows: Sequence[PastRow], grounds: Grounds, known: _Known, faults: list[Fault]
) -> PastReturn:
    school, returned = known.schools[slug], known.returns.get((term.ref, slug))
    asked = {one.code: one for one in asked_of(Return(school=school, term=term), grounds)}
    found = [_figure(row, asked.get(row.code), returned, known) for row in rows]
    figures = tuple(one for one in found if isinstance(one, PastFigure))
    would_change = len(figures) < len(rows) or not all(figure.stands for figure in figures)
    if would_change and (words := _cannot_take(term, returned, known.today)):
        faults.append(Fault(words, rows[0].place))
        return PastReturn(term, school, returned, (), len(rows))
    faults.extend(fault for one in found if isinstance(one, list) for fault in one)
    return PastReturn(term, school, returned, figures, len(rows) - len(figures))


def _cannot_take(term: Term, returned: Return | None, today: date) -> str:
    """Why no past figure can be put into this return, or nothing; one that stands there may be repeated."""
    if term.ends > today:
        return f"{term.ref.name} is not past yet: its figures are sent in as returns."
    if today.year - term.year > YEARS_BACK:
        return f"{term.ref.name} is more than {YEARS_BACK} years ago. Check the year."
    if returned is not None and returned.state not in STANDING:
        words = f"The return of {returned.owner_name} for {term.ref.name} is still on its way in the portal"
        return f"{words} ({returned.get_state_display().lower()}). Finish it there."
    return ""


def _figure(
    row: PastRow, asked: Asked | None, returned: Return | None, known: _Known
) -> PastFigure | list[Fault]:
    if asked is None:
        return [Fault(f"{row.code} is not asked of this school in that term.", row.place)]
    questions = known.questions_of(asked)
    beside = {"value"} if "numerator" in questions else set()
    foreign = [name for name in row.texts if name not in {*questions, *beside}]
    if foreign:
        return [Fault(f"{row.code} does not ask for this.", row.places[name]) for name in foreign]
    typed = {name: questions[name].read(text) for name, text in row.texts.items() if name not in beside}
    answer = read_answer(asked, typed, known.today)
    wrong = dict(answer.errors) | {name: answer.gaps[name] for name in NEEDED if name in answer.gaps}
    if beside and not wrong:
        wrong = _wrong_beside_counts(row.texts.get("value", ""), answer)
    if answer.is_blank and not wrong:
        wrong = {
            answer.form.figure_fields[0]: f"{row.code} has no figure here, and no reason why there is none."
        }
    if wrong:
        return [Fault(words, row.places.get(name, row.place)) for name, words in wrong.items()]
    return _against_what_stands(row, answer, returned)


def _wrong_beside_counts(text: str, answer: Answer) -> dict[str, str]:
    """A value that a table has beside its counts is what they come to, as far as both are written out."""
    try:
        said = read_number(text)
        if said is None or answer.is_blank or _agree(said, answer.value, answer.asked.rule.places):
            return {}
    except ValueError as error:
        return {"value": str(error)}
    comes_to = "no value" if answer.value is None else show_exact(answer.value)
    return {"value": f"The counts beside it come to {comes_to}. Leave this blank, or correct the counts."}


def _agree(said: Decimal, worked_out: Decimal | None, places: int) -> bool:
    if worked_out is None:
        return False
    written = min(places, max(0, -int(said.as_tuple().exponent)))
    return round_half_up(said, written) == round_half_up(worked_out, written)


def _against_what_stands(row: PastRow, answer: Answer, returned: Return | None) -> PastFigure | list[Fault]:
    standing = answer.asked.standing
    if standing is not None:
        if _says_the_same(standing, answer, row):
            return PastFigure(row, answer, stands=True)
        said = typed_of(standing)
        shown = said.get("value") or said.get("numerator") or said.get("choice") or "another answer"
        words = f"The portal has this figure already and says {shown}. Change it there, as a correction."
        return [Fault(words, row.place)]
    if returned is not None and (not returned.source or returned.state == ReturnState.ISSUED):
        words = f"This return was made in the portal without {row.code}. Add it there, as a correction."
        return [Fault(words, row.place)]
    return PastFigure(row, answer)


def _says_the_same(figure: Figure, answer: Answer, row: PastRow) -> bool:
    """Whether nothing would change; of a field for which the table has no column it says nothing."""
    said = {name: answer.given[name] for name in GIVEN if name in row.places} | {"value": answer.value}
    return all(getattr(figure, name) == value for name, value in said.items())

"""What can be asked of editions: where each stands, from which freeze it comes, and who may read it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from governance.editions.choosing import MADE
from governance.models import Build, Edition, Freeze, Purpose, TrustUpdate, UpdateState
from governance.packs.frozen import Contents, read_contents
from governance.queries.updates import NEWEST, latest_update, may_read
from schools import access
from schools.access import Person
from schools.models import School
from trust.models import JobState, Term

OTHERS = MADE[1:]


@dataclass(frozen=True, slots=True)
class Standing:
    """An edition of a term, of one school or the whole trust: its newest version, draft and running build."""

    edition: Edition
    school: School | None = None
    update: TrustUpdate | None = None
    draft: Build | None = None
    newest: Build | None = None
    issued: TrustUpdate | None = None
    is_from_issued: bool = False
    is_given: bool = False  # what was issued is of the freeze that the board was last given

    @property
    def is_running(self) -> bool:
        return self.newest is not None and not self.newest.is_over

    @property
    def is_open(self) -> bool:
        return self.update is None or self.update.state == UpdateState.DRAFT

    @property
    def can_be_issued(self) -> bool:
        return bool(
            self.draft
            and self.update
            and self.update.state == UpdateState.DRAFT
            and self.is_from_issued
            and not self.is_running
        )


def source_of(term: Term) -> Build | None:
    """The board's build from which editions are made: what was issued, else the newest that is ready."""
    update = latest_update(term)
    if update is None:
        return None
    if update.state == UpdateState.ISSUED:
        return update.final
    ready = update.builds.filter(state=JobState.READY, purpose=Purpose.DRAFT).order_by("-pk")
    return ready.first() or _given(term)


def _given(term: Term) -> Build | None:
    """The build that the board was last given for the term."""
    issued = TrustUpdate.objects.filter(term=term, edition=Edition.BOARD, state=UpdateState.ISSUED)
    newest = issued.select_related("final").order_by("-version").first()
    return newest.final if newest else None


def frozen_for(source: Build, edition: Edition) -> Contents | None:
    """What the readers of that edition may see, of the moment at which the board's build was frozen."""
    if edition not in (Edition.MEMBERS, Edition.PUBLIC):
        return read_contents(source.contents) if source.contents else None
    # A final build has the contents of the draft that was reviewed.
    drafts = [source.pk, source.reviewed_id]
    freeze = Freeze.objects.filter(build__in=drafts, audience=edition).select_related("contents").first()
    return read_contents(freeze.contents) if freeze else None


def is_from_issued(build: Build) -> bool:
    """Whether the edition's draft was taken from the freeze that the board was last given."""
    given = _given(build.update_of.term)
    if given is None or build.contents is None:
        return False
    return bool(read_contents(build.contents)["source"]["sha256"] == given.contents_id)


def schools_printed(term: Term) -> list[School]:
    """The schools that have a page in the build from which editions are made."""
    source = source_of(term)
    if source is None or source.contents is None:
        return []
    slugs = [page["slug"] for page in read_contents(source.contents)["schools"]]
    return list(School.objects.filter(slug__in=slugs).order_by("name"))


def standings(term: Term) -> list[Standing]:
    """How each edition of the whole trust stands for the term."""
    given = _given(term)
    made = _newest(term)
    editions = (edition for edition in OTHERS if edition != Edition.LOCAL)
    return [_standing(edition, None, made.get((edition, None), []), given) for edition in editions]


def local_standings(term: Term) -> list[Standing]:
    """How the edition of each school stands for the term; a constant number of queries."""
    given, made = _given(term), _newest(term)
    return [
        _standing(Edition.LOCAL, school, made.get((Edition.LOCAL, school.pk), []), given)
        for school in schools_printed(term)
    ]


def standing_of(term: Term, edition: Edition, school: School | None = None) -> Standing:
    """How one school's edition or report, or one of the whole trust, stands for the term."""
    versions = _newest(term).get((edition, school.pk if school else None), [])
    return _standing(edition, school, versions, _given(term))


def issued_to_governors(school: School) -> QuerySet[TrustUpdate]:
    """What the school's governors have been given, the newest first."""
    kinds = (Edition.LOCAL, Edition.HEAD)
    issued = TrustUpdate.objects.filter(school=school, edition__in=kinds, state=UpdateState.ISSUED)
    return issued.select_related("term", "final").order_by(*NEWEST)


def _newest(term: Term) -> dict[tuple[str, int | None], list[TrustUpdate]]:
    """The term's editions with their builds, the newest version first."""
    builds = Build.objects.order_by("-pk")
    updates = TrustUpdate.objects.filter(term=term).exclude(edition=Edition.BOARD).order_by("-version")
    found: dict[tuple[str, int | None], list[TrustUpdate]] = {}
    for update in updates.select_related("school", "final").prefetch_related(Prefetch("builds", builds)):
        found.setdefault((update.edition, update.school_id), []).append(update)
    return found


def _standing(
    edition: Edition, school: School | None, versions: list[TrustUpdate], given: Build | None
) -> Standing:
    if not versions:
        return Standing(edition, school)
    update, builds = versions[0], list(versions[0].builds.all())
    drafts = (each for each in builds if each.purpose == Purpose.DRAFT and each.state == JobState.READY)
    draft = next(drafts, None)
    # Issuing looks into the contents; a list of thirty schools goes by the moment of the freeze.
    from_issued = bool(draft and given and draft.frozen_at == given.frozen_at)
    issued = next((each for each in versions if each.state == UpdateState.ISSUED), None)
    return Standing(
        edition=edition,
        school=school,
        update=update,
        draft=draft,
        newest=builds[0] if builds else None,
        issued=issued,
        is_from_issued=from_issued,
        is_given=bool(issued and issued.final and given and issued.final.frozen_at == given.frozen_at),
    )


def issued_editions(user: Person) -> QuerySet[TrustUpdate]:
    """Every edition that has been issued to this person, beside the board's own Update; the newest first."""
    audiences = access.sight(user).audiences
    issued = TrustUpdate.objects.filter(state=UpdateState.ISSUED, audience__in=audiences)
    others = issued.exclude(edition=Edition.BOARD).select_related("term", "school")
    seen = [each.pk for each in others if may_read(user, each)]
    shown = TrustUpdate.objects.filter(pk__in=seen).select_related("term", "school", "final", "issued_by")
    return shown.order_by(*NEWEST, "school__name")


@dataclass(frozen=True, slots=True)
class Shelf:
    """One edition as its reader finds it: the newest that was issued, and how many there are in its term."""

    edition: Edition
    newest: TrustUpdate
    count: int


def shelves_of(user: Person) -> list[Shelf]:
    """The editions issued to this person, each with its newest term, in the order of the editions."""
    found: dict[str, list[TrustUpdate]] = {}
    for each in issued_editions(user):
        found.setdefault(each.edition, []).append(each)
    kinds = (kind for kind in Edition if kind in found)
    return [_shelf(kind, found[kind]) for kind in kinds]


def _shelf(kind: Edition, issued: list[TrustUpdate]) -> Shelf:
    newest = issued[0]
    schools = {each.school_id for each in issued if each.term_id == newest.term_id}
    return Shelf(kind, newest, len(schools))


def newest_public() -> TrustUpdate | None:
    """What everyone reads: the last edition that was issued to the public."""
    issued = TrustUpdate.objects.filter(edition=Edition.PUBLIC, state=UpdateState.ISSUED)
    return issued.select_related("term", "final__pdf").order_by(*NEWEST).first()


def last_build(edition: Edition) -> Build | None:
    """The edition's newest build that is ready, of any term."""
    ready = Build.objects.filter(update_of__edition=edition, state=JobState.READY)
    return ready.select_related("update_of__term").order_by("-pk").first()

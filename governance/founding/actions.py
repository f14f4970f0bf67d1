"""What can happen while a trust is set up: it is founded and described, steps are settled, it is finished."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final, NamedTuple

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from governance.founding import codes
from governance.founding.standing import missing_for
from governance.models import Founding, SetUpStep, StepSettled
from kpis.actions import add_area
from kpis.library.starter import AREAS
from schools.access import Permission, require
from schools.actions import admit_school, appoint
from schools.models import Role, School
from schools.settings.actions import change_settings, fingerprint, settings_of
from trust import clock, history
from trust.blobs import keep
from trust.lifecycle import Refused
from trust.models import Area, Blob, Trust, User
from trust.queries import current_trust, forget_trust, require_trust
from trust.stamps import stamp_of

DESCRIBED: Final = (
    "name", "short_name", "company_number", "group_uid", "mission", "vision", "values", "logo",
)  # fmt: skip
TEXTS: Final = frozenset({"mission", "vision"})
OF_THE_TRUSTS_OWN: Final = "trust"  # the slug of the trust's own return
BEGUN_ALREADY: Final = "A trust has been set up here already. Sign in to go on with it."
FINISHED: Final = (
    "Setting up is finished. Schools, dates and settings are changed on their own pages from now on."
)
CHANGED_MEANWHILE: Final = (
    "Somebody changed this while the page was open. It is shown as it stands now; make your changes again "
    "if they are still needed."
)


class Picture(NamedTuple):
    """A logo that is sent in, as PNG or JPEG."""

    content: bytes
    media_type: str


class WrongCode(Refused):
    """The set-up code does not open the door."""


def found_trust(
    *,
    name: str,
    short_name: str,
    administrator: str,
    email: str,
    password: str | None = None,
    is_executive: bool = False,
    code: str | None = None,
) -> User:
    """Make the trust and its first administrator, who may be its executive director too.

    `code` is None only for whoever has the machine's own terminal. Raises WrongCode, Refused where a trust
    is there already, and ValidationError for what cannot be right; then nothing is kept.
    """
    with transaction.atomic():
        founding, _ = Founding.objects.select_for_update().get_or_create(pk=Founding.ONLY)
        forget_trust()
        if current_trust() is not None:
            raise Refused(BEGUN_ALREADY)
        if code is not None and (problem := codes.problem_of(code, founding)):
            raise WrongCode(problem)
        trust = Trust(name=" ".join(name.split()), short_name=" ".join(short_name.split()))
        trust.full_clean()
        trust.save(force_insert=True)
        forget_trust()
        person = User(email=email.strip().lower(), name=" ".join(administrator.split()))
        person.password = make_password(password)
        person.full_clean()
        person.save()
        history.record(None, "trust.founded", trust)
        history.record(None, "person.added", person)
        appoint(person, Role.ADMINISTRATOR, by=None, starts=clock.today())
        if is_executive:
            appoint(person, Role.EXECUTIVE, by=None, starts=clock.today())
        founding.code_sha256, founding.begun_at, founding.begun_by = "", clock.now(), person
        founding.save()
    return person


def described(trust: Trust) -> dict[str, Any]:
    """What `describe_trust` keeps, by name."""
    return {name: getattr(trust, name) for name in DESCRIBED}


def seen_of(trust: Trust) -> str:
    """What a page has shown of the trust, its words and sizes: nobody undoes what they have not seen."""
    known = described(trust) | {"logo": trust.logo_id or ""}
    return stamp_of(**known, settings=fingerprint(trust))


def describe_trust(
    *,
    by: User,
    seen: str,
    small_group_below: int,
    words: dict[str, str],
    logo: Picture | None = None,
    drops_logo: bool = False,
    **wanted: Any,
) -> None:
    """Keep the trust's names, numbers, purpose and logo, the size of small groups and its words: a step done.

    Without a `logo` the one that is there stays, unless it is dropped.
    Raises Refused where `seen` is not the stamp of today's, ValidationError by field.
    """
    _require_open(by)
    with transaction.atomic():
        trust = Trust.objects.select_for_update().get(pk=require_trust().pk)
        if seen != seen_of(trust):
            raise Refused(CHANGED_MEANWHILE)
        if logo or drops_logo:
            wanted["logo"] = keep(logo.content, logo.media_type) if logo else None
        changed = {name: value for name, value in wanted.items() if described(trust)[name] != value}
        for name, value in changed.items():
            setattr(trust, name, value)
        trust.full_clean()
        trust.save(update_fields=list(DESCRIBED))
        if changed:
            told = {name: _told(name, value) for name, value in changed.items()}
            history.record(by, "trust.described", trust, **told)
        forget_trust()
        sizes = settings_of(trust)
        sizes.pop("words")
        wanted_sizes = sizes | {"small_group_below": small_group_below}
        change_settings(by=by, seen=fingerprint(trust), words=words, **wanted_sizes)
        settle(SetUpStep.TRUST, by=by)
    forget_trust()


def add_school(*, by: User, **fields: Any) -> School:
    """A school that is typed in by hand; ValidationError by field."""
    _require_open(by)
    with transaction.atomic():
        taken = {*School.objects.values_list("slug", flat=True), OF_THE_TRUSTS_OWN}
        names = (slugify(fields["short_name"]), slugify(fields["name"])[:60], f"school-{fields['urn']}")
        slug = next((each for each in names if each and each not in taken), names[-1])
        return admit_school(by=by, slug=slug, **fields)


def choose_areas(slugs: Collection[str], *, by: User) -> list[Area]:
    """Add those areas of the starter list that the trust has not yet, in the list's order: all, or none."""
    _require_open(by)
    with transaction.atomic():
        slugs_known = set(Area.objects.values_list("slug", flat=True))
        wanted = [slug for slug in AREAS if slug in slugs and slug not in slugs_known]
        return [add_area(by=by, name=AREAS[each][0], short_name=AREAS[each][1], slug=each) for each in wanted]


def settle(step: str, *, by: User, is_skipped: bool = False) -> StepSettled:
    """Call a step done, or leave it out for now; twice is once.

    Raises Refused for a step that is called done with nothing in it.
    """
    _require_open(by)
    chosen = SetUpStep(step)
    if not is_skipped and (words := missing_for(chosen)):
        raise Refused(words)
    with transaction.atomic():
        known = StepSettled.objects.select_for_update().filter(step=chosen, is_skipped=is_skipped).first()
        if known:
            return known
        wanted = {"is_skipped": is_skipped, "by": by, "at": clock.now()}
        settled, _ = StepSettled.objects.update_or_create(step=chosen, defaults=wanted)
        verb = "founding.step-skipped" if is_skipped else "founding.step-done"
        history.record(by, verb, settled, step=str(chosen))
    return settled


def take_up(step: str, *, by: User) -> None:
    """Open a step again that was done or left out; what was entered in it stays."""
    _require_open(by)
    with transaction.atomic():
        for settled in StepSettled.objects.select_for_update().filter(step=SetUpStep(step)):
            history.record(by, "founding.step-taken-up", settled, step=settled.step)
            settled.delete()


def finish(*, by: User) -> None:
    """Close setting up for good. Raises Refused while a step is neither done nor left out."""
    _require_open(by)
    with transaction.atomic():
        founding = Founding.objects.select_for_update().get(pk=Founding.ONLY)
        settled = set(StepSettled.objects.values_list("step", flat=True))
        if waiting := [step for step in SetUpStep if step not in settled]:
            raise Refused(f"Still to do or to leave out: {_listed(str(step.label) for step in waiting)}.")
        founding.finished_at, founding.finished_by = clock.now(), by
        founding.save()
        history.record(by, "founding.finished", founding)


def require_open() -> Founding:
    """The founding that is under way; Refused in words where there is none."""
    founding = Founding.objects.filter(pk=Founding.ONLY).first()
    if founding is None or not founding.is_open:
        raise Refused(FINISHED)
    return founding


def check_password_for(password: str, *, email: str, name: str) -> None:
    """Raises ValidationError where the password is too weak for this person."""
    try:
        validate_password(password, User(email=email, name=name))
    except ValidationError as wrong:
        raise ValidationError({"password": wrong.messages}) from wrong


def _require_open(by: User) -> None:
    require(by, Permission.KEEP_SETTINGS)
    require_open()


def _told(name: str, value: Any) -> Any:
    if isinstance(value, Blob):
        return value.sha256
    return history.salted(value) if name in TEXTS else value


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last

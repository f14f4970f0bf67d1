"""Setting up from a terminal: what is there already stays, the rest is done, and a line says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError

from governance.founding import actions
from governance.founding.calendar import date_terms, lay_out_years, read_terms
from governance.founding.standing import founding
from governance.models import SetUpStep
from kpis.actions import take_from_library
from kpis.library.starter import STARTERS
from kpis.models import Kpi
from kpis.queries.library import next_unopened, unissued_terms
from milestones.actions import import_plan
from milestones.imports import ImportProblem, read_plan
from milestones.imports.decoding import LARGEST_FILE
from milestones.models import Plan
from schools.actions import appoint
from schools.directory import holders
from schools.gias.comparing import compare
from schools.gias.reading import Group, read_register
from schools.gias.taking import Chosen, fingerprint, known_schools, take_over
from schools.models import Role
from schools.people import roles as people
from schools.people.invitations import make_invitation
from schools.people.leaving import invite
from trust import clock
from trust.lifecycle import Refused
from trust.models import Area, Term, User
from trust.queries import current_trust, require_trust

Say = Callable[[str], object]
NO_EXECUTIVE: Final = (
    "KPIs are kept by the executive director, and nobody is that yet. "
    'Run this again with --executive "Name <mail>".'
)


class CannotSetUp(Exception):
    """Why setting up stopped here, in words; what was done before stays."""


@dataclass(frozen=True, slots=True)
class Named:
    """A person as a terminal names them."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; what is empty or None is left as it is."""

    name: str = ""
    short_name: str = ""
    administrator: Named | None = None
    executive: Named | None = None
    group: str = ""
    gias: Sequence[Path] = ()
    terms: Path | None = None
    first_year: int | None = None
    kpis: bool = False
    plan: Path | None = None


def set_up(wanted: Wanted, say: Say) -> None:
    """Do what is asked for and not done yet, in the order of the steps. Raises CannotSetUp."""
    try:
        by = _administrator(wanted, say)
        _people(wanted, by, say)
        _terms(wanted, by, say)
        _schools(wanted, by, say)
        _kpis(wanted, say)
        _plan(wanted, by, say)
    except ValidationError as wrong:
        raise CannotSetUp(" ".join(wrong.messages)) from wrong
    except (Refused, ImportProblem, PermissionDenied) as refusal:
        raise CannotSetUp(str(refusal)) from refusal
    except OSError as error:
        raise CannotSetUp(f"{error.filename} cannot be read: {error.strerror}.") from error


def _administrator(wanted: Wanted, say: Say) -> User:
    known = founding()
    if current_trust() is None:
        return _found(wanted, say)
    if known is None or known.begun_by is None:
        raise CannotSetUp(f"{require_trust().name} was not set up here, so there is nothing to go on with.")
    actions.require_open()
    say(f"{require_trust().name} is there already; it was founded by {known.begun_by.name}.")
    return known.begun_by


def _found(wanted: Wanted, say: Say) -> User:
    if not wanted.name or wanted.administrator is None:
        raise CannotSetUp('Give the trust with --name, and --administrator "Name <mail>".')
    first, same = wanted.administrator, wanted.administrator == wanted.executive
    by = actions.found_trust(
        name=wanted.name,
        short_name=wanted.short_name or wanted.name[:60],
        administrator=first.name,
        email=first.email,
        is_executive=same,
    )
    say(f"{wanted.name} is founded. Its first administrator is {by.name}, {by.email}.")
    say(f"To choose a password, within 72 hours and once: {make_invitation(by, by=by)[1]}")
    if wanted.group:
        trust = require_trust()
        told = actions.described(trust) | {"group_uid": wanted.group}
        told.pop("logo")
        small = trust.small_group_below
        actions.describe_trust(by=by, seen=actions.seen_of(trust), small_group_below=small, words={}, **told)
    return by


def _people(wanted: Wanted, by: User, say: Say) -> None:
    if wanted.executive is None or _executive():
        return
    who = wanted.executive
    if who.email.casefold() == by.email:
        # Whoever has the machine's terminal is the second person that a role for oneself needs.
        appoint(by, Role.EXECUTIVE, by=None, starts=clock.today())
        say(f"{by.name} is the executive director too.")
        return
    role = people.Wanted(Role.EXECUTIVE, None, clock.today(), None)
    made = invite(by=by, name=who.name, email=who.email, post="", wanted=role)
    say(f"{made.person.name} is the executive director, and has been written to.")


def _terms(wanted: Wanted, by: User, say: Say) -> None:
    if wanted.terms:
        dated = date_terms(read_terms(wanted.terms.name, wanted.terms.read_bytes()), by=by)
        say(f"{len(dated)} terms have the dates of {wanted.terms.name}.")
    elif wanted.first_year:
        added = lay_out_years(wanted.first_year, by=by)
        say(f"{len(added)} terms are laid out; they are provisional until somebody sets them.")
    if (wanted.terms or wanted.first_year) and Term.objects.exists():
        actions.settle(SetUpStep.TERMS, by=by)


def _schools(wanted: Wanted, by: User, say: Say) -> None:
    if not wanted.gias:
        return
    group = wanted.group or require_trust().group_uid or require_trust().name
    known = known_schools()
    with ExitStack() as open_files:
        files = [(path.name, open_files.enter_context(path.open("rb"))) for path in wanted.gias]
        register = read_register(files, Group(group), [school.urn for school in known.schools])
    if register.faults:
        raise CannotSetUp(" ".join(register.faults))
    found = compare(register, known)
    new = {each.urn: str(each.fields["short_name"]) for each in found.new if not each.problem}
    for each in found.new:
        if each.problem:
            say(f"{each.entry.name} was not added: {each.problem}")
    say(take_over(register, Chosen(fingerprint(known), new=new), by=by).words)
    actions.settle(SetUpStep.SCHOOLS, by=by)


def _kpis(wanted: Wanted, say: Say) -> None:
    if not wanted.kpis:
        return
    by, from_term = _executive(), next_unopened(unissued_terms())
    if by is None:
        raise CannotSetUp(NO_EXECUTIVE)
    if from_term is None:
        raise CannotSetUp("A KPI begins with a term, and the calendar has none. Add --first-year or --terms.")
    known = set(Kpi.objects.values_list("code", flat=True))
    codes = [starter.code for starter in STARTERS if starter.code not in known]
    if not codes:
        say("The starter KPIs are in the book already.")
        return
    taken = take_from_library(codes, by=by, from_term=from_term)
    begins = from_term.name
    say(f"{len(taken)} KPIs are in the book from {begins} on; the board has to agree their targets.")
    for step in (SetUpStep.AREAS, SetUpStep.KPIS):
        actions.settle(step, by=by)
    say(f"They came with {Area.objects.count()} areas of oversight.")


def _plan(wanted: Wanted, by: User, say: Say) -> None:
    if wanted.plan is None:
        return
    if Plan.objects.exists():
        say("A plan is there already; nothing was brought in.")
        return
    with wanted.plan.open("rb") as file:
        read = read_plan(file.read(LARGEST_FILE + 1), wanted.plan.name)
    saved = import_plan(read, by=None, as_points=True)
    say(f"“{saved.title}” is brought in; every cell in doubt lasts one term. The board has to adopt it.")
    actions.settle(SetUpStep.PLAN, by=by)


def _executive() -> User | None:
    return holders(Role.EXECUTIVE).first()

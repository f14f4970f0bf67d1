"""Who may do and see what: one table of roles, and the questions every floor asks of it.

Outside one's scope a thing is not found (404); inside it an action one may not take is refused (403). Upper
floors describe
what they guard as a plain `Subject`, so that this file imports none of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from schools.models import Appointment, Audience, Role, School
from trust import clock
from trust.models import User
from trust.queries import current_trust

if TYPE_CHECKING:
    from django.db.models import QuerySet

Person = User | AnonymousUser


class Permission(StrEnum):
    """One thing that can be done or seen, worded so that a refusal can print it."""

    SEE_SCHOOL = "see this school"
    SEE_DRAFTS = "see figures before they are issued"
    SEE_RETURN = "see this return"
    FILL_RETURN = "fill in this return"
    SUBMIT_RETURN = "sign and submit this return"
    MODERATE_RETURN = "accept returns or send them back"
    CORRECT_FIGURE = "correct a figure that has been issued"
    SEE_PLAN = "see the strategic plan"
    RATE_MILESTONE = "rate milestones"
    COMPILE_UPDATE = "compile the Trust Update"
    ISSUE_UPDATE = "issue the Trust Update"
    READ_UPDATE = "read this Trust Update"
    SEE_PEOPLE = "see who has an account"
    KEEP_PEOPLE = "invite people, and give and end roles"
    CONFIRM_ROLE = "confirm the role that a colleague asks for themselves"
    RESET_SECOND_STEP = "reset a colleague’s second step"
    WITHDRAW_UPDATE = "withdraw what was issued"
    COMPILE_PART_TWO = "put Part 2 together"
    READ_EDITION = "read this edition of the Trust Update"
    REPORT_TO_GOVERNORS = "report to this school's governors"
    ASK_QUESTION = "ask the board's questions"
    SEE_THREAD = "read this question"
    ANSWER_QUESTION = "answer this question"
    SET_REMIT = "set or close remits"
    SEE_HISTORY = "read the history"
    KEEP_KPIS = "keep the KPI book"
    SPEAK_TO_TARGETS = "say what you think of proposed targets"
    COMMENT_RETURN = "comment on this return for the local governors"
    NAME_ACTING_HEAD = "name an acting head"
    VALIDATE_FIGURE = "mark a figure as externally validated"
    REPLY_ON_PAGE = "reply on this school's page of the Trust Update"
    IMPORT_RETURNS = "bring in past returns"
    KEEP_CALENDAR = "keep the calendar"
    KEEP_SETTINGS = "change the trust's settings"
    RELEASE_FIGURES = "copy figures for people outside the board"
    KEEP_PLAN = "keep the strategic plan"
    ADOPT_PLAN = "adopt an edition of the strategic plan"
    SEE_DRAFT_PLAN = "read drafts of the strategic plan"
    SEE_BODIES = "see who governs"
    KEEP_BODIES = "keep bodies, seats and what each brings with it"
    SEE_SKILLS = "see what the boards know"
    SEE_SCORES = "see how a named person scored"
    KEEP_SKILLS = "keep skills audits and self-assessments"
    KEEP_TRAINING = "keep the training plan"
    SEE_INTERESTS = "see interests before they are published"
    SEE_MEETING = "see this meeting"
    KEEP_MEETINGS = "keep meetings, their agendas and minutes"
    SEE_COMPLIANCE = "see audits, findings and reviews"
    KEEP_COMPLIANCE = "keep audits, findings and reviews"
    AUDIT_SCHOOL = "carry out this audit"
    MEND_FINDING = "say how this finding was mended"
    CLOSE_FINDING = "close this finding"
    KEEP_RULES = "keep policies and obligations"
    SELF_EVALUATE = "write this self-evaluation"
    MODERATE_CATEGORY = "moderate self-evaluations"
    AGREE_CATEGORY = "record what the board agreed of a school"
    ERASE_PEOPLE = "replace the details of somebody who has left"
    DISCLOSE = "take out what is held about a person"
    KEEP_EVIDENCE = "say what belongs to an inspection area"
    WIPE_DEMONSTRATION = "remove the demonstration"


P = Permission

_BOARD = {P.SEE_SCHOOL, P.SEE_RETURN, P.SEE_PLAN, P.READ_UPDATE, P.SEE_THREAD, P.SEE_BODIES}
_BOARD |= {P.SEE_DRAFT_PLAN, P.SEE_SKILLS, P.SEE_MEETING, P.SEE_COMPLIANCE}
_SCHOOL = {P.SEE_SCHOOL, P.SEE_RETURN, P.SEE_PLAN, P.SEE_THREAD, P.SEE_BODIES, P.SEE_MEETING}
_SCHOOL |= {P.SEE_COMPLIANCE, P.READ_EDITION}

# What a role may do within its scope: its school, or the whole trust where the appointment names no school.
WITHIN: dict[str, set[Permission]] = {
    Role.EXECUTIVE: _BOARD
    | {P.SEE_DRAFTS, P.MODERATE_RETURN, P.CORRECT_FIGURE, P.RATE_MILESTONE, P.COMPILE_UPDATE, P.ISSUE_UPDATE}
    | {P.WITHDRAW_UPDATE}
    | {P.ANSWER_QUESTION, P.SEE_HISTORY, P.KEEP_KPIS, P.NAME_ACTING_HEAD, P.IMPORT_RETURNS}
    | {P.KEEP_CALENDAR, P.KEEP_SETTINGS, P.RELEASE_FIGURES, P.KEEP_PLAN, P.ADOPT_PLAN}
    | {P.KEEP_COMPLIANCE, P.AUDIT_SCHOOL, P.MEND_FINDING, P.CLOSE_FINDING, P.KEEP_RULES}
    | {P.SELF_EVALUATE, P.MODERATE_CATEGORY, P.KEEP_EVIDENCE, P.READ_EDITION},
    Role.CHAIR: _BOARD
    | {P.ASK_QUESTION, P.SET_REMIT, P.SEE_HISTORY, P.KEEP_KPIS, P.ADOPT_PLAN, P.SEE_SCORES, P.CLOSE_FINDING}
    | {P.AGREE_CATEGORY, P.WITHDRAW_UPDATE, P.COMPILE_PART_TWO, P.SEE_PEOPLE, P.CONFIRM_ROLE},
    Role.TRUSTEE: _BOARD | {P.ASK_QUESTION},
    Role.CLERK: _BOARD
    | {P.SEE_HISTORY, P.KEEP_CALENDAR, P.RELEASE_FIGURES, P.ADOPT_PLAN, P.KEEP_BODIES, P.KEEP_SKILLS}
    | {P.SEE_SCORES, P.KEEP_TRAINING, P.SEE_INTERESTS, P.KEEP_MEETINGS, P.KEEP_RULES, P.AGREE_CATEGORY}
    | {P.KEEP_EVIDENCE, P.WITHDRAW_UPDATE, P.COMPILE_PART_TWO, P.DISCLOSE, P.SEE_PEOPLE},
    Role.AUDITOR: _BOARD | {P.SEE_HISTORY, P.VALIDATE_FIGURE},
    Role.HEAD: _SCHOOL
    | {P.SEE_DRAFTS, P.FILL_RETURN, P.SUBMIT_RETURN, P.ANSWER_QUESTION}
    | {P.NAME_ACTING_HEAD, P.SPEAK_TO_TARGETS, P.REPLY_ON_PAGE, P.AUDIT_SCHOOL, P.MEND_FINDING}
    | {P.SELF_EVALUATE, P.REPORT_TO_GOVERNORS},
    Role.CONTRIBUTOR: {P.SEE_SCHOOL, P.SEE_RETURN, P.SEE_DRAFTS, P.FILL_RETURN, P.SEE_PLAN},
    Role.GOVERNOR_CHAIR: _SCHOOL | {P.COMMENT_RETURN, P.SPEAK_TO_TARGETS},
    Role.GOVERNOR: set(_SCHOOL),
    Role.CENTRAL: {P.SEE_SCHOOL, P.SEE_PLAN},
    Role.HELPER: set(),
    Role.MEMBER: set(),
    Role.ADMINISTRATOR: {P.SEE_HISTORY, P.KEEP_SETTINGS, P.KEEP_CALENDAR}
    | {P.RESET_SECOND_STEP, P.WIPE_DEMONSTRATION, P.ERASE_PEOPLE}
    | {P.SEE_PEOPLE, P.KEEP_PEOPLE, P.CONFIRM_ROLE},
}
# What a role may do only to what is exactly its own: for a central officer, the trust's own return and no
# school's.
OWN: dict[str, set[Permission]] = {
    Role.CENTRAL: {
        P.SEE_RETURN,
        P.SEE_DRAFTS,
        P.FILL_RETURN,
        P.SUBMIT_RETURN,
        P.ANSWER_QUESTION,
        P.SEE_THREAD,
        P.REPLY_ON_PAGE,
        P.SEE_COMPLIANCE,
        P.MEND_FINDING,
    },
    # Who was handed a section of the trust's own return sees nothing else of the trust.
    Role.HELPER: {P.SEE_RETURN, P.SEE_DRAFTS, P.FILL_RETURN},
    # The members' edition is the trust's; a school's is its governors', whoever else sits there.
    Role.MEMBER: {P.READ_EDITION},
}
# What is done to the whole of a thing, and so not by who is appointed for some of its areas only.
OF_THE_WHOLE = frozenset({P.SUBMIT_RETURN, P.REPLY_ON_PAGE})
# What a person may also do to what they answer for by name, whatever their role in the plan's scope.
BY_OWNERS = frozenset({P.RATE_MILESTONE, P.SEE_THREAD, P.ANSWER_QUESTION, P.MEND_FINDING})
# Whom a password alone does not let in.
NEEDS_SECOND_STEP = frozenset({Role.EXECUTIVE, Role.CLERK, Role.ADMINISTRATOR})
# Whose releases a role reads.
AUDIENCES: dict[str, set[str]] = {
    Role.EXECUTIVE: {Audience.BOARD, Audience.LOCAL, Audience.MEMBERS, Audience.PUBLIC},
    Role.CHAIR: {Audience.BOARD},
    Role.TRUSTEE: {Audience.BOARD},
    Role.CLERK: {Audience.BOARD},
    Role.AUDITOR: {Audience.BOARD},
    Role.CENTRAL: {Audience.BOARD},
    Role.HELPER: set(),
    Role.HEAD: {Audience.BOARD, Audience.LOCAL},
    Role.CONTRIBUTOR: {Audience.BOARD, Audience.LOCAL},
    Role.GOVERNOR_CHAIR: {Audience.BOARD, Audience.LOCAL},
    Role.GOVERNOR: {Audience.BOARD, Audience.LOCAL},
    Role.MEMBER: {Audience.MEMBERS},
    Role.ADMINISTRATOR: set(),
}


@dataclass(frozen=True)
class Subject:
    """What is guarded, in plain words: `kind`, whose it is (no school: the trust's own), and to whom it was
    released.

    `owners` are the primary keys of people who answer for it; `released_to` is empty for what nobody has
    been given yet.
    """

    kind: str
    school: int | None = None
    area: int | None = None
    owners: frozenset[int] = frozenset()
    released_to: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Grant:
    """One appointment that holds today, as plain values."""

    role: str
    school: int | None
    areas: frozenset[int] = field(default_factory=frozenset)
    is_acting: bool = False

    def reaches(self, permission: Permission, subject: Subject | None) -> bool:
        within, own = permission in WITHIN[self.role], permission in OWN.get(self.role, ())
        if self.areas and permission in OF_THE_WHOLE:
            return False
        if subject is None or not (within or own):
            return within or own
        if self.areas and subject.area is not None and subject.area not in self.areas:
            return False
        return (within and self.school in (None, subject.school)) or (own and self.school == subject.school)


@dataclass(frozen=True)
class Sight:
    """Which figures a person sees: drafts of these schools, and releases to these audiences for the rest.

    `draft_schools` is None where every school's drafts are seen; `own_trust_drafts` speaks of the trust's
    own return.
    """

    draft_schools: frozenset[int] | None
    own_trust_drafts: bool
    audiences: frozenset[str]

    def drafts_of(self, school: int | None) -> bool:
        if self.draft_schools is None:
            return True
        return self.own_trust_drafts if school is None else school in self.draft_schools


def grants(user: Person) -> tuple[Grant, ...]:
    """The appointments of a person that hold today; read once for each user object: once a request."""
    if not user.is_authenticated or not user.is_active:
        return ()
    known: dict[str, tuple[Grant, ...]] = vars(user)
    if "_grants" not in known:
        known["_grants"] = tuple(_read_grants(user))
    return known["_grants"]


def _read_grants(user: User) -> Iterable[Grant]:
    day = clock.today()
    held = (
        Appointment.objects.filter(Q(ends__isnull=True) | Q(ends__gt=day), person=user, starts__lte=day)
        .order_by("starts", "pk")
        .values_list("pk", "role", "school", "is_acting", "areas")
    )
    for (_, role, school, is_acting), rows in groupby(held, key=itemgetter(0, 1, 2, 3)):
        yield Grant(role, school, frozenset(area for *_, area in rows if area is not None), is_acting)


def has_role(user: Person, *roles: str) -> bool:
    return any(grant.role in roles for grant in grants(user))


def allows(user: Person, permission: Permission, subject: Subject | None = None) -> bool:
    """Whether the person may do it to that subject; without a subject, whether to any at all."""
    if subject and subject.released_to and not subject.released_to & sight(user).audiences:
        return False
    if any(grant.reaches(permission, subject) for grant in grants(user)):
        return True
    return permission in BY_OWNERS and _answers_for(user, subject)


def _answers_for(user: Person, subject: Subject | None) -> bool:
    """Whether the subject is the person's own; who has left, or may not see the plan, answers for none."""
    sees = any(P.SEE_PLAN in WITHIN[grant.role] for grant in grants(user))
    return subject is not None and user.pk in subject.owners and sees


def require(user: Person, permission: Permission, subject: Subject | None = None) -> None:
    """Refuse, in words that can be shown to the person, what `allows` does not allow."""
    if not allows(user, permission, subject):
        raise PermissionDenied(f"Your role does not let you {permission.value}.")


def require_sight(user: Person, permission: Permission, subject: Subject | None = None) -> None:
    """What lies outside the person's scope is not found, as if it did not exist."""
    if not allows(user, permission, subject):
        raise Http404


def schools_for(user: Person, permission: Permission = Permission.SEE_SCHOOL) -> QuerySet[School]:
    """The schools to which the person may do it, those that have left included."""
    reaching = [grant for grant in grants(user) if permission in WITHIN[grant.role]]
    if any(grant.school is None for grant in reaching) or (reaching and _sees_each_other(user, permission)):
        return School.objects.all()
    return School.objects.filter(pk__in={grant.school for grant in reaching})


def _sees_each_other(user: Person, permission: Permission) -> bool:
    trust = current_trust()
    return bool(
        trust and trust.heads_see_each_other and permission is P.SEE_SCHOOL and has_role(user, Role.HEAD)
    )


def sight(user: Person) -> Sight:
    """Which drafts and which releases the person sees."""
    held = grants(user)
    drafting = [grant for grant in held if P.SEE_DRAFTS in WITHIN[grant.role]]
    everywhere = any(grant.school is None for grant in drafting)
    return Sight(
        draft_schools=None if everywhere else frozenset(grant.school for grant in drafting if grant.school),
        own_trust_drafts=everywhere or any(P.SEE_DRAFTS in OWN.get(grant.role, ()) for grant in held),
        audiences=frozenset(audience for grant in held for audience in AUDIENCES[grant.role]),
    )


def school_or_404(user: Person, slug: str, permission: Permission = Permission.SEE_SCHOOL) -> School:
    """The school at that address, or 404 where the person may not see it or it does not exist: the same
    answer."""
    school = schools_for(user, permission).filter(slug=slug).first()
    if school is None:
        raise Http404
    return school


def is_acting_head(user: Person, school: int | None) -> bool:
    """Whether the person stands in for the head of that school today, and is not its head besides."""
    heads = [grant for grant in grants(user) if grant.role == Role.HEAD and grant.school == school]
    return bool(heads) and all(grant.is_acting for grant in heads)


def role_line(user: Person) -> str:
    """What is printed under a person's name: the post, or the first role held. Acting as head comes first."""
    if not user.is_authenticated:
        return ""
    held = grants(user)
    heads = [grant for grant in held if grant.role == Role.HEAD]
    if heads and all(grant.is_acting for grant in heads):
        return "Acting headteacher"
    return user.post or (str(Role(held[0].role).label) if held else "No role yet")

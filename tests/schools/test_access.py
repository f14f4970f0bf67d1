"""The role table: what every role may do at its own school, at another one, and to the trust's own return."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from schools import access
from schools.access import Permission, Subject
from schools.models import Audience
from tests import builders

P = Permission

BOARD = {
    P.SEE_SCHOOL, P.SEE_RETURN, P.SEE_PLAN, P.READ_UPDATE, P.SEE_THREAD, P.SEE_BODIES, P.SEE_SKILLS,
    P.SEE_MEETING, P.SEE_COMPLIANCE, P.SEE_DRAFT_PLAN,
}  # fmt: skip
DIRECTS = {
    P.SEE_DRAFTS, P.MODERATE_RETURN, P.CORRECT_FIGURE, P.RATE_MILESTONE, P.COMPILE_UPDATE, P.ISSUE_UPDATE,
    P.ANSWER_QUESTION, P.SEE_HISTORY, P.KEEP_KPIS, P.NAME_ACTING_HEAD, P.IMPORT_RETURNS, P.KEEP_CALENDAR,
    P.KEEP_SETTINGS, P.RELEASE_FIGURES, P.KEEP_PLAN, P.ADOPT_PLAN, P.KEEP_COMPLIANCE, P.AUDIT_SCHOOL,
    P.MEND_FINDING, P.CLOSE_FINDING, P.KEEP_RULES, P.KEEP_EVIDENCE, P.SELF_EVALUATE, P.MODERATE_CATEGORY,
    P.READ_EDITION, P.WITHDRAW_UPDATE,
}  # fmt: skip
CHAIRS = {
    P.ASK_QUESTION, P.SET_REMIT, P.SEE_HISTORY, P.KEEP_KPIS, P.ADOPT_PLAN, P.SEE_SCORES, P.CLOSE_FINDING,
    P.AGREE_CATEGORY, P.WITHDRAW_UPDATE, P.COMPILE_PART_TWO, P.SEE_PEOPLE, P.CONFIRM_ROLE,
}  # fmt: skip
CLERKS = {
    P.SEE_HISTORY, P.KEEP_CALENDAR, P.RELEASE_FIGURES, P.ADOPT_PLAN, P.KEEP_BODIES, P.KEEP_SKILLS,
    P.SEE_SCORES, P.KEEP_TRAINING, P.SEE_INTERESTS, P.KEEP_MEETINGS, P.KEEP_RULES, P.KEEP_EVIDENCE,
    P.AGREE_CATEGORY, P.WITHDRAW_UPDATE, P.COMPILE_PART_TWO, P.DISCLOSE, P.SEE_PEOPLE,
}  # fmt: skip
ADMINISTERS = {
    P.SEE_HISTORY, P.KEEP_SETTINGS, P.KEEP_CALENDAR, P.RESET_SECOND_STEP, P.WIPE_DEMONSTRATION,
    P.ERASE_PEOPLE, P.SEE_PEOPLE, P.KEEP_PEOPLE, P.CONFIRM_ROLE,
}  # fmt: skip
LEADS = {
    P.SEE_SCHOOL, P.SEE_RETURN, P.SEE_PLAN, P.SEE_THREAD, P.SEE_BODIES, P.SEE_MEETING, P.SEE_COMPLIANCE,
    P.READ_EDITION,
}  # fmt: skip
HEADS = LEADS | {
    P.SEE_DRAFTS, P.FILL_RETURN, P.SUBMIT_RETURN, P.ANSWER_QUESTION, P.NAME_ACTING_HEAD, P.SPEAK_TO_TARGETS,
    P.REPLY_ON_PAGE, P.AUDIT_SCHOOL, P.MEND_FINDING, P.SELF_EVALUATE,
    P.REPORT_TO_GOVERNORS,
}  # fmt: skip
FILLS = {P.SEE_SCHOOL, P.SEE_RETURN, P.SEE_DRAFTS, P.FILL_RETURN, P.SEE_PLAN}
OFFICER = {
    P.SEE_RETURN, P.SEE_DRAFTS, P.FILL_RETURN, P.SUBMIT_RETURN, P.ANSWER_QUESTION, P.SEE_THREAD,
    P.REPLY_ON_PAGE, P.SEE_COMPLIANCE, P.MEND_FINDING,
}  # fmt: skip

# Person → what may be done at Oak, at Elm, and to the trust's own return.
ALLOWED = {
    "executive": (BOARD | DIRECTS,) * 3,
    "chair": (BOARD | CHAIRS,) * 3,
    "trustee": (BOARD | {P.ASK_QUESTION},) * 3,
    "clerk": (BOARD | CLERKS,) * 3,
    "auditor": (BOARD | {P.SEE_HISTORY, P.VALIDATE_FIGURE},) * 3,
    "head_of_oak": (HEADS, set(), set()),
    "head_of_elm": (set(), HEADS, set()),
    "business_of_oak": (FILLS, set(), set()),
    "governor_of_oak": (LEADS, set(), set()),
    "finance": ({P.SEE_SCHOOL, P.SEE_PLAN}, {P.SEE_SCHOOL, P.SEE_PLAN}, OFFICER | {P.SEE_SCHOOL, P.SEE_PLAN}),
    "member": (set(), set(), {P.READ_EDITION}),
    "admin": (ADMINISTERS,) * 3,
    "stranger": (set(), set(), set()),
}
BOARDS, OWN_AND_BOARD = frozenset({"board"}), frozenset({"board", "local"})
AUDIENCES = {
    **dict.fromkeys(("chair", "trustee", "clerk", "auditor", "finance"), BOARDS),
    **dict.fromkeys(("head_of_oak", "head_of_elm", "business_of_oak", "governor_of_oak"), OWN_AND_BOARD),
    "executive": set(Audience),
    "member": {"members"},
    "admin": set(),
    "stranger": set(),
}


def allowed_to(user, subject):
    return {permission for permission in P if access.allows(user, permission, subject)}


@pytest.mark.parametrize("person", ALLOWED)
def test_what_each_may_do(world, person):
    user = world.people[person]
    at_oak, at_elm, at_trust = (Subject("return", school=key) for key in (world.oak.pk, world.elm.pk, None))

    assert (allowed_to(user, at_oak), allowed_to(user, at_elm), allowed_to(user, at_trust)) == ALLOWED[person]


@pytest.mark.parametrize("person", AUDIENCES)
def test_whose_releases_each_reads(world, person):
    assert access.sight(world.people[person]).audiences == AUDIENCES[person]


def test_schools_of_each(world):
    everyone, oak, elm = ["Elm Primary School", "Oak School"], ["Oak School"], ["Elm Primary School"]
    seen = {name: [s.name for s in access.schools_for(user)] for name, user in world.people.items()}

    assert seen == {
        "executive": everyone,
        "chair": everyone,
        "trustee": everyone,
        "clerk": everyone,
        "auditor": everyone,
        "finance": everyone,
        "head_of_oak": oak,
        "business_of_oak": oak,
        "governor_of_oak": oak,
        "head_of_elm": elm,
        "member": [],
        "admin": [],
        "stranger": [],
    }


def test_heads_see_each_other_only_where_the_trust_says_so(world, head_of_oak, governor_of_oak):
    world.trust.heads_see_each_other = True
    world.trust.save()

    assert access.schools_for(head_of_oak).count() == 2
    assert access.schools_for(head_of_oak, P.SEE_DRAFTS).count() == 1
    assert access.schools_for(governor_of_oak).count() == 1


def test_drafts_of_each(world):
    drafts = {name: access.sight(user).draft_schools for name, user in world.people.items()}
    oak, elm, none = frozenset({world.oak.pk}), frozenset({world.elm.pk}), frozenset()

    assert {name: seen for name, seen in drafts.items() if seen != none} == {
        "executive": None,
        "head_of_oak": oak,
        "business_of_oak": oak,
        "head_of_elm": elm,
    }
    assert access.sight(world.people["finance"]).own_trust_drafts is True
    assert access.sight(world.people["trustee"]).own_trust_drafts is False


def test_appointment_for_an_area_reaches_that_area_only(world):
    finance, safety = builders.make_area("Finance"), builders.make_area("Health and safety")
    bursar = builders.make_person("Joan Bursar")
    builders.appoint(bursar, "contributor", world.oak, finance)

    assert access.allows(bursar, P.FILL_RETURN, Subject("return", world.oak.pk, finance.pk))
    assert not access.allows(bursar, P.FILL_RETURN, Subject("return", world.oak.pk, safety.pk))


def test_appointment_that_has_ended_gives_nothing(world):
    leaver = builders.make_person("Pat Leaver")
    builders.appoint(leaver, "head", world.oak, ends=builders.TODAY)

    assert access.schools_for(leaver).count() == 0


def test_appointment_that_has_not_begun_gives_nothing(world):
    joiner = builders.make_person("Sam Joiner")
    builders.appoint(joiner, "head", world.oak, starts=builders.TODAY.replace(day=19))

    assert access.schools_for(joiner).count() == 0


def test_person_who_may_not_sign_in_any_more_may_do_nothing(world, head_of_oak):
    head_of_oak.is_active = False

    assert allowed_to(head_of_oak, None) == set()


def test_what_was_not_released_to_somebody_is_refused(world, trustee, governor_of_oak):
    local = Subject("update", world.oak.pk, released_to=frozenset({"local"}))

    assert not access.allows(trustee, P.SEE_SCHOOL, local)
    assert access.allows(governor_of_oak, P.SEE_SCHOOL, local)


def test_refusal_says_what_may_not_be_done(world, trustee):
    with pytest.raises(PermissionDenied, match="Your role does not let you accept returns or send them back"):
        access.require(trustee, P.MODERATE_RETURN, Subject("return", world.oak.pk))


def test_other_school_is_not_found_like_one_that_does_not_exist(world, head_of_oak):
    for slug in ("elm", "nowhere"):
        with pytest.raises(Http404):
            access.school_or_404(head_of_oak, slug)

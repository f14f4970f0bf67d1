"""The boardroom's entries in the top bar."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from governance.bodies.sight import held_on
from schools import navigation
from schools.access import Permission, Person, allows
from schools.navigation import NavItem
from schools.places import Place, ways_through
from trust import clock

DASHBOARD, UPDATES, QUESTIONS, GOVERNANCE = 10, 60, 70, 80
# The rooms of the Governance entry, in their order.
ROOMS: Final = (
    Place(
        "governance:bodies",
        "Board and committees",
        Permission.SEE_BODIES,
        ("body", "seat", "seats", "seat_tasks", "import_seats", "link", "register", "about"),
    ),
    Place(
        "governance:scheme",
        "Who decides",
        Permission.SEE_BODIES,
        ("scheme_version", "publish_scheme", "drop_scheme", "add_matter", "scheme_columns", "change_matter"),
    ),
    Place(
        "governance:meetings",
        "Meetings",
        Permission.SEE_MEETING,
        ("meeting", "room", "item", "add_meeting", "schedule_meetings", "meeting_action"),
    ),
    Place(
        "governance:skills",
        "Skills and training",
        Permission.SEE_SKILLS,
        (
            "skills_audit",
            "score_skills",
            "skill_list",
            "training",
            "activity",
            "required",
            "add_required",
            "change_required",
        ),
    ),
    Place(
        "governance:assessments",
        "Self-assessment",
        Permission.SEE_SKILLS,
        ("assessment", "add_assessment", "change_assessment", "answer_assessment", "act_on_assessment"),
    ),
    Place("governance:my_training", "Your training", Permission.SEE_BODIES),
    Place("governance:your_year", "Your year", Permission.SEE_BODIES, ("declare",)),
    Place(
        "governance:interests",
        "Interests",
        Permission.SEE_BODIES,
        ("declaration", "duties", "ask_duties", "publish_interests", "take_back_interests"),
    ),
    Place(
        "schools:compliance",
        "Compliance",
        Permission.SEE_COMPLIANCE,
        (
            "finding",
            "add_finding",
            "audits",
            "audit",
            "checklists",
            "change_checklist",
            "reviews",
            "review",
            "add_review",
            "school_audits",
        ),
    ),
    Place(
        "governance:policies",
        "Policies and dates",
        Permission.SEE_COMPLIANCE,
        (
            "add_policy",
            "policy",
            "change_policy",
            "obligations",
            "obligation_date",
            "obligation_list",
            "add_obligation",
            "change_obligation",
        ),
    ),
    Place(
        "governance:evidence",
        "Evidence",
        Permission.SEE_COMPLIANCE,
        ("evidence_pack", "evidence_areas", "evidence_area"),
    ),
    Place("governance:requests", "Requests", Permission.DISCLOSE),
)


def enter_navigation() -> None:
    navigation.register(_dashboard, order=DASHBOARD)
    navigation.register(_updates, order=UPDATES)
    navigation.register(_questions, order=QUESTIONS)
    navigation.register(_rooms, order=GOVERNANCE)


def _dashboard(_user: Person) -> NavItem:
    """For everyone: where nobody has anything to read yet, it says so."""
    return NavItem("Dashboard", reverse("governance:dashboard"))


def _updates(user: Person) -> NavItem | None:
    """For those to whom Trust Updates are issued, and those who make them."""
    if allows(user, Permission.READ_UPDATE):
        return NavItem("Trust Update", reverse("governance:updates"))
    reads = allows(user, Permission.READ_EDITION)
    return NavItem("Trust Update", reverse("governance:editions"), also=("/updates/",)) if reads else None


def tell_waiting(user: Person, number: int) -> None:
    """How many threads wait for this person, from a page that has counted them; the top bar prints it."""
    vars(user)["threads_waiting"] = number


def _questions(user: Person) -> NavItem | None:
    """For those who may follow threads; other pages than those that tell it show no number."""
    if not allows(user, Permission.SEE_THREAD):
        return None
    waiting: int = vars(user).get("threads_waiting", 0)
    also = (reverse("governance:remits"),)
    return NavItem("Questions", reverse("governance:questions"), waiting, also=also)


def _rooms(user: Person) -> NavItem | None:
    """For whoever may enter one of the rooms: the first of them; a member of the trust has a year alone."""
    ways = ways_through(ROOMS, user, "")
    if ways:
        return NavItem("Governance", ways[0].url, also=("/governance/", "/compliance/"))
    sits = user.is_authenticated and held_on(clock.today()).filter(person_id=user.pk).exists()
    return NavItem("Your year", reverse("governance:your_year"), also=("/governance/",)) if sits else None

"""What the boardroom adds to the search: questions, remits, meetings and who governs."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from governance.bodies.sight import bodies_for, held_on
from governance.meetings.sight import meetings_for
from governance.queries.threads import may_follow, questions_for, remits_for
from schools.access import Person
from schools.search import Hit, has_words, register
from trust import clock
from trust.dates import short_date

QUESTIONS, REMITS, MEETINGS, PEOPLE = 40, 50, 60, 70


def enter_search() -> None:
    register("Questions", _questions, order=QUESTIONS)
    register("Remits", _remits, order=REMITS)
    register("Meetings", _meetings, order=MEETINGS)
    register("People who govern", _people, order=PEOPLE)


def _questions(user: Person, words: str, most: int) -> Iterable[Hit]:
    if not may_follow(user):
        return
    for each in questions_for(user).filter(has_words(words, "text", "school__name"))[:most]:
        told = f"Asked on {short_date(each.asked_at)} · {each.get_state_display()}"
        yield Hit(each.text, told, reverse("governance:question", args=[each.pk]))


def _remits(user: Person, words: str, most: int) -> Iterable[Hit]:
    if not may_follow(user):
        return
    for each in remits_for(user).filter(has_words(words, "text", "school__name"))[:most]:
        told = f"Due in {each.due_in.name} · {each.get_state_display()}"
        yield Hit(each.text, told, reverse("governance:remit", args=[each.pk]))


def _meetings(user: Person, words: str, most: int) -> Iterable[Hit]:
    found = meetings_for(user).filter(has_words(words, "title", "body__name", "place"))
    for each in found.order_by("-on", "pk")[:most]:
        title = f"{each.body.name}: {each.title}" if each.title else each.body.name
        told = f"{short_date(each.on)} · {each.get_state_display()}"
        yield Hit(title, told, reverse("governance:meeting", args=[each.pk]))


def _people(user: Person, words: str, most: int) -> Iterable[Hit]:
    """Those who sit today on a body that the person may see, by name; each with their bodies."""
    seats = held_on(clock.today()).filter(
        has_words(words, "person__name", "body__name"), body__in=bodies_for(user).values("pk")
    )
    for seat in seats.select_related("person", "body").order_by("person__name", "body__name")[:most]:
        yield Hit(seat.person.name, seat.body.name, reverse("governance:body", args=[seat.body.slug]))

"""The demonstration's audits: one term in three schools, five findings in every state, and two reviews."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from schools.audits import actions
from schools.audits.actions import Answered, Asked, Commissioned, Found, Visit
from schools.models import Audit, Checklist, Finding, Met, School, Severity
from trust import clock
from trust.demo import moment
from trust.models import Area, Term, User
from trust.terms import TermRef

NOW: Final = TermRef(2026, 1)


class Told(NamedTuple):
    """What one item of one audit showed, and the finding that came of it."""

    school: str
    item: int
    met: str
    note: str
    severity: str
    text: str
    owner: str
    due: date


VISITS: Final = {
    "oak": (date(2026, 10, 6), "Carys Bowen, director of school improvement",
            "A calm site with good records. Two things to put right, neither of them urgent."),
    "ash": (date(2026, 10, 8), "Carys Bowen, director of school improvement",
            "Practice is strong where it is seen; what is written down lags behind it."),
    "elm": (date(2026, 10, 13), "Owen Tasker, headteacher",
            "Everything is in place but for one file, which was mended in the same week."),
}  # fmt: skip
TOLD: Final = (
    Told("ash", 1, Met.NO, "Two supply teachers are missing.", Severity.SERIOUS,
         "Two supply teachers are missing from the single central record. Their checks were made by the "
         "agency; the record does not show it.", "head.ash", date(2026, 10, 16)),
    Told("ash", 7, Met.PARTLY, "Tested, but nobody is named.", Severity.MODERATE,
         "Nobody is named as answering for filtering and monitoring.", "head.ash", date(2026, 12, 4)),
    Told("oak", 3, Met.PARTLY, "94 of 98 signed.", Severity.MODERATE,
         "Four people who joined in October have not yet read part one of the guidance.", "head.oak",
         date(2026, 11, 13)),
    Told("oak", 8, Met.NO, "Arranged for the spring.", Severity.ADVISORY,
         "The link governor has not visited since last November.", "head.oak", date(2027, 1, 29)),
    Told("elm", 10, Met.PARTLY, "One of eleven went late.", Severity.ADVISORY,
         "One file was passed on six school days after the pupil left.", "head.elm", date(2026, 11, 6)),
)  # fmt: skip


# Which other audits were carried out, in which everything was in place: checklist, school, and the visit.
CALM: Final = (
    ("Health and safety", "oak", date(2026, 10, 13), "Marcus Fell, estates manager",
     "Every record is up to date, and the spring list of repairs is done."),
    ("Health and safety", "elm", date(2026, 10, 14), "Marcus Fell, estates manager",
     "A well-kept site. The new gate has been inspected."),
    ("Data protection", "ash", date(2026, 11, 10), "Nadia Rowe, data protection officer",
     "Requests are answered in time and leavers lose access on the day."),
)  # fmt: skip


def demonstrate_audits(
    people: dict[str, User], schools: dict[str, School], areas: dict[str, Area], terms: dict[TermRef, Term]
) -> None:
    """An autumn of audits; the findings of safeguarding overdue, open, mended, reopened and closed."""
    executive = people["executive"]
    with clock.standing_at(moment(date(2026, 9, 21))):
        actions.begin_checklists(by=executive)
        checklist = Checklist.objects.get(title="Safeguarding")
        actions.open_audits(checklist, terms[NOW], by=executive)
        for title in ("Health and safety", "Data protection"):
            actions.open_audits(Checklist.objects.get(title=title), terms[NOW], by=executive)
    for slug, (on, who, summary) in VISITS.items():
        shown = {told.item: Answered(told.met, told.note) for told in TOLD if told.school == slug}
        _carry_out("Safeguarding", schools[slug], Visit(on, who, summary), executive, shown)
    for title, slug, on, who, summary in CALM:
        _carry_out(title, schools[slug], Visit(on, who, summary), executive, {})
    found = [_raise(told, schools[told.school], people, areas["safeguarding"]) for told in TOLD]
    _live(found, people)
    _review(people, schools)


def _carry_out(title: str, school: School, visit: Visit, by: User, shown: dict[int, Answered]) -> None:
    """Fill in an audit and complete it; `shown` by the number of an item, everything else is in place."""
    audit = Audit.objects.select_related("checklist").get(checklist__title=title, school=school)
    answers = {item.pk: shown.get(item.number, Answered(Met.YES)) for item in audit.checklist.items.all()}
    assert visit.on is not None  # every visit of the demonstration has its day
    with clock.standing_at(moment(visit.on, 16)):
        saved = actions.save_audit(audit, by=by, seen_version=audit.version, visit=visit, answers=answers)
        actions.complete_audit(saved, by=by)


def _raise(told: Told, school: School, people: dict[str, User], area: Area) -> Finding:
    on = VISITS[told.school][0]
    audit = Audit.objects.get(checklist__title="Safeguarding", school=school)
    found = Found(
        area=area, text=told.text, severity=told.severity, due_on=told.due, found_on=on,
        owner=people[told.owner], school=school, audit=audit,
    )  # fmt: skip
    with clock.standing_at(moment(on, 17)):
        return actions.raise_finding(found, by=people["executive"], key=f"demo {told.school} {told.item}")


def _live(found: list[Finding], people: dict[str, User]) -> None:
    """The first stays open and overdue; the second was given back; the third waits; the last is closed."""
    _, filtering, reading, _, file = found
    with clock.standing_at(moment(date(2026, 10, 22))):
        filtering = actions.mend_finding(
            filtering, by=people["head.ash"], evidence="The network manager tests it weekly.", seen_version=1
        )
    with clock.standing_at(moment(date(2026, 10, 26))):
        why = "Testing is not answering for it: name a senior leader, and a governor who asks."
        actions.reopen_finding(filtering, by=people["executive"], reason=why, seen_version=2)
    with clock.standing_at(moment(date(2026, 11, 12))):
        said = "All four have read it and signed on 11 November; the register is in the staff office."
        actions.mend_finding(reading, by=people["head.oak"], evidence=said, seen_version=1)
    with clock.standing_at(moment(date(2026, 10, 16))):
        said = "The receiving school has confirmed the file, and leavers' files are now listed weekly."
        file = actions.mend_finding(file, by=people["head.elm"], evidence=said, seen_version=1)
    with clock.standing_at(moment(date(2026, 11, 3))):
        seen = "I have seen the list of the last three weeks, and the receipt."
        actions.close_finding(file, by=people["executive"], words=seen, seen_version=2)


def _review(people: dict[str, User], schools: dict[str, School]) -> None:
    executive = people["executive"]
    with clock.standing_at(moment(date(2026, 6, 2))):
        asked = Commissioned(
            "External review of governance 2026", "governance", "Fennimore Governance Practice",
            date(2026, 6, 1), date(2026, 9, 30),
        )  # fmt: skip
        review = actions.commission_review(asked, by=executive)
    with clock.standing_at(moment(date(2026, 9, 28))):
        words = "A board that asks well and follows up unevenly. Two recommendations."
        actions.record_report(
            review, by=executive, seen_version=1, reported_on=date(2026, 9, 25), summary=words
        )
        for text, who, due in (
            ("Put the remits that stand on the agenda of every meeting.", "clerk", date(2026, 10, 30)),
            ("Appoint a trustee with experience of estates.", "chair", date(2027, 3, 31)),
        ):
            actions.ask_action(review, Asked(text, owner=people[who], due_on=due), by=executive)
    with clock.standing_at(moment(date(2026, 10, 19))):
        first = review.actions.get(owner=people["clerk"])
        actions.finish_action(first, by=executive, words="They are item 3 of each agenda from October on.")
    with clock.standing_at(moment(date(2026, 11, 2))):
        asked = Commissioned(
            "Pupil premium review", "premium", "Oriel Lane Associates", date(2026, 11, 2), date(2027, 2, 26),
            schools["ash"],
        )  # fmt: skip
        actions.commission_review(asked, by=executive)

"""Forms of the room: checklists, audits, findings and external reviews."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.db.models import Q, QuerySet

from schools.audits.actions import Answered, Visit
from schools.models import AuditAnswer, Checklist, Met, ReviewKind, School, Severity
from trust import clock
from trust.fields import SELECT, chosen, line, link, words
from trust.forms import DayField, OneOf
from trust.models import Area, Term, User

NOT_YET: Final = [("", "Not looked at yet")]
SAYS_WHO: Final = "Choose a person, or name a post such as site manager."


def owners_at(school: School | None, *, anywhere: bool = False) -> QuerySet[User]:
    """Who can answer for something there: those appointed at the school today, or for the whole trust."""
    day = clock.today()
    still = Q(appointments__ends__isnull=True) | Q(appointments__ends__gt=day)
    there = Q() if anywhere else Q(appointments__school__isnull=True) | Q(appointments__school=school)
    found = User.objects.filter(still, there, appointments__starts__lte=day, is_active=True)
    return found.distinct().order_by("name")


def check_owner(form: forms.Form, given: dict[str, Any]) -> None:
    if not given.get("owner") and not given.get("owner_post") and "owner" not in form.errors:
        form.add_error("owner", SAYS_WHO)


def unused_key() -> str:
    return str(uuid4())


def version_seen() -> forms.IntegerField:
    """The version on which somebody writes; without an id, since a page may hold several such forms."""
    return forms.IntegerField(min_value=0, widget=forms.HiddenInput(attrs={"id": False}))


class OpenAuditsForm(forms.Form):
    """Which checklist, and for which term."""

    def __init__(self, *args: Any, checklists: Sequence[Checklist], terms: Sequence[Term], **options: Any):
        super().__init__(*args, **options)
        keys = [each.pk for each in checklists]
        self.fields["checklist"] = chosen(
            "Checklist", Checklist.objects.filter(pk__in=keys), empty="Choose a checklist", required=True
        )
        self.terms = {each.slug: each for each in terms}
        self.fields["term"] = OneOf(
            label="Term",
            choices=[(slug, each.name) for slug, each in self.terms.items()],
            widget=forms.Select(attrs=SELECT),
        )

    @property
    def term(self) -> Term:
        return self.terms[self.cleaned_data["term"]]


class AuditForm(forms.Form):
    """The audit as a whole, and one answer and note for each item of its checklist."""

    on = DayField(label="Day of the audit", required=False)
    by_words = line("Carried out by", 120, help_text="A name or a post.")
    summary = words("In short", 4000, help_text="What the board should know. Without the name of any pupil.")
    seen_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, answers: Sequence[AuditAnswer], **options: Any) -> None:
        super().__init__(*args, **options)
        self.answers = answers
        for answer in answers:
            number = answer.item.number
            self.fields[f"met-{answer.item_id}"] = OneOf(
                label=f"{number}, what was found",
                choices=[*NOT_YET, *Met.choices],
                required=False,
                widget=forms.Select(attrs=SELECT),
            )
            self.fields[f"note-{answer.item_id}"] = line(f"{number}, note", 300)

    def clean_on(self) -> date | None:
        on: date | None = self.cleaned_data["on"]
        if on is not None and on > clock.today():
            raise forms.ValidationError("That day has not come yet.")
        return on

    def rows(self) -> list[tuple[AuditAnswer, Any, Any]]:
        """Each item with its two fields, as the page prints them."""
        return [(each, self[f"met-{each.item_id}"], self[f"note-{each.item_id}"]) for each in self.answers]

    def said(self) -> Mapping[int, Answered]:
        given = self.cleaned_data
        return {
            each.item_id: Answered(given[f"met-{each.item_id}"], given[f"note-{each.item_id}"])
            for each in self.answers
        }

    def visit(self) -> Visit:
        given = self.cleaned_data
        return Visit(given["on"], given["by_words"], given["summary"])


class FindingForm(forms.Form):
    """What is to be put right, by whom and until when; sent twice it is one finding."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput, initial=unused_key)
    text = words(
        "What is to be put right",
        2000,
        missing="Write what is to be put right.",
        help_text="In plain words, and without the name of any pupil.",
    )
    severity = OneOf(
        label="How grave it is",
        choices=Severity.choices,
        help_text="The chair is told of a serious finding at once.",
        widget=forms.Select(attrs=SELECT),
    )
    owner_post = line("Or a post", 120, help_text="Such as site manager, where nobody here holds it by name.")
    found_on = DayField(label="Found on")
    due_on = DayField(label="To be put right by")

    def __init__(
        self, *args: Any, school: School | None, chooses_school: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        areas = Area.objects.order_by("position", "pk")
        self.fields["area"] = chosen("Area", areas, empty="Choose an area", required=True)
        owners = owners_at(school, anywhere=chooses_school)
        self.fields["owner"] = chosen("Who answers for it", owners, empty="Nobody by name")
        if chooses_school:
            self.fields["school"] = chosen("School", School.objects.all(), empty="The trust as a whole")
        self.order_fields(
            ["key", "school", "text", "area", "severity", "owner", "owner_post", "found_on", "due_on"]
        )

    def clean(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        check_owner(self, given)
        found, due = given.get("found_on"), given.get("due_on")
        if found and found > clock.today():
            self.add_error("found_on", "That day has not come yet.")
        if found and due and due < found:
            self.add_error("due_on", "It cannot be due before it was found.")
        said = json.dumps(given, sort_keys=True, default=str)
        return given | {"key": hashlib.sha256(said.encode()).hexdigest()[:40]}


class MendForm(forms.Form):
    """What shows that it is put right."""

    evidence = words(
        "What was done, and what shows it",
        2000,
        missing="Say what shows that it is put right.",
        help_text="Without the name of any pupil.",
    )
    evidence_url = link("Link to the evidence", "Where the document is kept, if there is one.")
    seen_version = version_seen()


class CloseForm(forms.Form):
    """What whoever closes it has seen."""

    words = line(
        "What you have seen",
        300,
        missing="Say what you have seen, such as the record or the place itself.",
    )
    seen_version = version_seen()


class ReopenForm(forms.Form):
    """What is still to be put right."""

    reason = line("What is still to be put right", 300, missing="Say what is still to be put right.")
    seen_version = version_seen()


class ChecklistForm(forms.Form):
    """A checklist as lines of text."""

    source = line("Where the rules stand", 200, help_text="The rule text with its edition and paragraphs.")
    items = words(
        "Things to look at", 20_000, missing="Write one thing to look at on each line.", rows=16,
        help_text="One on each line, as a sentence that is either in place or not.",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        areas = Area.objects.order_by("position", "pk")
        self.fields["area"] = chosen("Area", areas, empty="Choose an area", required=True)
        self.order_fields(["area", "source", "items"])

    def clean_items(self) -> list[str]:
        lines = [" ".join(each.split()) for each in str(self.cleaned_data["items"]).splitlines()]
        for number, each in enumerate(lines, start=1):
            if len(each) > 300:
                raise forms.ValidationError(f"Line {number} has {len(each)} characters; use at most 300.")
        return [each for each in lines if each]


class ReviewForm(forms.Form):
    """A review that somebody outside is asked for."""

    title = line("Title", 160, missing="Give the review a title.")
    kind = OneOf(label="Kind", choices=ReviewKind.choices, widget=forms.Select(attrs=SELECT))
    reviewer = line("Reviewer", 160, missing="Say who carries it out.")
    commissioned_on = DayField(label="Asked for on")
    due_on = DayField(label="Report due by", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["school"] = chosen("School", School.objects.all(), empty="The trust as a whole")
        self.order_fields(["title", "kind", "school", "reviewer", "commissioned_on", "due_on"])

    def clean(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        asked, due = given.get("commissioned_on"), given.get("due_on")
        if asked and due and due < asked:
            self.add_error("due_on", "The report cannot be due before it was asked for.")
        return given


class ReportForm(forms.Form):
    """That a review has reported."""

    reported_on = DayField(label="Reported on")
    summary = words("What it says in short", 4000, missing="Say in short what the review says.")
    url = link("Link to the report")
    seen_version = version_seen()


class ReviewActionForm(forms.Form):
    """One thing that a review asks for."""

    text = line("What is to be done", 300, missing="Write what is to be done.")
    owner_post = line("Or a post", 120)
    due_on = DayField(label="Due by", required=False)

    def __init__(self, *args: Any, school: School | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"] = chosen("Who does it", owners_at(school), empty="Nobody by name")
        self.order_fields(["text", "owner", "owner_post", "due_on"])

    def clean(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        check_owner(self, given)
        return given


class DoneForm(forms.Form):
    """That it is done."""

    words = line("What was done", 300, missing="Say what was done.")

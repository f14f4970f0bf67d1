"""Forms of the room: a round, its statements, one person's answers, and what is done about a statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.db.models import QuerySet

from governance.assessment.actions import Given
from governance.assessment.library import Statement
from governance.assessment.spread import LEVELS, WORDS
from governance.forms import fresh_key
from governance.models import AssessmentQuestion, Remit
from governance.training.forms import Chosen
from trust.fields import line
from trust.forms import DayField

SPARE_LINES: Final = 3
MOST_LINES: Final = 60
LONGEST_STATEMENT, LONGEST_GROUP, LONGEST_WORDS = 300, 60, 600


class OpeningForm(forms.Form):
    """By when everyone is to answer; left empty, the day of the draft."""

    closes_on = DayField(label="Answer by", required=False)


@dataclass
class StatementLine:
    """One line of the questionnaire as it was kept or typed; without text it is left out."""

    number: int
    key: str = ""
    group: str = ""
    text: str = ""
    errors: list[str] = field(default_factory=list)


class StatementsForm:
    """Every statement of a draft on one page, with a few empty lines below; what was typed stays."""

    def __init__(self, kept: Sequence[Statement], sent: Mapping[str, str] | None) -> None:
        known = {each.key for each in kept}
        if sent is None:
            self.lines = [StatementLine(at, *each) for at, each in enumerate(kept)]
        else:
            self.lines = [_typed(at, sent, known) for at in range(MOST_LINES) if f"text-{at}" in sent]
        empty = len(self.lines)
        self.spare = [StatementLine(empty + at) for at in range(SPARE_LINES)]

    @property
    def wrong(self) -> list[StatementLine]:
        return [each for each in self.lines if each.errors]

    @property
    def statements(self) -> list[Statement]:
        return [Statement(each.key, each.group, each.text) for each in self.lines if each.text]

    def is_valid(self) -> bool:
        used: set[str] = set()
        for each in self.lines:
            if len(each.text) > LONGEST_STATEMENT:
                each.errors.append(f"Use at most {LONGEST_STATEMENT} characters; this has {len(each.text)}.")
            if len(each.group) > LONGEST_GROUP:
                each.errors.append(f"Use at most {LONGEST_GROUP} characters for what it is about.")
            if each.text.casefold() in used:
                each.errors.append("This statement stands on the page twice.")
            used |= {each.text.casefold()} - {""}
        return not self.wrong


def _typed(at: int, sent: Mapping[str, str], known: set[str]) -> StatementLine:
    key = sent.get(f"key-{at}", "")
    group, text = (" ".join(sent.get(f"{name}-{at}", "").split()) for name in ("group", "text"))
    return StatementLine(at, key if key in known else "", group, text)


@dataclass
class AnswerLine:
    """One statement with what was chosen and written."""

    question: AssessmentQuestion
    level: str = ""
    words: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        return [(str(level), WORDS[level], str(level) == self.level) for level in LEVELS]


class AnswerForm:
    """A round on one page; any line may stay blank."""

    def __init__(self, questions: Sequence[AssessmentQuestion], sent: Mapping[str, str] | None) -> None:
        self.lines = [_answer(question, sent or {}) for question in questions]

    @property
    def groups(self) -> list[tuple[str, list[AnswerLine]]]:
        found: dict[str, list[AnswerLine]] = {}
        for each in self.lines:
            found.setdefault(each.question.group, []).append(each)
        return list(found.items())

    @property
    def wrong(self) -> list[AnswerLine]:
        return [each for each in self.lines if each.errors]

    @property
    def given(self) -> dict[int, Given]:
        return {
            each.question.pk: Given(int(each.level) if each.level else None, each.words)
            for each in self.lines
            if each.level or each.words
        }

    def is_valid(self) -> bool:
        for each in self.lines:
            if each.level not in {"", *(str(level) for level in LEVELS)}:
                each.errors.append("Choose a level from 1 to 5, or leave it blank.")
            if len(each.words) > LONGEST_WORDS:
                each.errors.append(f"Use at most {LONGEST_WORDS} characters; this has {len(each.words)}.")
        return not self.wrong


def _answer(question: AssessmentQuestion, sent: Mapping[str, str]) -> AnswerLine:
    level, words = sent.get(f"level-{question.pk}", ""), sent.get(f"words-{question.pk}", "")
    return AnswerLine(question, level, " ".join(words.split()))


class OutcomeForm(forms.Form):
    """What a body does about what it found."""

    text = line("What is to be done", 200, missing="Say what is to be done.")
    owner_post = line("Who sees to it", 120, help_text="A post, such as Chair of the board.")
    due_on = DayField(label="By", required=False)
    train = forms.BooleanField(
        label="Put it into this year’s training plan as a need", required=False, widget=forms.CheckboxInput()
    )
    remit = Chosen(
        "The remit that it became", queryset=Remit.objects.none(), help_text="Once one has been set for it."
    )
    key = forms.CharField(max_length=40, widget=forms.HiddenInput, initial=fresh_key)

    def __init__(self, *args: Any, remits: QuerySet[Remit], **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["remit"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = remits

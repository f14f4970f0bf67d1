"""`manage.py import_plan FILE` reads a strategic plan, says what it found and saves it when told to."""

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from milestones.actions import import_plan
from milestones.imports import ImportProblem, PlanRead, QuestionKind, as_json, counts, read_plan
from milestones.imports.decoding import LARGEST_FILE
from trust.lifecycle import Refused

REFUSED = 2  # the exit status of a refusal
COUNTED = frozenset({QuestionKind.SPAN, QuestionKind.LINK})  # too many to be listed one by one


class Command(BaseCommand):
    help = "Reads a strategic plan, .docx, .xlsx, .csv or pasted text; saves it only when told to."

    requires_system_checks = ()  # a refusal is one line on standard error, and reading needs no database

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The plan: .docx, .xlsx, .csv, or text with tabs.")
        group = parser.add_mutually_exclusive_group()
        group.add_argument(
            "--json", action="store_true", help="Print what was read as JSON; nothing is saved."
        )
        group.add_argument(
            "--confirm-as-points",
            action="store_true",
            help="Save the plan; every cell in doubt lasts one term.",
        )

    def handle(self, *, file: Path, json: bool, confirm_as_points: bool, **options: Any) -> None:
        plan = _read(file)
        if json:
            self.stdout.write(_written(plan, file.name))
        elif confirm_as_points:
            self._save(plan)
        else:
            self._summarise(plan)

    def _save(self, plan: PlanRead) -> None:
        try:
            saved = import_plan(plan, by=None, as_points=True)
        except Refused as refusal:
            raise CommandError(str(refusal), returncode=REFUSED) from refusal
        self.stdout.write(f"Saved “{saved.title}”: {_in_words(plan)}. Every cell in doubt lasts one term.")

    def _summarise(self, plan: PlanRead) -> None:
        self.stdout.write(f"Read “{plan.title}”: {_in_words(plan)}.")
        kinds = Counter(each.kind for each in plan.questions)
        if in_doubt := kinds[QuestionKind.SPAN]:
            cells = "1 cell is" if in_doubt == 1 else f"{in_doubt} cells are"
            self.stdout.write(f"{cells} followed by a blank: one term, or longer?")
        if links := kinds[QuestionKind.LINK]:
            mentions = (
                "1 mention of a line becomes a link."
                if links == 1
                else f"{links} mentions of lines become links."
            )
            self.stdout.write(mentions)
        for question in plan.questions:
            if question.kind not in COUNTED:
                self.stdout.write(f"- {question.words}")
        for notice in plan.notices:
            self.stdout.write(f"- {notice}")
        self.stdout.write(
            "Nothing was saved. To save it with one term for every cell in doubt, add --confirm-as-points."
        )


def _read(file: Path) -> PlanRead:
    try:
        with file.open("rb") as opened:
            return read_plan(opened.read(LARGEST_FILE + 1), file.name)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.", returncode=REFUSED) from error
    except ImportProblem as problem:
        raise CommandError(f"{file.name} was not read. {problem}.", returncode=REFUSED) from problem


def _written(plan: PlanRead, name: str) -> str:
    return json.dumps(as_json(plan, source=name), ensure_ascii=False, indent=1)


def _in_words(plan: PlanRead) -> str:
    found = counts(plan)
    return (
        f"{len(plan.strands)} strands, {found['lines']} lines, {len(plan.terms)} terms, "
        f"{found['cells']} cells and {found['cross_refs']} cross-references"
    )

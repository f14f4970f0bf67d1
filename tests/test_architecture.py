"""The house rules as tests: floors, single doors, sizes and words; each failure says where the thing
belongs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["trust", "schools", "kpis", "milestones", "governance"]
TOP = {
    *FLOORS, "config", "templates", "static", "tests", "docs", "benchmarks", "bin", "manage.py",
    "pyproject.toml", "docker-compose.yml", "Dockerfile", "README.md", "CHANGELOG.md", "CONTRIBUTING.md",
    "Makefile",
    "requirements.in", "requirements.txt", "requirements-node.in", "requirements-node.txt",
    "package.json", "package-lock.json",
}  # fmt: skip
LONGEST_FUNCTION, LONGEST_MODULE, LONGEST_TEMPLATE = 40, 400, 150
FORBIDDEN_NAMES = {
    "utils",
    "helpers",
    "helper",
    "services",
    "service",
    "managers",
    "handlers",
    "misc",
    "common",
}

SINGLE_DOORS = {
    "weasyprint": {"trust/document/layout.py"},
    "openpyxl": {"trust/tables/writing.py", "trust/tables/locked.py", "trust/tables/spread.py"},
    "docx": {"trust/tables/word.py", "trust/tables/prose.py", "trust/tables/paper.py"},
    "icalendar": {"schools/feed/writing.py"},
    "pikepdf": {"trust/document/single.py", "trust/document/joining.py"},
}


def modules(*tops: str) -> list[Path]:
    found = [path for top in tops for path in sorted((ROOT / top).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports_of(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


@pytest.mark.parametrize("path", modules(*FLOORS), ids=named)
def test_imports_point_down_only(path: Path):
    floor = FLOORS.index(path.relative_to(ROOT).parts[0])
    above = [*FLOORS[floor + 1 :], "config"]
    wrong = [f"{name} in line {line}" for name, line in imports_of(path) if name.split(".")[0] in above]
    assert not wrong, (
        f"{named(path)} imports a floor above: {', '.join(wrong)}. Let the upper floor call down, or fill "
        "a slot (trust/slots.py)."
    )


@pytest.mark.parametrize("path", modules(*FLOORS, "config"), ids=named)
def test_what_has_a_single_door_goes_through_it(path: Path):
    wrong = [
        f"{name} belongs behind {' and '.join(sorted(SINGLE_DOORS[name.split('.')[0]]))}"
        for name, _ in imports_of(path)
        if named(path) not in SINGLE_DOORS.get(name.split(".")[0], {named(path)})
    ]
    assert not wrong, f"{named(path)}: {'; '.join(sorted(set(wrong)))}."


@pytest.mark.parametrize("path", modules(*FLOORS), ids=named)
def test_only_history_writes_events(path: Path):
    writes = re.search(r"\bEvent\.objects\.(create|bulk_create)|(?<!threading\.)\bEvent\(", path.read_text())
    allowed = {"trust/history.py", "trust/models/ledger.py"}
    assert named(path) in allowed or not writes, (
        f"{named(path)} writes an Event; call trust.history.record instead."
    )


@pytest.mark.parametrize("path", modules(*FLOORS), ids=named)
def test_stored_bytes_go_through_their_door(path: Path):
    by_hand = re.search(
        r"\bBlob\.objects\.(create|get_or_create)|\.(blob|pdf|contents)\.content\b", path.read_text()
    )
    assert named(path) == "trust/blobs.py" or not by_hand, (
        f"{named(path)} handles a Blob's bytes; call trust.blobs.keep or read instead."
    )


@pytest.mark.parametrize("path", modules(*FLOORS), ids=named)
def test_roles_are_compared_in_access_alone(path: Path):
    compares = re.search(r"\brole\s*(==|!=|in)\s", path.read_text())
    allowed = {"schools/access.py", "schools/models/people.py"}
    assert named(path) in allowed or not compares, (
        f"{named(path)} tests a role; ask schools.access.allows instead."
    )


@pytest.mark.parametrize("path", modules(*FLOORS), ids=named)
def test_the_clock_is_read_in_one_place(path: Path):
    read = re.search(
        r"\b(date\.today|datetime\.now|datetime\.utcnow|timezone\.now|timezone\.localdate)\(",
        path.read_text(),
    )
    assert named(path) == "trust/clock.py" or not read, (
        f"{named(path)} reads a clock; call trust.clock instead."
    )


@pytest.mark.parametrize("path", modules(*FLOORS), ids=named)
def test_there_are_no_signals_and_no_generic_keys(path: Path):
    wrong = [
        name for name, _ in imports_of(path) if "signals" in name.split(".") or "GenericForeignKey" in name
    ]
    assert not wrong, (
        f"{named(path)} uses {wrong}; an action calls what must happen, in the same transaction."
    )


@pytest.mark.parametrize("path", modules(*FLOORS, "config", "bin", "benchmarks"), ids=named)
def test_no_module_is_longer_than_a_room(path: Path):
    lines = len(path.read_text().splitlines())
    assert lines <= LONGEST_MODULE, (
        f"{named(path)} has {lines} lines; make it a package with one file per noun."
    )


@pytest.mark.parametrize("path", modules(*FLOORS, "config", "bin", "benchmarks"), ids=named)
def test_no_function_is_longer_than_a_page(path: Path):
    functions = [
        node
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = [f"{node.name} ({size} lines)" for node in functions if (size := _size(node)) > LONGEST_FUNCTION]
    assert not long, (
        f"{named(path)}: {', '.join(long)} should be split; {LONGEST_FUNCTION} lines is the most."
    )


def _size(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", modules(*FLOORS, "config", "bin"), ids=named)
def test_modules_say_what_they_are_for(path: Path):
    text = path.read_text()
    assert not text.strip() or ast.get_docstring(ast.parse(text)), (
        f"{named(path)} opens with no sentence saying what it is for."
    )


@pytest.mark.parametrize("path", modules(*FLOORS), ids=named)
def test_modules_have_names_that_mean_something(path: Path):
    assert path.stem not in FORBIDDEN_NAMES, f"{named(path)}: name it after the idea that lives there."


# Rules that stand outside a room of rules.
PURE = [
    ROOT / f"{name}.py"
    for name in [
        "governance/assessment/spread",
        "governance/bodies/checklist",
        "governance/bodies/imports",
        "governance/bodies/places",
        "governance/bodies/separation",
        "governance/duties/asking",
        "governance/duties/conflicts",
        "governance/skills/gaps",
        "governance/training/budget",
        "governance/training/due",
        "governance/meetings/quorum",
        "governance/meetings/schedule",
        "governance/suggesting",
        "milestones/compare",
        "milestones/progress",
        "kpis/calibration",
        "kpis/deadlines",
        "kpis/defining",
        "kpis/limits",
        "kpis/plausible",
        "kpis/pupil_data",
        "kpis/risk",
        "kpis/trajectory",
    ]
]


@pytest.mark.parametrize("path", [*modules("kpis/rag"), *PURE], ids=named)
def test_pure_rules_know_no_database_and_no_clock(path: Path):
    wrong = [
        name for name, _ in imports_of(path) if name.startswith(("django", "trust.clock", "trust.models"))
    ]
    assert not wrong, f"{named(path)} imports {wrong}; a rule is handed what it needs."


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", templates(), ids=named)
def test_templates_stay_small(path: Path):
    lines = len(path.read_text().splitlines())
    assert lines <= LONGEST_TEMPLATE, f"{named(path)} has {lines} lines; split it into partials."


@pytest.mark.parametrize("path", templates(), ids=named)
def test_templates_hold_no_style_and_no_script_of_their_own(path: Path):
    text = path.read_text()
    wrong = re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=\"|javascript:", text)
    pack = path.is_relative_to(ROOT / "templates/governance/packs")
    assert pack or not wrong, (
        f"{named(path)} holds {wrong}; a stylesheet or a file in static/js is its place."
    )


@pytest.mark.parametrize("path", templates(), ids=named)
def test_templates_decide_nothing(path: Path):
    wrong = re.findall(r"\{%\s*if[^%]*(?:\.role\b|\brole\s*==|[<>]=?\s*\d{2,})", path.read_text())
    assert not wrong, (
        f"{named(path)} decides by {wrong}; roles are asked in access.py, thresholds in kpis/rag."
    )


def test_the_top_of_the_house_holds_what_the_design_names():
    tracked = {path.name for path in ROOT.iterdir() if not path.name.startswith((".", "__"))}
    extra = tracked - TOP - {"var", "node_modules", "LICENSE"}
    assert not extra, f"These lie at the top of the house and have no room: {sorted(extra)}."


def test_every_slot_that_is_filled_is_on_a_page():
    from trust.slots import registered

    text = "\n".join(path.read_text() for path in templates())
    placed = set(re.findall(r"\{%\s*slot\s+\"([a-z.]+)\"", text))
    assert set(registered()) <= placed, (
        "A slot is filled that no page shows; place {% slot %} on the noun's page."
    )

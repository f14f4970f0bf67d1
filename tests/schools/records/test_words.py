"""Nothing is recorded that the history's page has no words for: the code is walked for its verbs."""

import ast
from pathlib import Path

import pytest

from schools.records.words import WORDS

ROOT = Path(__file__).parents[3]
FLOORS = ("trust", "schools", "kpis", "milestones", "governance")
FILES = [path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"))]


def strings_in(node):
    return {
        each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }


def named_in(tree, name):
    """What a name is ever given in the module: by an assignment, as a default, or by a caller's argument."""
    found = set()
    for node in ast.walk(tree):
        targets = getattr(node, "targets", [getattr(node, "target", None)])
        if any(isinstance(each, ast.Name) and each.id == name for each in targets) and getattr(
            node, "value", None
        ):
            found |= strings_in(node.value)
    return found


def recorded(path):
    """Each verb as a set of what it may be; of a composed one, its constant beginning with a star."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "history.record"):
            continue
        verb = node.args[1]
        if isinstance(verb, ast.JoinedStr):
            yield node.lineno, {f"{verb.values[0].value}*"}
        elif isinstance(verb, ast.Name):
            yield node.lineno, {each for each in named_in(tree, verb.id) if "." in each}
        elif isinstance(verb, ast.Subscript):
            yield node.lineno, {each for each in named_in(tree, verb.value.id) if "." in each}
        else:
            yield node.lineno, {each for each in strings_in(verb) if "." in each}


RECORDED = [(path, line, verbs) for path in FILES for line, verbs in recorded(path)]


@pytest.mark.parametrize(
    ("path", "line", "verbs"),
    RECORDED,
    ids=[f"{path.relative_to(ROOT)}:{line}" for path, line, _ in RECORDED],
)
def test_every_recorded_verb_has_words(path, line, verbs):
    missing = [
        verb
        for verb in verbs
        if not (any(known.startswith(verb[:-1]) for known in WORDS) if verb.endswith("*") else verb in WORDS)
    ]
    assert not missing, (
        f"Add {missing} to schools/records/words.py: how the sentence goes on after who did it."
    )


def test_the_walk_finds_the_verbs():
    assert len(RECORDED) > 150


def test_a_sentence_names_its_subject_at_most_once():
    assert [verb for verb, words in WORDS.items() if words.count("{") > 1 or "{}" in words] == []

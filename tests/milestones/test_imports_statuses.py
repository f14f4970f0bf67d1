"""Which words in brackets are a status, what they mean, and since when."""

import pytest

from milestones.imports.document import State
from milestones.imports.statuses import merged_into, since, split_status


@pytest.mark.parametrize(
    ("printed", "title", "state", "status"),
    [
        ("IT list (Mothballed 2019/20)", "IT list", State.PAUSED, "Mothballed 2019/20"),
        ("IT list (paused)", "IT list", State.PAUSED, "paused"),
        ("IT list (On hold until 2027/28 (2))", "IT list", State.PAUSED, "On hold until 2027/28 (2)"),
        ("IT list (Paused, no funds)", "IT list", State.PAUSED, "Paused, no funds"),
        ("IT list (Paused June 2020)", "IT list", State.PAUSED, "Paused June 2020"),
        ("IT list (2b) (Deleted)", "IT list (2b)", State.DELETED, "Deleted"),
        ("IT list (Merged with 2b)", "IT list", State.MERGED, "Merged with 2b"),
        ("IT list (Completed 2025/26)", "IT list", State.CLOSED, "Completed 2025/26"),
        ("IT list", "IT list", State.ACTIVE, None),
        ("Cameras (closed circuit)", "Cameras (closed circuit)", State.ACTIVE, None),
        ("Sports (combined schools)", "Sports (combined schools)", State.ACTIVE, None),
        ("(Deleted)", "(Deleted)", State.ACTIVE, None),
    ],
)
def test_statuses(printed, title, state, status):
    assert split_status(printed) == (title, state, status)


@pytest.mark.parametrize(
    ("status", "label"),
    [
        ("Mothballed 2019/20", "2019/20 (1)"),
        ("Paused from 2019/20 (2)", "2019/20 (2)"),
        ("Paused 2019/21", None),
        ("Paused", None),
        (None, None),
    ],
)
def test_since_when(status, label):
    found = since(status)
    assert (found.label if found else None) == label


def test_which_line_it_was_merged_into():
    assert merged_into("Merged with 2B") == "2b"
    assert merged_into("Merged") is None

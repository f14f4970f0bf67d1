"""Which words in a cell are mentions of other lines, and what each mention says."""

import pytest

from milestones.imports.document import RefKind
from milestones.imports.refs import cross_refs

CODES = frozenset({"1a", "1b", "1c", "2b", "3d"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plan the day (1a)", [("1a", RefKind.SEE)]),
        ("Plan the day (see 1a and 1b)", [("1a", RefKind.SEE), ("1b", RefKind.SEE)]),
        ("Plan (1a, 1b and 2b)", [("1a", RefKind.SEE), ("1b", RefKind.SEE), ("2b", RefKind.SEE)]),
        ("Plan (1a/1b)", [("1a", RefKind.SEE), ("1b", RefKind.SEE)]),
        ("Plan (1a–1c)", [("1a", RefKind.SEE), ("1c", RefKind.SEE)]),
        ("As 1a", [("1a", RefKind.SAME_AS)]),
        ("As 1a above, but later", [("1a", RefKind.AS_BUT)]),
        ("AS 1A, BUT LATER", [("1a", RefKind.AS_BUT)]),
        ("Combine with the register (2b)", [("2b", RefKind.COMBINE)]),
        ("Merged into 2b", [("2b", RefKind.COMBINE)]),
        ("Audit feeds into 1a", [("1a", RefKind.FEEDS)]),
        ("See target 2b for more", [("2b", RefKind.SEE)]),
        ("Review storage including 3d", [("3d", RefKind.SEE)]),
        ("Review milestones 1a, 1b", [("1a", RefKind.SEE), ("1b", RefKind.SEE)]),
        ("Buy a 3d printer", []),
        ("The 1st and 2nd day", []),
        ("Years 1b and 2b swap rooms", []),
        ("Spend £1b (see minutes)", []),
        ("Flat 21a (e.g. 3d models)", []),
    ],
)
def test_mentions(text, expected):
    assert [(ref.code, ref.kind) for ref in cross_refs(text, CODES)] == expected


def test_a_mention_of_a_line_that_is_not_there_does_not_resolve():
    (ref,) = cross_refs("Plan (see 4c)", CODES)
    assert (ref.code, ref.resolves, ref.words, ref.form) == ("4c", False, "see 4c", "Plan (see 4c)")

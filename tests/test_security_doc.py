"""What docs/security.md gives as evidence is there."""

import re

import pytest

from tests.test_architecture import ROOT

TEXT = (ROOT / "docs" / "security.md").read_text()
NAMED = sorted({name for name in re.findall(r"`([\w./-]+)`", TEXT) if "/" in name and "." in name})


@pytest.mark.parametrize("name", NAMED)
def test_the_evidence_that_is_named_is_there(name: str):
    assert (ROOT / name).is_file(), f"docs/security.md names {name}, which is not there."


def test_every_door_and_every_fault_has_evidence():
    told = TEXT[TEXT.index("## Doors") : TEXT.index("## What the trust has to do")]
    rows = [line.strip("| ").split(" | ") for line in told.splitlines() if line.startswith("| ")]
    rows = [cells for cells in rows if cells[-1] not in {"evidence", "---"}]
    assert len(rows) > 25
    assert [cells[0] for cells in rows if "`" not in cells[-1]] == []

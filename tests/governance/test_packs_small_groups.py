"""Small groups on paper: printed and marked for the board, and nowhere in the members' edition."""

import io
import re

import pytest
from pypdf import PdfReader

from governance.models import TrustUpdate
from governance.packs import contents
from governance.packs.compile import compile_pack, preview
from schools.models import Audience
from tests import builders
from tests.small_groups import SmallGroups, given_away
from trust.history import canonical


@pytest.fixture
def groups(world):
    return SmallGroups(world)


def frozen_for(audience, groups, **fields):
    return contents.freeze(TrustUpdate.objects.create(term=groups.terms[0], audience=audience, **fields))


def line_of(made, slug):
    page = next(page for page in made["schools"] if page["slug"] == slug)
    return page["areas"][0]["figures"][0]


def text_of(pdf: bytes) -> str:
    """What is printed, without "8 of 11" at the foot of a page."""
    pages = (" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(re.sub(r" \d+ of \d+$", "", text) for text in pages)


def test_the_boards_pack_prints_what_one_pupil_is_worth(groups):
    made = frozen_for(Audience.BOARD, groups)

    assert line_of(made, "oak")["shown"] == "42.9"
    assert line_of(made, "oak")["small"] == "one pupil = 14.3 points"
    assert line_of(made, "elm")["small"] == ""
    text = text_of(compile_pack(made, draft="Draft 1").pdf)
    assert "small group: one pupil = 14.3 points" in text


def test_the_members_edition_holds_nothing_of_a_hidden_group(groups):
    made = frozen_for(Audience.MEMBERS, groups)

    assert line_of(made, "oak")["mark"] == "small_group"
    assert line_of(made, "oak")["chart"] is None
    assert line_of(made, "elm")["shown"] == "50.0"
    pages = {
        # A moment may hold any digits: 38.5 stands in 23:21:38.526.
        "contents": canonical(made | {"frozen_at": ""}),
        "preview": preview(made, draft="Draft 1"),
        "paper": text_of(compile_pack(made, draft="Draft 1").pdf),
    }
    assert given_away(pages, groups.secrets()) == []
    assert "50.0" in pages["paper"]


def test_a_schools_own_governors_edition_shows_it_and_hides_its_neighbours(groups, oak):
    made = frozen_for(Audience.LOCAL, groups, school=oak)

    assert line_of(made, "oak")["small"] == "one pupil = 14.3 points"
    assert line_of(made, "ash")["mark"] == "small_group"


def test_few_replies_are_in_no_edition_at_all(world):
    survey = SmallGroups(world, "survey")
    made = frozen_for(Audience.BOARD, survey)
    assert line_of(made, "oak")["mark"] == "small_group"
    assert given_away({"contents": canonical(made | {"frozen_at": ""})}, survey.secrets()) == []


def test_a_correction_of_a_hidden_kpi_is_named_without_its_values(groups, executive):
    groups.issue(Audience.MEMBERS)
    figure = groups.figures["oak", 0]
    later = builders.NOW.replace(hour=11)
    builders.make_figure(
        groups.kpi, figure.returned, executive, "33.3", version=2, numerator=4, denominator=12,
        reason="Twelve, not seven.", entered_at=later,
    )  # fmt: skip
    restated = frozen_for(Audience.MEMBERS, groups)["restatements"]
    assert [part["words"] for part in restated] == [
        "corrected; not shown here, because its groups can be small"
    ]
    assert "Twelve" not in canonical(restated)

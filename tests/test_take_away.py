"""Every page with a table is taken away as a file, by whoever reads it, or says why it is not."""

from __future__ import annotations

import re
from typing import Final

import pytest
from django.db import transaction
from django.urls import reverse

from tests.access import ROWS, Scene
from tests.test_architecture import ROOT
from trust import tables
from trust.listing import MEDIA, Rows, taken

FILE_LINK: Final = re.compile(r'href="([^"]*(?:[?&;]as=(?:csv|xlsx)|\.csv|\.xlsx)[^"]*)"')
SAVES: Final = re.compile(
    r"take_away\.html|listing\.html|as='?csv|class=\"take-away|_file'|_csv'|files\.html"
)
INCLUDES: Final = re.compile(r'\{%\s*include\s+"([^"]+)"')
A_FORM = "its table is a form to fill in"
A_STEP = "it asks for one decision; what it lists is a list of its own elsewhere"
A_PAPER = "it is a document to read or print, and the PDF is its file"
A_NOTICE = "it is a notice, to read or to print"
OF_A_FILE = "it is the first page of an archive of files"
A_PREVIEW = "it shows what a file that was sent in would change, and that file is the list"
OF_ANOTHER = "what it shows is taken away from the page that it belongs to"
# A Trust Update's own sections: its PDF is their file.
PACKS: Final = "governance/packs/"
# Templates with a table that carry no way to a file, each with the reason.
EXCEPTIONS: Final[dict[str, str]] = {
    "governance/bodies/body.html": OF_ANOTHER,
    "governance/bodies/constitution.html": A_FORM,
    "governance/bodies/import_look.html": A_PREVIEW,
    "governance/disclosure/index.html": OF_A_FILE,
    "governance/evidence/paper.html": A_PAPER,
    "governance/founding/terms.html": A_STEP,
    "kpis/kpi_edit.html": A_FORM,
    "kpis/moderation_all.html": A_STEP,
    "kpis/past_preview.html": A_PREVIEW,
    "kpis/proposal_band.html": A_FORM,
    "kpis/return_check.html": A_STEP,
    "kpis/return_governors.html": A_STEP,
    "kpis/return_pdf.html": A_PAPER,
    "kpis/return_preview.html": A_PAPER,
    "kpis/return_print.html": A_PAPER,
    "kpis/return_section.html": A_FORM,
    "kpis/statistics.html": A_PREVIEW,
    "kpis/upload_preview.html": A_PREVIEW,
    "milestones/import_review.html": A_PREVIEW,
    "milestones/import_settled.html": A_PREVIEW,
    "milestones/matrix_paper.html": A_PAPER,
    "milestones/roll_codes.html": A_FORM,
    "milestones/sheet_pdf.html": A_PAPER,
    "schools/acting_head.html": A_STEP,
    "schools/privacy/privacy.html": A_NOTICE,
}


def _text_of(name: str, seen: frozenset[str] = frozenset()) -> str:
    """A template with everything that it includes."""
    path = ROOT / "templates" / name
    if name in seen or not path.exists():
        return ""
    text = path.read_text()
    return text + "".join(_text_of(each, seen | {name}) for each in INCLUDES.findall(text))


def _pages() -> list[str]:
    """Templates that are printed for themselves: pages, and what is put into slots."""
    every = {path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.html")}
    included = {each for name in every for each in INCLUDES.findall((ROOT / "templates" / name).read_text())}
    return sorted(every - included)


def _tabled() -> list[str]:
    return [name for name in _pages() if "<table" in _text_of(name) and not name.startswith(PACKS)]


@pytest.mark.parametrize("name", _tabled())
def test_every_page_with_a_table_carries_a_way_to_its_file(name: str):
    saves = bool(SAVES.search(_text_of(name)))
    assert saves or name in EXCEPTIONS, (
        f"templates/{name} shows a table that nobody can take away: give it trust.listing.taken and "
        "_components/take_away.html, or a reason in EXCEPTIONS."
    )
    assert not (saves and name in EXCEPTIONS), f"templates/{name} is taken away now: drop its exception."


def _pages_of(world, client) -> dict[str, str]:
    """The pages of the access grid that this person opens, by the name of their address."""
    found = {}
    for name, row in ROWS.items():
        if "own-get" not in row.cases:
            continue
        scene = Scene(world)
        with transaction.atomic():
            answer = client.get(reverse(name, kwargs=row.kwargs(scene, "own")), row.query(scene))
            if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
                found[name] = answer.content.decode() + _files_of(client, answer)
            transaction.set_rollback(True)
    return found


def _files_of(client, answer) -> str:
    """What goes wrong with the files that a page leads to: nothing, or a line for each."""
    here, wrong = answer.wsgi_request.path, []
    for link in {each.replace("&amp;", "&") for each in FILE_LINK.findall(answer.content.decode())}:
        url = here + link if link.startswith("?") else link
        file = client.get(url)
        if file.status_code != 200 or "attachment" not in file.get("Content-Disposition", ""):
            wrong.append(f"{WRONG}{url}: {file.status_code}")
    return "".join(f"\n{line}" for line in wrong)


WRONG: Final = "No file at "


@pytest.mark.parametrize("person", ["executive", "trustee"])
def test_every_way_to_a_file_that_a_person_sees_leads_to_one(world, as_person, person: str):
    client = as_person(world.people[person])
    client.raise_request_exception = False
    pages = _pages_of(world, client)

    wrong = [line for text in pages.values() for line in text.splitlines() if line.startswith(WRONG)]
    assert len(pages) > 20
    assert wrong == []


def test_a_list_is_made_only_where_its_file_is_asked_for(rf):
    def never() -> Rows:
        raise AssertionError

    assert taken(rf.get("/"), "Steps", steps=never) is None
    assert taken(rf.get("/?of=steps"), "Steps", steps=never) is None
    assert taken(rf.get("/?of=risks&as=csv"), "Steps", steps=never) is None
    assert taken(rf.get("/?of=steps&as=pdf"), "Steps", steps=never) is None


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_is_named_after_its_page_and_holds_no_formula(rf, kind: str):
    rows = Rows(("Step", "Due"), [("=HYPERLINK(1)", None)])

    file = taken(rf.get(f"/?of=steps&as={kind}"), "1a 2026", steps=lambda: rows, risks=lambda: rows)

    assert file["Content-Disposition"] == f'attachment; filename="1a-2026-steps.{kind}"'
    assert file["Content-Type"] == MEDIA[kind]
    (sheet,) = tables.read_table(f"a.{kind}", file.content)
    assert [list(row) for row in sheet.rows][1][0] in ("'=HYPERLINK(1)", "=HYPERLINK(1)")
    assert kind == "xlsx" or b"'=HYPERLINK" in file.content

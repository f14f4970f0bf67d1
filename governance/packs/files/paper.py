"""The contents of a pack as a Word document to edit: the same sections in the same order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from governance.packs import sections
from governance.packs.compile import title_of
from governance.packs.files import told
from governance.packs.files.told import Part, Table
from governance.packs.frozen import Contents, hash_of
from milestones.exports.office import HEAD, LOOKS
from trust.tables.paper import Block, Heading, Side, Words, paper_docx
from trust.tables.printed import PLAIN, Look, PrintedCell, PrintedTable

UPRIGHT, ACROSS = 1780, 2770  # tenths of a millimetre between the margins
FIGURES: Final = ["Measure", "Value", "Rating", "Before", "Target", "National", "Reference"]
WIDTHS: Final = (560, 180, 240, 180, 200, 180, 240)


def paper_of(contents: Contents, draft: str) -> bytes:
    """The document; the same contents give the same bytes."""
    title = title_of(contents)
    foot = " · ".join(filter(None, (title, draft)))
    return paper_docx(title, foot, _front(contents, draft), list(_blocks(contents)))


def _front(contents: Contents, draft: str) -> list[Words]:
    lines = [Words(draft, is_bold=True)] if draft else []
    lines += [Words(each) for each in (contents["meeting"], contents["author"]) if each]
    said = contents.get("reissue", {})
    if said.get("changed"):
        lines.append(Words(f"Changed in this version: {said['changed']} Why: {said['reason']}"))
    lines.append(
        Words(
            f"{contents['audience']['notice']} Figures as they stood at {contents['frozen']}.", is_quiet=True
        )
    )
    lines.append(Words(f"SHA-256 of the contents: {hash_of(contents)}", is_quiet=True))
    return lines


def _blocks(contents: Contents) -> Iterator[Block]:
    writers = {
        sections.SUMMARY: _summary,
        sections.COMMENTARY: _commentary,
        sections.HEAT_MAP: _heat,
        sections.SCHOOLS: _schools,
        sections.MATRIX: _milestones,
        sections.CHANGED: _changed,
        sections.THREAD: _thread,
        sections.SOURCES: _sources,
    }
    for _, title in sections.parts_in(contents):
        yield from writers[title](contents) if title in writers else _listing(contents, title)


def _summary(contents: Contents) -> Iterator[Block]:
    summary = contents["summary"]
    yield Heading(summary["headline"])
    yield Words(summary["standfirst"])
    if "reading" not in contents:
        # What was frozen before there was a commentary has the overview on page one.
        yield from map(Words, contents["overview"].splitlines())
    for item in summary["attention"]:
        yield Words(f"{told.word(item['mark'])}: {item['title']}", is_bold=True)
        yield Words(item["text"])
    yield Heading("What changed", 2)
    for each in summary["changes"]:
        yield Words(f"{told.word(each['was'])} to {told.word(each['now'])}: {each['text']}")
    if summary["asked"]:
        yield Heading("The board is asked to", 2)
    for each in summary["asked"]:
        yield Words(f"{each['verb']} {each['text']}")


def _commentary(contents: Contents) -> Iterator[Block]:
    yield Heading(sections.COMMENTARY)
    if contents["overview"]:
        yield Heading("Overview", 2)
        yield from map(Words, contents["overview"].splitlines())
    for slug, note in contents.get("notes", {}).items():
        yield Heading(sections.SECTIONS.get(slug, slug), 2)
        yield Words(note["by"] or "Draft, written from the figures", is_quiet=True)
        yield from map(Words, note["text"].splitlines())


def _heat(contents: Contents) -> Iterator[Block]:
    yield Side(is_wide=True)
    yield Heading(sections.HEAT_MAP)
    for table in told.heat(contents):
        yield _table(table, ACROSS, rated=True)
    yield Side(is_wide=False)


def _schools(contents: Contents) -> Iterator[Block]:
    for page in contents["schools"]:
        yield Heading(page["name"])
        yield from (Words(each) for each in (page["line"], page["notice"]) if each)
        for area in page["areas"]:
            yield Heading(area["name"], 2)
            yield _figures(area)
        yield from _said(page)


def _figures(area: Part) -> PrintedTable:
    rows = [
        [
            figure["title"], figure["shown"], told.word(figure["mark"]), figure["before"], figure["target"],
            figure["national"], figure.get("reference", ""),
        ]
        for figure in area["figures"]
    ]  # fmt: skip
    return _table(Table(area["name"], FIGURES, rows), UPRIGHT, widths=WIDTHS, rated=True)


def _said(page: Part) -> Iterator[Block]:
    if page["comments"]:
        yield Heading(page["said_by"], 2)
    for each in page["comments"]:
        yield Words(f"{each['title']}. {each['text']}")
    for name, title in (
        ("reply", "The head’s reply to this page"),
        ("governors", "From the chair of local governors"),
    ):
        if page.get(name):
            yield Heading(title, 2)
            yield Words(f"{page[name]['text']} {page[name]['by']}")
    for each in page["director"]:
        yield Words(f"{each['title']}: {told.word(each['mark'])}. {each['text']}")
    for each in page["remits"]:
        yield Words(f"{each['due']}: {each['text']}")


def _milestones(contents: Contents) -> Iterator[Block]:
    yield Side(is_wide=True)
    yield Heading(sections.MATRIX)
    yield _table(told.milestones(contents), ACROSS, widths=(430, 110, 800, 330, 1100), rated=True)
    yield Side(is_wide=False)


def _changed(contents: Contents) -> Iterator[Block]:
    yield Heading(sections.CHANGED)
    for sheet in contents["changed_sheets"]:
        yield Heading(f"{sheet['code']} {sheet['title']}", 2)
        yield Words(f"{told.word(sheet['was'])} to {told.word(sheet['now'])}")
        for name in ("aim", "said", "next"):
            if sheet[name]:
                yield Words(sheet[name])


def _thread(contents: Contents) -> Iterator[Block]:
    yield Heading(sections.THREAD)
    yield Words(contents["thread"]["standfirst"])
    table = told.thread(contents)
    if table.rows:
        yield _table(table, UPRIGHT, widths=(180, 420, 590, 590))


def _listing(contents: Contents, title: str) -> Iterator[Block]:
    for listing, tables in told.lists(contents):
        if listing["title"] == title:
            yield Heading(title)
            yield Words(listing["standfirst"])
            for table, each in zip(tables, listing["tables"], strict=True):
                yield Heading(table.title, 2)
                yield _table(table, UPRIGHT) if table.rows else Words(each["none"], is_quiet=True)


def _sources(contents: Contents) -> Iterator[Block]:
    yield Heading(sections.SOURCES)
    yield Words(contents["sources"]["standfirst"])
    for table in (told.returns(contents), told.restated(contents), told.nationals(contents)):
        if table.rows:
            yield Heading(table.title, 2)
            yield _table(table, UPRIGHT)
    yield from map(Words, contents["sources"].get("quality", []))


def _table(table: Table, width: int, *, widths: Sequence[int] = (), rated: bool = False) -> PrintedTable:
    equal = [width // len(table.header)] * len(table.header)
    looks = {told.word(mark): look for mark, look in LOOKS.items()} if rated else {}
    return PrintedTable(
        title=table.title,
        above=(),
        widths=widths or equal,
        header=[PrintedCell(text, look=HEAD) for text in table.header],
        rows=[[PrintedCell(text, look=_look(text, looks)) for text in row] for row in table.rows],
    )


def _look(text: str, looks: dict[str, Look]) -> Look:
    """That of the rating with which the cell begins."""
    return looks.get(text.split(";")[0], PLAIN)

"""Children that lay parts out: alike wherever it happens, stopped at their limits, and told nothing else."""

import io
import os
import signal
from contextlib import closing
from pathlib import Path

import pytest
from pypdf import PdfReader

from trust.document import apart, child
from trust.document.apart import LayoutFailed, Press
from trust.document.joining import ELSEWHERE, join
from trust.document.laid import laid_from, told
from trust.document.single import render

SMALL = {
    "html": "<h1 id='a'>Small</h1>",
    "title": "Small",
    "stylesheet": "body { font: 10pt 'Source Sans 3' }",
}
# Read twice before anything is laid out, so that it is the memory that ends first.
HEAVY = SMALL | {"html": "x " * 100_000_000}
HUGE = SMALL | {"html": "<table>" + "<tr><td>More of it</td></tr>" * 60_000 + "</table>"}


@pytest.fixture(autouse=True)
def _no_other_layouts() -> None:
    """Those that other tests have left warm."""
    apart.press().close()


@pytest.fixture
def press():
    made = Press(children=2, seconds=60, megabytes=1500)
    yield made
    made.close()


def nobody_waits() -> None:
    """Called each second of waiting."""


def children_of(pid: int) -> list[int]:
    found = [Path(f"/proc/{pid}/task/{task.name}/children") for task in Path(f"/proc/{pid}/task").iterdir()]
    return [int(each) for path in found if path.exists() for each in path.read_text().split()]


def layouts() -> list[int]:
    """The processes of ours that lay pages out."""
    alive = [pid for pid in children_of(os.getpid()) if Path(f"/proc/{pid}/cmdline").exists()]
    return [pid for pid in alive if b"trust.document.child" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_a_part_is_the_same_here_and_in_a_child(press):
    [laid] = press.lay_out([SMALL], beat=nobody_waits)
    here = render(SMALL["html"], title="Small", stylesheet=SMALL["stylesheet"])
    assert laid == here
    assert laid_from(told(laid), laid.pdf) == laid


def test_parts_come_in_the_order_of_asking(press):
    wanted = [SMALL | {"html": f"<p>{'x ' * (4000 - 900 * number)}</p>{number}"} for number in range(5)]
    parts = list(press.lay_out(wanted, beat=nobody_waits))
    last = [PdfReader(io.BytesIO(part.pdf)).pages[-1].extract_text().strip()[-1] for part in parts]
    assert last == ["0", "1", "2", "3", "4"]
    assert len(layouts()) <= 2


def test_a_part_that_takes_too_long_is_stopped_and_the_next_one_is_made():
    with closing(Press(children=1, seconds=10, megabytes=3000)) as press:
        with pytest.raises(LayoutFailed, match="took longer than 10 seconds and was stopped"):
            list(press.lay_out([HUGE], beat=nobody_waits))
        assert layouts() == []
        assert [part.pages for part in press.lay_out([SMALL], beat=nobody_waits)] == [1]


def test_a_part_that_eats_the_memory_fails_alone():
    with closing(Press(children=1, seconds=600, megabytes=420)) as press:
        with pytest.raises(LayoutFailed, match=r"more memory than it may have|stopped without a word"):
            list(press.lay_out([HEAVY], beat=nobody_waits))
        assert [part.pages for part in press.lay_out([SMALL], beat=nobody_waits)] == [1]


def test_a_child_that_is_killed_is_missed(press):
    def kill() -> None:
        for pid in layouts():
            os.kill(pid, signal.SIGKILL)

    list(press.lay_out([SMALL], beat=nobody_waits))
    with pytest.raises(LayoutFailed, match="stopped without a word"):
        list(press.lay_out([HUGE], beat=kill))
    assert [part.pages for part in press.lay_out([SMALL], beat=nobody_waits)] == [1]


def test_whoever_calls_it_off_waits_for_nobody(press):
    class CalledOffError(Exception):
        pass

    def call_off() -> None:
        raise CalledOffError

    with pytest.raises(CalledOffError):
        list(press.lay_out([HUGE, HUGE, HUGE], beat=call_off))
    assert layouts() == []


def test_children_know_no_secret_of_the_portal(press, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "nobody may know")
    monkeypatch.setenv("DATABASE_URL", "postgres://portal:password@db.example/portal")
    list(press.lay_out([SMALL], beat=nobody_waits))
    [pid] = layouts()
    known = Path(f"/proc/{pid}/environ").read_bytes()
    assert b"PATH=" in known
    assert b"nobody may know" not in known
    assert b"password" not in known
    opened = [link.readlink().as_posix() for link in Path(f"/proc/{pid}/fd").iterdir() if link.exists()]
    assert not [name for name in opened if "sqlite" in name]


@pytest.mark.parametrize("event", ["socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.exec"])
def test_children_have_no_business_outside(event):
    with pytest.raises(PermissionError, match="A layout has no business with"):
        child._refuse(event, ())


def test_a_link_to_what_no_part_has_is_an_error():
    part = render(f'<a href="{ELSEWHERE}nowhere">There</a>', title="Lost")
    with pytest.raises(KeyError, match="A link leads to nowhere"):
        join([part])


def test_what_goes_on_over_two_pages_begins_on_the_first():
    html = '<section id="long"><p>One</p><p style="break-before:page">Two</p></section>'
    part = render(html, title="Long", stylesheet="")
    assert (part.pages, part.anchors["long"].page) == (2, 0)

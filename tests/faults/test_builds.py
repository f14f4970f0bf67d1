"""What a build meets: a full disk, a section that hangs or cannot be written, two who ask at once, and a
figure that is saved meanwhile."""

import signal
import threading

import pytest
from django.db import connection

from governance.actions import compile_build, request_build
from governance.models import Build, TrustUpdate
from governance.packs import contents as packs
from governance.packs import sections
from governance.packs.frozen import read_contents
from kpis.models import Figure
from tests import builders
from trust.document import apart
from trust.jobs import wall
from trust.models import JobState, Term


@pytest.fixture
def figure(world, term, head_of_oak):
    kpi = builders.make_kpi("ATT", title="Attendance", is_headline=True)
    builders.make_band(kpi)
    return builders.make_figure(kpi, builders.make_return(world.oak, term, "accepted"), head_of_oak, "91.2")


@pytest.fixture
def build(term, executive, figure):
    return request_build(term, by=executive, key="first")


def tried(build):
    """Another attempt, without waiting for the pause between two."""
    Build.objects.filter(pk=build.pk).update(lease_until=None)
    compile_build(build.pk)
    return Build.objects.get(pk=build.pk)


def test_a_section_that_hangs_is_stopped_and_named(build, monkeypatch):
    greet = apart.Child._greet

    def greet_and_hang(child):
        greet(child)
        child._process.send_signal(signal.SIGSTOP)

    impatient = apart.Press(children=1, seconds=0.5, megabytes=1500)
    monkeypatch.setattr(apart.Child, "_greet", greet_and_hang)
    monkeypatch.setattr(apart, "press", lambda: impatient)
    for _ in range(Build.MAX_ATTEMPTS):
        failed = tried(build)
    assert failed.state == JobState.FAILED
    assert failed.error == (
        "Summary for the board: laying it out took longer than 0.5 seconds and was stopped."
    )
    assert (failed.pdf_id, failed.pages) == (None, None)


def test_a_section_that_cannot_be_written_is_named(build, monkeypatch):
    real = sections.html_of

    def written(section, contents):
        if section.part == sections.SCHOOLS:
            raise ArithmeticError("one is not two")
        return real(section, contents)

    monkeypatch.setattr(sections, "html_of", written)
    for _ in range(Build.MAX_ATTEMPTS):
        failed = tried(build)
    assert failed.state == JobState.FAILED
    assert failed.error.startswith("School pages, 1 of 3 (The trust as a whole): ")
    assert "its page could not be written (ArithmeticError: one is not two)" in failed.error
    monkeypatch.undo()
    again = request_build(build.update_of.term, by=build.requested_by, key="after it was mended")
    assert tried(again).state == JobState.READY


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_leaves_no_torn_pack_and_is_tried_again(build):
    if connection.vendor != "sqlite":
        pytest.skip("A limit on the size of one database is SQLite's.")
    with connection.cursor() as cursor:
        [pages] = cursor.execute("PRAGMA page_count").fetchone()
        [most] = cursor.execute("PRAGMA max_page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages + 2}")
        try:
            full = tried(build)
        finally:
            cursor.execute(f"PRAGMA max_page_count = {most}")
    assert full.state in {JobState.QUEUED, JobState.RUNNING}
    assert full.pdf_id is None
    Build.objects.filter(pk=build.pk, state=JobState.RUNNING).update(lease_until=wall())
    ready = tried(build)
    assert (ready.state, ready.attempts) == (JobState.READY, 2)


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_ask_for_one_build(term, executive, figure):
    together, asked = threading.Barrier(2), []

    def ask() -> None:
        together.wait()
        try:
            asked.append(request_build(Term.objects.get(pk=term.pk), by=executive, key="the same").pk)
        finally:
            connection.close()

    both = [threading.Thread(target=ask) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert len(asked) == 2
    assert len(set(asked)) == Build.objects.count() == TrustUpdate.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_figure_that_is_saved_while_it_is_frozen_is_on_all_pages_or_on_none(
    build, figure, monkeypatch, head_of_oak
):
    real, saved = packs.figures.heat_map, []

    def heat_map(board):
        """Between page one, which is read by now, and the pages of schools."""
        told = real(board)
        if not saved:
            other = threading.Thread(target=correct)
            other.start()
            # On SQLite who writes waits until the reading is over, and then saves.
            other.join(timeout=2)
            saved.append(other)
        return told

    def correct() -> None:
        try:
            builders.make_figure(
                figure.kpi, figure.returned, head_of_oak, "96.0", version=2, reason="A week was missing."
            )
        finally:
            connection.close()

    monkeypatch.setattr(packs.figures, "heat_map", heat_map)
    ready = tried(build)
    saved[0].join()
    assert Figure.objects.filter(version=2).exists()
    contents = read_contents(ready.contents)
    [cell] = [
        each
        for group in contents["heat"]["groups"]
        for row in group["rows"]
        for each in row["cells"]
        if each["shown"]
    ]
    [printed] = [
        each["shown"]
        for page in contents["schools"]
        for area in page["areas"]
        for each in area["figures"]
        if each["shown"]
    ]
    assert cell["shown"] == printed == "91.2"
    assert contents["stamps"]["figures"] == [figure.pk]

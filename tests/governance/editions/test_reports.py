"""The headteacher's report: the head's words over the school's own figures, for its governors alone."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from pypdf import PdfReader

from governance.actions import compile_build
from governance.editions.reporting import build_report, give_report
from governance.editions.worded import LONGEST_WORDS
from governance.models import Build, TrustUpdate
from kpis.models import Return
from schools.models import Release
from tests.governance.editions.conftest import SECRETS
from trust.blobs import read
from trust.lifecycle import Refused

WORDS = "The choir has had a good autumn."


@pytest.fixture
def report(said, term, oak, head_of_oak):
    """Oak's draft, ready, before the board has been given anything."""
    build = build_report(term, oak, by=head_of_oak, words=WORDS, key="first")
    compile_build(build.pk)
    build.refresh_from_db()
    assert build.state == "ready", build.error
    return build


def test_it_prints_the_heads_words_and_the_schools_own_figures_alone(report):
    pages = PdfReader(io.BytesIO(read(report.pdf))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Headteacher’s report" in text
    assert WORDS in text
    assert "91.2" in text
    assert SECRETS["comment of Oak"] in text
    assert "Elm" not in text


def test_it_is_for_the_head_and_once_given_for_the_schools_governors(
    report, as_person, head_of_oak, governor_of_oak, head_of_elm, trustee, business_of_oak
):
    draft = f"/builds/{report.pk}.pdf"
    assert as_person(head_of_oak).get(draft).status_code == 200
    for other in (governor_of_oak, head_of_elm, trustee, business_of_oak):
        assert as_person(other).get(draft).status_code == 404
    update = give_report(report, by=head_of_oak)
    compile_build(update.builds.get(purpose="final").pk)
    update = TrustUpdate.objects.get(pk=update.pk)
    final = f"/builds/{update.final_id}.pdf"
    assert as_person(governor_of_oak).get(final).status_code == 200
    assert as_person(head_of_elm).get(final).status_code == 404
    assert final in as_person(governor_of_oak).get(f"/schools/{update.school.slug}/").content.decode()


def test_giving_it_locks_nothing_and_releases_to_its_governors(report, head_of_oak, oak):
    update = give_report(report, by=head_of_oak)
    assert give_report(report, by=head_of_oak) == update
    compile_build(update.builds.get(purpose="final").pk)
    release = Release.objects.get()
    assert (release.audience, release.school) == ("local", oak)
    assert set(Return.objects.values_list("state", flat=True)) == {"accepted"}


def test_nobody_else_writes_or_gives_it(report, term, oak, head_of_elm, executive):
    for other in (head_of_elm, executive):
        with pytest.raises(PermissionDenied):
            build_report(term, oak, by=other, words="", key="other")
        with pytest.raises(PermissionDenied):
            give_report(report, by=other)


def test_the_page_keeps_the_words_that_are_too_long(said, as_person, head_of_oak, term, oak):
    page, address = as_person(head_of_oak), f"/updates/{term.slug}/reports/{oak.slug}/"
    answer = page.post(address, {"words": "a" * (LONGEST_WORDS + 1), "key": "x"})
    assert answer.status_code == 422
    assert "a" * LONGEST_WORDS in answer.content.decode()
    assert page.post(address, {"words": WORDS, "key": "x"}).status_code == 302
    assert page.post(address, {"words": WORDS, "key": "x"}).status_code == 302
    build = Build.objects.get()
    assert "Waiting for the worker" in page.get(address).content.decode()
    page.post(f"{address}give/")
    assert not build.finals.exists()


def test_a_key_of_another_school_is_refused(report, term, elm, head_of_elm):
    with pytest.raises(Refused, match="another build"):
        build_report(term, elm, by=head_of_elm, words="", key="first")

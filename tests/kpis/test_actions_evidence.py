"""Documents given as evidence, and an auditor's word."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kpis import actions
from kpis.actions.evidence import MOST_DOCUMENTS, add_document, remove_document, validate_figure
from kpis.evidence import NotTaken
from kpis.models import Document, Figure, ReturnState, Strength, Validation
from tests import builders
from tests.kpis import files
from trust.lifecycle import Refused
from trust.models import Blob, Event


@pytest.fixture
def policy(world):
    return builders.make_kpi("POL", kind="assurance", title="Policy agreed")


@pytest.fixture
def returned(oak, term, policy):
    return builders.make_return(oak, term, ReturnState.DRAFT)


def add(returned, kpi, by, content=None, name="minutes.pdf"):
    return add_document(returned, kpi, by=by, name=name, content=content or files.pdf("Agreed"))


def verbs():
    return list(Event.objects.order_by("number").values_list("verb", flat=True))


def test_a_document_is_kept_under_its_hash_with_a_safe_name(returned, policy, head_of_oak):
    document = add(returned, policy, head_of_oak, name="..\\x/min<utes>\u202e.PDF")
    assert (document.name, document.added_by) == ("minutes.pdf", head_of_oak)
    assert bytes(document.blob.content) == files.pdf("Agreed")
    assert verbs() == ["evidence.added"]


def test_the_same_file_twice_is_kept_once(returned, policy, head_of_oak, business_of_oak):
    assert add(returned, policy, head_of_oak) == add(returned, policy, business_of_oak, name="again.pdf")
    assert (Document.objects.count(), Blob.objects.count(), verbs()) == (1, 1, ["evidence.added"])


def test_a_file_that_is_not_taken_leaves_nothing(returned, policy, head_of_oak):
    with pytest.raises(NotTaken):
        add(returned, policy, head_of_oak, b"<html>")
    assert not Blob.objects.exists()


def test_there_is_an_end_to_documents(returned, policy, head_of_oak):
    for number in range(MOST_DOCUMENTS):
        add(returned, policy, head_of_oak, files.pdf(str(number)))
    with pytest.raises(Refused, match="Take one away first"):
        add(returned, policy, head_of_oak)


def test_what_is_taken_away_stays_in_the_database(returned, policy, head_of_oak):
    document = add(returned, policy, head_of_oak)
    for _ in range(2):
        remove_document(document, by=head_of_oak)
    assert Document.objects.get().removed_at is not None
    assert verbs() == ["evidence.added", "evidence.removed"]


@pytest.mark.parametrize("name", ["executive", "head_of_elm", "governor_of_oak", "auditor", "finance"])
def test_only_who_fills_in_the_section_gives_evidence(world, returned, policy, head_of_oak, name):
    document = add(returned, policy, head_of_oak)
    with pytest.raises(PermissionDenied):
        add(returned, policy, world.people[name])
    with pytest.raises(PermissionDenied):
        remove_document(document, by=world.people[name])


def test_nothing_is_added_or_taken_away_once_it_is_submitted(oak, term, policy, head_of_oak):
    sent = builders.make_return(oak, term, ReturnState.SUBMITTED)
    document = Document.objects.create(
        returned=sent,
        kpi=policy,
        blob=Blob.objects.create(sha256="d" * 64, content=b"", size=0, media_type=""),
        name="a.pdf",
        added_by=head_of_oak,
        added_at=builders.NOW,
    )
    with pytest.raises(Refused, match="is submitted"):
        add(sent, policy, head_of_oak)
    with pytest.raises(Refused, match="is submitted"):
        remove_document(document, by=head_of_oak)


def test_a_document_makes_the_submitted_figure_strong(returned, policy, head_of_oak):
    actions.save_entry(returned, policy, by=head_of_oak, typed={"choice": "yes"}, seen_version=0)
    add(returned, policy, head_of_oak)
    actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="k")
    assert Figure.objects.get().strength == Strength.DOCUMENT


def test_a_document_alone_makes_a_new_version(returned, policy, head_of_oak, executive):
    typed = {"choice": "yes", "evidence": "Minutes."}
    actions.save_entry(returned, policy, by=head_of_oak, typed=typed, seen_version=0)
    actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="k")
    actions.send_back_return(returned, by=executive, reason="Show us.")
    returned.refresh_from_db()
    add(returned, policy, head_of_oak)
    actions.submit_return(returned, by=head_of_oak, signed_as="Head", key="l")
    assert list(Figure.objects.values_list("version", "strength")) == [(1, "stated"), (2, "document")]


@pytest.fixture
def figure(oak, term, policy, head_of_oak):
    accepted = builders.make_return(oak, term, ReturnState.ACCEPTED)
    return builders.make_figure(policy, accepted, head_of_oak, choice="yes")


def test_an_auditor_validates_a_figure_once(figure, auditor):
    first = validate_figure(figure, by=auditor, words=" Against the minutes. ")
    assert validate_figure(figure, by=auditor, words="Again.") == first
    assert (first.words, verbs()) == ("Against the minutes.", ["figure.validated"])


@pytest.mark.parametrize("name", ["executive", "chair", "trustee", "head_of_oak", "clerk", "governor_of_oak"])
def test_nobody_else_does(world, figure, name):
    with pytest.raises(PermissionDenied):
        validate_figure(figure, by=world.people[name], words="So.")


def test_it_needs_words(figure, auditor):
    with pytest.raises(ValidationError):
        validate_figure(figure, by=auditor, words="  ")


def test_a_version_that_was_replaced_is_not_validated(figure, auditor, executive):
    actions.correct_figure(figure, by=executive, reason="A slip.", choice="no")
    with pytest.raises(Refused, match="replaced"):
        validate_figure(figure, by=auditor, words="So.")


def test_nor_one_of_ones_own(figure, policy, auditor):
    own = builders.make_figure(policy, figure.returned, auditor, version=2, choice="no", reason="x")
    with pytest.raises(Refused, match="did not enter it"):
        validate_figure(own, by=auditor, words="So.")
    assert not Validation.objects.exists()


def test_an_auditor_of_another_school_does_not(figure, elm):
    reviewer = builders.make_person("Reviewer")
    builders.appoint(reviewer, "auditor", elm)
    with pytest.raises(PermissionDenied):
        validate_figure(figure, by=reviewer, words="So.")

"""A term whose board's Update says things that no other reader may be told."""

import pytest

from governance.actions import compile_build, issue_update, request_build, write_overview
from governance.models import Highlight, Question, TrustUpdate
from kpis.models import Judgement
from tests import builders
from tests.builders import NOW, TODAY

SECRETS = {
    "comment of Oak": "Two officers have started at Oakmere.",
    "comment of Elm": "Elmbrook's cook has resigned.",
    "overview": "Overview meant for trustees alone.",
    "question about Oak": "Why does Oakgate fall?",
    "question about Elm": "Why does Elmgate rise?",
    "judgement": "Judged by hand for reasons kept inside.",
}


@pytest.fixture
def said(world, head_of_oak, head_of_elm, executive, trustee):
    """Red figures at both schools with comments, a judgement, and questions about each."""
    kpi = builders.make_kpi("ATT", title="Attendance", is_headline=True)
    builders.make_band(kpi)
    for school, head, name in ((world.oak, head_of_oak, "Oak"), (world.elm, head_of_elm, "Elm")):
        returned = builders.make_return(school, world.term, "accepted")
        made = builders.make_figure(kpi, returned, head, "91.2", comment=SECRETS[f"comment of {name}"])
        Question.objects.create(
            term=world.term, school=school, text=SECRETS[f"question about {name}"], asked_by=trustee,
            asked_at=NOW, due_on=TODAY, request_key=f"about {name}",
        )  # fmt: skip
    Judgement.objects.create(figure=made, mark="amber", reason=SECRETS["judgement"], by=executive, at=NOW)
    Highlight.objects.create(
        school=world.oak, on=TODAY, text="A prize for the choir.", by=executive, at=NOW,
        chosen_at=NOW, chosen_by=executive, request_key="choir",
    )  # fmt: skip
    return kpi


@pytest.fixture
def draft(term, executive, said):
    """The board's draft, ready, with the director's words on page one."""
    started = request_build(term, by=executive, key="first")
    write_overview(started.update_of, by=executive, text=SECRETS["overview"])
    compile_build(started.pk)
    started.refresh_from_db()
    assert started.state == "ready", started.error
    return started


@pytest.fixture
def issued(draft, executive):
    """The board's Update as it was issued."""
    update = issue_update(draft.update_of, draft, by=executive, reason="It cannot wait.")
    compile_build(update.builds.get(purpose="final").pk)
    return TrustUpdate.objects.get(pk=update.pk)

"""The e-mails about proposed targets; they lead to the page and carry no figures."""

from __future__ import annotations

from kpis.models import Proposal
from schools.directory import holders
from schools.models import Role, School
from trust.dates import full_date
from trust.links import link_to
from trust.post import post


def ask_for_views(proposal: Proposal, school: School) -> None:
    """To the head and the chair of local governors of one school: what do you think, and until when."""
    until = f" Please answer by {full_date(proposal.views_by)}." if proposal.views_by else ""
    text = (
        f"Targets from {proposal.from_term.name} are proposed for {school.name}, and your view is asked for "
        f"before the board decides.{until}\n\n"
        "The page shows what is proposed, and which of your school's ratings would change colour:\n"
        f"{link_to('kpis:proposal', proposal.pk)}\n"
    )
    # Sent out again after a change, it is another message.
    asked = f"{proposal.consulted_at:%Y%m%d%H%M%S}" if proposal.consulted_at else "0"
    key = f"targets.views {proposal.pk} {asked} {school.pk}"
    for person in holders(Role.HEAD, Role.GOVERNOR_CHAIR, school=school):
        post(person, key, f"Your view of the targets from {proposal.from_term.name}", text)

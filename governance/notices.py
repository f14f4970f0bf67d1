"""What the boardroom writes to people; no e-mail carries a figure."""

from __future__ import annotations

from collections.abc import Iterable

from governance.attention import count_of
from governance.models import Answer, PageReply, Question, Remit, RemitReply, TrustUpdate
from governance.packs.frozen import read_contents
from governance.queries.updates import readers_of
from kpis.queries.board_rows import TRUST_SLUG
from schools.directory import holders
from schools.models import Role, School
from trust.dates import full_date
from trust.links import link_to
from trust.models import Message, User
from trust.post import post
from trust.queries import require_trust


def update_issued(update: TrustUpdate) -> None:
    """Tell everyone who may read it that the Trust Update has been issued."""
    trust, version = require_trust(), f", version {update.version}" if update.version > 1 else ""
    subject = f"{trust.short_name}: Trust Update, {update.term.name}{version}"
    text = (
        f"The Trust Update for {update.term.name}{version} has been issued. {how_long(update)}\n\n"
        "Sign in to the portal and choose Trust Update to read it, to look at the figures in it, "
        "and to ask about any of them before the meeting.\n\n"
        f"{trust.name}\n"
    )
    for person in readers_of(update):
        post(person, f"update.issued {update.pk}", subject, text)


def how_long(update: TrustUpdate) -> str:
    """How many pages it has, how long page one and the commentary take, and what kind of thing has changed
    since it was issued last; no figure and no school."""
    final = update.final
    if final is None or final.contents is None:
        return ""
    contents = read_contents(final.contents)
    minutes = contents.get("reading", {}).get("minutes", "")
    said = [f"It has {final.pages} pages{f'; page one and the commentary are {minutes}' if minutes else ''}."]
    if update.version > 1:
        said.append("It corrects the version before; its cover says what changed and why.")
    if changed := len(contents["summary"]["changes"]):
        said.append(f"{count_of(changed, 'rating')} on page one {'has' if changed == 1 else 'have'} changed.")
    return " ".join(said)


def question_asked(question: Question) -> None:
    """Tell whoever owes the answer, and the governance professional."""
    text = (
        f"A question has been asked about {about(question)}. "
        f"An answer is expected by {full_date(question.due_on)}.\n\n"
        "Sign in to the portal and choose Questions to read it and to answer.\n"
    )
    told = [*answerers(question), *holders(Role.CLERK)]
    _tell(
        told, question.asked_by, f"question.asked {question.pk}", f"A question about {about(question)}", text
    )


def question_assigned(question: Question, by: User) -> None:
    """Tell the leader to whom a question was given, with the way to it."""
    if question.assigned_to is None:
        return
    text = (
        f"A question about {about(question)} has been given to you. "
        f"An answer is expected by {full_date(question.due_on)}.\n\n"
        f"Read it and answer:\n{link_to('governance:question', question.pk)}\n"
    )
    event = f"question.assigned {question.pk} {question.assigned_to_id}"
    _tell([question.assigned_to], by, event, f"A question for you about {about(question)}", text)


def asked_further(asked: Answer) -> None:
    """Tell whoever owes the answer, and the governance professional, that the asker asks further."""
    question = asked.question
    text = (
        f"{asked.by.name} has asked further about {about(question)}. "
        f"An answer is expected by {full_date(question.due_on)}.\n\n"
        f"Read it and answer:\n{link_to('governance:question', question.pk)}\n"
    )
    told = [*answerers(question), *holders(Role.CLERK)]
    _tell(told, asked.by, f"question.further {asked.pk}", f"A further question about {about(question)}", text)


def question_answered(answer: Answer) -> None:
    """Tell whoever asked, and the governance professional."""
    question = answer.question
    text = (
        f"{answer.by.name} has answered the question about {about(question)}.\n\n"
        "Sign in to the portal and choose Questions to read the answer.\n"
    )
    told = [question.asked_by, *holders(Role.CLERK)]
    _tell(told, answer.by, f"question.answered {answer.pk}", f"An answer about {about(question)}", text)


def remit_set(remit: Remit) -> None:
    """Tell whoever is to act, and the governance professional."""
    text = (
        f"The board has set a remit for {whose(remit)}. "
        f"It stands at the top of the return for {remit.due_in.name}.\n\n"
        "Sign in to the portal and choose Returns to read it and to reply.\n"
    )
    told = [*answerers(remit), *holders(Role.CLERK)]
    _tell(told, remit.set_by, f"remit.set {remit.pk}", f"A remit for {whose(remit)}", text)


def remit_replied(reply: RemitReply) -> None:
    """Tell whoever set it, and the governance professional."""
    remit = reply.remit
    text = (
        f"{reply.by.name} has replied to the remit for {whose(remit)}.\n\n"
        "Sign in to the portal and choose Questions, then Remits, to read the reply, "
        "and to close the remit when the board is content.\n"
    )
    told = [remit.set_by, *holders(Role.CLERK)]
    _tell(told, reply.by, f"remit.replied {reply.pk}", f"A reply to the remit for {whose(remit)}", text)


def remit_past(remit: Remit, people: Iterable[User]) -> int:
    """Tell that the term of a remit is over and that it still stands; how many were written to."""
    told = list(people)
    text = (
        f"The remit for {whose(remit)} was due in the return for {remit.due_in.name}, and it still stands. "
        "It stays among the matters arising of every meeting until one closes it.\n\n"
        f"{link_to('governance:remit', remit.pk)}\n"
    )
    for person in told:
        post(person, past_event(remit), f"A remit is past its term: {whose(remit)}", text)
    return len(told)


def past_event(remit: Remit) -> str:
    return f"remit.past {remit.pk}"


def page_replied(reply: PageReply) -> None:
    """Tell the executive that a head's reply waits to be printed, so that the draft is built anew."""
    name = reply.school.name if reply.school else "The central team"
    text = (
        f"{name} has replied on its page of the Trust Update for {reply.term.name}. "
        "A draft that was built before does not print the reply and cannot be issued: build a new one.\n\n"
        f"{link_to('governance:update', reply.term.ref)}\n"
    )
    event = f"page.replied {reply.pk} {reply.at:%Y%m%d%H%M}"
    _tell(holders(Role.EXECUTIVE), reply.by, event, f"A reply on a page: {name}", text)


def page_can_be_read(update: TrustUpdate, school: School | None, people: Iterable[User]) -> None:
    """Tell those who answer for a page that it can be read, and until when a reply can be added."""
    term = update.term
    until = f" It goes out on {full_date(term.issue_on)}." if term.issue_on else ""
    slug = school.slug if school else TRUST_SLUG
    text = (
        f"Your page of the Trust Update for {term.name} can be read as it will be issued.{until}\n\n"
        "You may add a reply of up to 60 words, which is printed on the page:\n"
        f"{link_to('governance:page_ahead', term.ref, slug)}\n"
    )
    for person in people:
        post(person, f"page.open {update.pk} {slug}", f"Your page of the Trust Update: {term.name}", text)


def told_of_their_page(update: TrustUpdate) -> set[str]:
    """The slugs of the pages whose readers have been told already."""
    keys = Message.objects.filter(key__contains=f":page.open {update.pk} ").values_list("key", flat=True)
    return {key.rsplit(" ", 1)[1] for key in keys}


def answerers(row: Question | Remit) -> list[User]:
    """Who answers: to whom a question was given; else the school's head, a priority's owner, or the executive
    where there is neither. Who owns a remit answers beside them, since they fill in the return."""
    if isinstance(row, Remit) and row.owner is not None:
        return [row.owner, *_of_the_place(row)]
    if isinstance(row, Question) and row.assigned_to is not None:
        return [row.assigned_to]
    return _of_the_place(row)


def _of_the_place(row: Question | Remit) -> list[User]:
    if row.school is not None:
        return list(holders(Role.HEAD, school=row.school))
    priority = row.priority if isinstance(row, Question) else None
    if priority is not None and priority.owner is not None:
        return [priority.owner]
    return list(holders(Role.EXECUTIVE))


def about(question: Question) -> str:
    """What a question is about, in a few words and without a figure."""
    if question.priority is not None:
        return question.priority.title
    if question.section:
        return f"the Trust Update for {question.term.name}"
    place = question.school.name if question.school else "the trust"
    return f"{place}, {question.area.name.lower()}" if question.area else place


def whose(remit: Remit) -> str:
    return remit.school.name if remit.school else "the executive"


def _tell(people: Iterable[User], by: User, event: str, subject: str, text: str) -> None:
    """One message to each, and none to the person who did it."""
    for person in {each.pk: each for each in people if each.pk != by.pk}.values():
        post(person, event, subject, text)

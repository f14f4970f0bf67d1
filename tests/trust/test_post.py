import socketserver
import threading
from datetime import timedelta

import pytest
from django.core import mail

from tests import builders
from trust import jobs, post
from trust.clock import wall
from trust.models import Message, MessageState

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return builders.make_person("Ana Hill")


class MailServer(socketserver.ThreadingTCPServer):
    """A small real mail server that accepts, refuses, or hangs up once it has the whole message."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, manner):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.manner, self.accepted = manner, 0
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 ready")
        for line in self.rfile:
            command = line[:4].upper().strip()
            if command == b"RCPT" and self.server.manner == "refuses":
                self.say("550 no such person")
            elif command == b"DATA":
                self.say("354 go on")
                while self.rfile.readline() != b".\r\n":
                    pass
                if self.server.manner == "hangs up":
                    return
                self.server.accepted += 1
                self.say("250 taken")
            else:
                self.say("221 bye" if command == b"QUIT" else "250 well")

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")


@pytest.fixture
def mail_server(settings):
    servers = []

    def start(manner):
        servers.append(MailServer(manner))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = servers[0].server_address
        settings.EMAIL_HOST_USER, settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = "", False, 5
        return servers[0]

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def a_message(ana, **fields):
    message = post.post(ana, "return.sent_back 41", "Your return has come back", "Please look at attendance.")
    Message.objects.filter(pk=message.pk).update(**fields)
    message.refresh_from_db()
    return message


def test_a_message_is_written_once_for_a_person_and_event(ana):
    first = a_message(ana)
    assert post.post(ana, "return.sent_back 41", "Again", "Again") == first
    assert post.post(ana, "return.sent_back 42", "Another", "Another") != first


def test_who_has_left_or_has_no_address_is_not_written_to(ana):
    ana.is_active = False
    assert post.post(ana, "x", "Subject", "Text") is None
    ana.is_active, ana.email = True, ""
    assert post.post(ana, "x", "Subject", "Text") is None
    assert not Message.objects.exists()


def test_a_subject_is_put_on_one_line(ana):
    assert post.post(ana, "x", "Oak\r\nBcc: all@test.example", "Text").subject == "Oak Bcc: all@test.example"


def test_what_waits_is_sent_and_only_once(ana):
    message = a_message(ana)
    assert (post.send_waiting(), post.send_waiting()) == (1, 0)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.sent_at is None) == (MessageState.SENT, 1, False)
    assert [(sent.subject, sent.body, sent.to) for sent in mail.outbox] == [
        ("Your return has come back", "Please look at attendance.", [ana.email])
    ]


def test_a_person_who_left_in_the_meantime_is_not_written_to(ana):
    message = a_message(ana)
    type(ana).objects.update(is_active=False)
    assert post.send_waiting() == 0
    message.refresh_from_db()
    assert (message.state, mail.outbox) == (MessageState.REFUSED, [])


def test_a_real_mail_server_takes_it(ana, mail_server):
    server = mail_server("accepts")
    a_message(ana)
    assert (post.send_waiting(), server.accepted) == (1, 1)


def test_a_definite_refusal_is_tried_again_later(ana, mail_server):
    mail_server("refuses")
    message = a_message(ana)
    assert post.send_waiting() == 0
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.WAITING, 1)
    assert message.next_try_at > wall()
    assert "no such person" in message.error


def test_the_fifth_definite_refusal_is_the_last(ana, mail_server):
    mail_server("refuses")
    message = a_message(ana, attempts=4)
    post.send_waiting()
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.REFUSED, 5)


def test_an_unclear_answer_is_recorded_and_never_sent_again(ana, mail_server):
    mail_server("hangs up")
    message = a_message(ana)
    assert (post.send_waiting(), post.send_waiting()) == (0, 0)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.UNKNOWN, 1)


def test_a_server_that_is_away_costs_no_try_and_ends_the_batch(ana, mail_server):
    server = mail_server("accepts")
    server.shutdown()
    server.server_close()
    message, other = a_message(ana), post.post(ana, "other", "Other", "Other")
    assert post.send_waiting() == 0
    message.refresh_from_db()
    other.refresh_from_db()
    assert (message.state, message.attempts, other.next_try_at) == (MessageState.WAITING, 0, None)


def test_a_server_that_is_away_for_three_days_ends_it(ana, mail_server):
    server = mail_server("accepts")
    server.shutdown()
    server.server_close()
    message = a_message(ana, created_at=wall() - timedelta(days=4))
    post.send_waiting()
    message.refresh_from_db()
    assert (message.state, message.error) == (MessageState.REFUSED, post.CANNOT_BE_REACHED)


def test_a_try_cut_short_by_a_killed_worker_is_unknown(ana):
    past = wall() - timedelta(seconds=1)
    message = a_message(ana, state=MessageState.SENDING, lease_until=past)
    assert post.send_waiting() == 0
    message.refresh_from_db()
    assert (message.state, mail.outbox) == (MessageState.UNKNOWN, [])


def test_the_sweep_rings_only_where_a_message_is_due(ana, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(jobs, "_broker_rests_until", float("inf"))
    with django_capture_on_commit_callbacks() as bells:
        post.ring_if_waiting()
    assert bells == []
    a_message(ana)
    with django_capture_on_commit_callbacks() as bells:
        post.ring_if_waiting()
    assert len(bells) == 1

"""The broker of files: no worker ever finds half a message."""

import pytest
from kombu import Connection

from config.celery import app


class Looks:
    """Part of a message that looks into the broker's folder at the moment it is written down."""

    def __init__(self, folder):
        self.folder, self.found = folder, None

    def __json__(self):
        self.found = [path.name for path in self.folder.glob("*.msg")]
        return "looked"


@pytest.fixture
def channel(tmp_path):
    folders = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path)}
    with Connection("filesystem://", transport_options=folders) as connection:
        yield connection.channel()


def test_a_message_stands_in_the_folder_only_once_it_is_whole(channel, tmp_path):
    looks = Looks(tmp_path)
    channel._put("celery", {"body": looks})
    assert looks.found == []
    assert channel._get("celery") == {"body": "looked"}


def test_nothing_is_left_behind(channel, tmp_path):
    channel._put("celery", {"body": "a bell"})
    channel._get("celery")
    assert list(tmp_path.iterdir()) == []


def test_a_message_for_another_queue_stays(channel):
    channel._put("other", {"body": "a bell"})
    assert (channel._size("celery"), channel._size("other")) == (0, 1)


def test_celery_speaks_through_it():
    with app.connection_for_write("filesystem://") as connection:
        assert connection.transport_cls == "filesystem"
        assert type(connection.transport).__module__ == "config.file_broker"

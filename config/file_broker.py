"""Celery's broker of plain files, with each message put whole in its place.

Kombu's own creates the file first and writes it then; a worker that looks in between reads an empty message
and stops for good.
"""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Writes under a name that nobody reads, then gives the file its own."""

    # The signature is that of the class above, which differs from the one above it.
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        name = f"{round(monotonic() * 1000)}_{uuid4()}"
        begun = Path(self.data_folder_out, f"{name}.part")
        try:
            begun.write_text(dumps(payload))
            begun.rename(begun.with_name(f"{name}.{queue}.msg"))
        except OSError as error:
            raise ChannelError(f"Cannot add a message to {self.data_folder_out}") from error


class Transport(filesystem.Transport):
    """What `filesystem://` means here."""

    Channel = Channel


def install() -> None:
    """Let `filesystem://` name this transport in this process."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"

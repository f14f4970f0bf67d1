"""The process that lays out one part after the other: `python -m trust.document.child FD MEGABYTES`.

It is told everything over the pipe FD, knows neither the database nor a secret, opens no connection, starts
no process, and ends when nothing has been asked of it for a while or its parent is gone.
"""

from __future__ import annotations

import ctypes
import gc
import json
import resource
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, Final

from trust.document.laid import told
from trust.document.layout import Layout

IDLE_SECONDS: Final = 600
# Tidying takes a twentieth of a usual part's time: it waits until nobody does, or until there is much of it.
NEXT_SECONDS: Final = 0.05
LITTER: Final = 200_000  # objects since it was last tidied; a school's page leaves some 45,000
FORBIDDEN: Final = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")


def main(descriptor: int, megabytes: int) -> None:
    """Answer until nobody asks any more."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    pipe = Connection(descriptor)
    layout = Layout(_fonts(pipe), pipe.recv_bytes().decode())
    sys.addaudithook(_refuse)
    gc.freeze()  # What is there now stays, and need not be looked through after each part.
    while pipe.poll(IDLE_SECONDS):
        try:
            asked = json.loads(pipe.recv_bytes())
        except EOFError:
            return
        _answer(pipe, layout, asked)
        if gc.get_count()[0] > LITTER or not pipe.poll(NEXT_SECONDS):
            _tidy()


def _tidy() -> None:
    """Give the memory of the last part back: it may be a hundred times that of the next."""
    gc.collect()
    with suppress(AttributeError):  # Only the GNU library has it.
        ctypes.CDLL(None).malloc_trim(0)


def _fonts(pipe: Connection) -> dict[str, bytes]:
    return {name: pipe.recv_bytes() for name in json.loads(pipe.recv_bytes())}


def _answer(pipe: Connection, layout: Layout, asked: dict[str, Any]) -> None:
    try:
        laid = layout.lay_out(**asked)
    except MemoryError:
        pipe.send_bytes(json.dumps({"error": "it needs more memory than it may have"}).encode())
    except Exception as error:  # Whatever it is, who asked is told.
        pipe.send_bytes(json.dumps({"error": f"{type(error).__name__}: {error}"[:400]}).encode())
    else:
        pipe.send_bytes(json.dumps(told(laid)).encode())
        pipe.send_bytes(laid.pdf)


def _refuse(event: str, _: Any) -> None:
    if event.startswith(FORBIDDEN):
        raise PermissionError(f"A layout has no business with {event}.")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

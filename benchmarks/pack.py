"""What a tagged pack costs beside headless Chromium printing the same HTML, and how that grows.

Prints a JSON line for each ratio: CPU of all processes, least of ROUNDS, both sides in turns. Nothing is kept
from earlier packs, but where it says so. Ours is a worker that is up, as the portal has one; `from_nothing`
is the same with the start of Python, Django, the engine and every child. Chromium starts for each print.

- pack_vs_chromium_cpu, pack_vs_chromium_wall: ten schools.
- repack_vs_chromium_cpu: the same pack once more after one school changed, its other parts being kept.
- pack_growth: CPU at a hundred schools over ten times that at ten.
- pack_memory: the peak of all processes at a hundred schools over a single pass of the same engine.

The commands that are measured: `--up FILE`, `--compile SCHOOLS FILE`, `--single SCHOOLS FILE`, `--html FILE`.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from _processes import Cost, cost_of, cpu_so_far

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = int(os.environ.get("ROUNDS", "5"))
SCHOOLS, MANY = 10, 100
CHROMIUM = "/usr/bin/chromium"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page = folder / "pack.html"
        cost_of(_ours("--html", page), _environment(folder))
        up, nothing, theirs = [], [], []
        for _ in range(ROUNDS):
            up.append(_measured(folder))
            nothing.append(cost_of(_ours("--compile", SCHOOLS, folder / "pack.pdf"), _environment(folder)))
            theirs.append(cost_of(_chromium(page, folder), _environment(folder)))
        least = {measure: min(told[measure] for told in up) for measure in up[0]}
        _report(least, _least(nothing), _least(theirs), folder)
        _report_growth(least)
        _report_memory(folder)


def _least(costs: list[Cost]) -> Cost:
    return Cost(*(min(measured) for measured in zip(*costs, strict=True)))


def _report(up: dict[str, Any], nothing: Cost, theirs: Cost, folder: Path) -> None:
    about = {
        "schools": SCHOOLS,
        "pages": up["pages"],
        "bytes": up["bytes"],
        "chromium_bytes": (folder / "chromium.pdf").stat().st_size,
    }
    cpu = {"cpu_seconds": up["cpu"], "chromium_seconds": theirs.cpu, "from_nothing": nothing.cpu / theirs.cpu}
    wall = {
        "seconds": up["wall"],
        "chromium_seconds": theirs.wall,
        "from_nothing": nothing.wall / theirs.wall,
    }
    _say("pack_vs_chromium_cpu", up["cpu"] / theirs.cpu, 2.0, **cpu, **about)
    _say("pack_vs_chromium_wall", up["wall"] / theirs.wall, 1.5, **wall)
    _say("repack_vs_chromium_cpu", up["repack_cpu"] / theirs.cpu, 0.5, cpu_seconds=up["repack_cpu"])


def _report_growth(up: dict[str, Any]) -> None:
    ratio = up["many_cpu"] / (MANY // SCHOOLS * up["cpu"])
    _say("pack_growth", ratio, 1.1, cpu_seconds=up["many_cpu"], few_cpu_seconds=up["cpu"], schools=MANY)


def _report_memory(folder: Path) -> None:
    costs = [
        cost_of(_ours(how, MANY, folder / "many.pdf"), _environment(folder), memory=True)
        for how in ("--compile", "--single")
    ]
    apart, single = (cost.peak_mb for cost in costs)
    _say("pack_memory", apart / single, 0.4, peak_mb=apart, single_pass_mb=single, schools=MANY)


def _say(name: str, ratio: float, goal: float, **more: Any) -> None:
    rounded = {key: round(value, 2) if isinstance(value, float) else value for key, value in more.items()}
    print(json.dumps({"name": name, "ratio": round(ratio, 2), "goal": goal, **rounded}), flush=True)


def _measured(folder: Path) -> dict[str, Any]:
    """What packs cost a worker that is up, measured from within."""
    told = folder / "up.json"
    cost_of(_ours("--up", told), _environment(folder))
    measured: dict[str, Any] = json.loads(told.read_text())
    return measured


def _ours(*arguments: object) -> list[str]:
    return [sys.executable, __file__, *map(str, arguments)]


def _chromium(page: Path, folder: Path) -> list[str]:
    quiet = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-pdf-header-footer",
    ]
    out = folder / "chromium.pdf"
    return [CHROMIUM, *quiet, f"--user-data-dir={folder}/profile", f"--print-to-pdf={out}", page.as_uri()]


def _environment(folder: Path) -> dict[str, str]:
    ours = {"DJANGO_SETTINGS_MODULE": "config.settings", "VAR_DIR": str(folder), "PYTHONPATH": str(ROOT)}
    return {**os.environ, **ours, "DATABASE_URL": f"sqlite:///{folder}/none.sqlite3"}


def compile_once(schools: int, file: Path) -> None:
    """One pack, with nothing kept, and the children that laid it out ended."""
    _set_up()
    from governance.packs.compile import compile_pack
    from tests.packs import sample_contents
    from trust.document.apart import press

    file.write_bytes(compile_pack(sample_contents(schools), draft="Draft 1").pdf)
    press().close()


def compile_when_up(file: Path) -> None:
    """Four packs in one process: to wake it, with nothing kept, after one school changed, and a large one."""
    _set_up()
    from governance.packs.compile import compile_pack
    from tests.packs import sample_contents

    contents, kept = sample_contents(SCHOOLS), _Dictionary()
    compile_pack(contents, draft="Draft 1")
    cpu, wall = cpu_so_far(), time.perf_counter()
    pack = compile_pack(contents, draft="Draft 1", kept=kept)
    told = {"cpu": cpu_so_far() - cpu, "wall": time.perf_counter() - wall}
    contents["schools"][SCHOOLS // 2]["line"] = "Good · said anew since the last draft"
    cpu = cpu_so_far()
    compile_pack(contents, draft="Draft 2", kept=kept)
    told["repack_cpu"] = cpu_so_far() - cpu
    many, cpu = sample_contents(MANY), cpu_so_far()
    compile_pack(many, draft="Draft 1")
    told["many_cpu"] = cpu_so_far() - cpu
    file.write_text(json.dumps(told | {"pages": pack.pages, "bytes": len(pack.pdf)}))


class _Dictionary(dict[str, Any]):
    """Parts kept in memory, as a worker keeps them in its database."""

    def found(self, keys: Any) -> dict[str, Any]:
        return {key: self[key] for key in keys if key in self}

    def keep(self, key: str, laid: Any) -> None:
        self[key] = laid


def render_in_one_pass(schools: int, file: Path) -> None:
    """The comparator for memory: the whole HTML through the same engine at once, without page numbers."""
    _set_up()
    from governance.packs.binding import document_of
    from governance.packs.compile import preview, stylesheet_for
    from tests.packs import sample_contents
    from trust.document.single import render_pdf

    contents = sample_contents(schools)
    html = document_of(preview(contents, draft="Draft 1"))
    file.write_bytes(render_pdf(html, title="Trust Update", stylesheet=stylesheet_for(contents)))


def write_html(file: Path) -> None:
    """The comparator for time: the same sections as one page, with the same stylesheet and fonts."""
    _set_up()
    from governance.packs.compile import preview, stylesheet_for
    from tests.packs import sample_contents

    contents = sample_contents(SCHOOLS)
    style = _font_faces() + stylesheet_for(contents)
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
        case ["--compile", schools, file]:
            compile_once(int(schools), Path(file))
        case ["--up", file]:
            compile_when_up(Path(file))
        case ["--single", schools, file]:
            render_in_one_pass(int(schools), Path(file))
        case ["--html", file]:
            write_html(Path(file))
        case _:
            main()

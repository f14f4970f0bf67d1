"""Times each chart as a school's page draws it, and prints its milliseconds over the one that it may take."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Final

ROUNDS, REPEATS = 7, 200
MILLISECOND: Final = 0.001
TERMS: Final = ("Aut 24", "Spr 25", "Sum 25", "Aut 25", "Spr 26", "Sum 26", "Aut 26")
VALUES: Final = tuple(map(Decimal, ("95.1", "94.8", "94.9", "94.2", "93.7", "93.4", "92.9")))


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from trust.charts import Point, Zone, bullet, cone, distribution, dot_plot, sparkline, trend

    target, national = Decimal(95), Decimal("94.5")
    points = [Point(*each) for each in zip(TERMS, VALUES, strict=True)]
    label = "Attendance: falling from 95.1% in Autumn 2024/25 to 92.9% in Autumn 2026/27."
    charts: dict[str, Callable[[], str]] = {
        "sparkline": lambda: sparkline(VALUES, target=target, national=national, label=label, unit="%"),
        "trend": lambda: trend(points, targets=[target] * 7, national=[national] * 7, label=label, unit="%"),
        "dot_plot": lambda: dot_plot(
            label=label, target=target, national=national, last_year=VALUES[0], forecasts=VALUES[-2:]
        ),
    }
    zones = [Zone("R", None, VALUES[-1]), Zone("A", VALUES[-1], target), Zone("G", target, None)]
    hundred = [Decimal(900 + number % 60) / 10 for number in range(100)]
    charts |= {
        "distribution": lambda: distribution(
            hundred, label=label, target=target, national=national, unit="%"
        ),
        "bullet": lambda: bullet(VALUES[3], zones=zones, label=label, previous=VALUES[0], target=target),
        "cone": lambda: cone(
            points, low=VALUES[-1], high=VALUES[0], label=label, at="Result", earlier=(VALUES[-1], target)
        ),
    }
    for name, draw in charts.items():
        seconds = min(_seconds(draw) for _ in range(ROUNDS))
        told = {"name": f"chart_{name}", "ratio": round(seconds / MILLISECOND, 2), "goal": 1}
        print(json.dumps(told | {"milliseconds": round(seconds * 1000, 3), "bytes": len(draw().encode())}))


def _seconds(draw: Callable[[], str]) -> float:
    begun = time.perf_counter()
    for _ in range(REPEATS):
        draw()
    return (time.perf_counter() - begun) / REPEATS


if __name__ == "__main__":
    main()

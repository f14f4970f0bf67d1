"""The table of the access grid: for each address who gets which answer, at their own school and at another.

Each room keeps its rows in a module of its own here, as `ROWS`; an address stands in one of them.
"""

from importlib import import_module
from pkgutil import iter_modules

from tests.access.expected import ELSEWHERE, Expected, Row
from tests.access.scene import Scene

ROWS: dict[str, Row] = {}
for _module in iter_modules(__path__):
    for _name, _row in getattr(import_module(f"{__name__}.{_module.name}"), "ROWS", {}).items():
        assert _name not in ROWS, f"{_name} has two rows."
        ROWS[_name] = _row

__all__ = ["ELSEWHERE", "ROWS", "Expected", "Row", "Scene"]

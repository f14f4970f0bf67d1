"""Serves the few files of other people's packages that the pages use, by name, from node_modules."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

FONTS = tuple(
    f"@fontsource/{family}/files/{family}-latin-{style}.woff2"
    for family in ("source-sans-3", "source-serif-4")
    for style in ("400-normal", "400-italic", "600-normal", "700-normal")
)
NAMED_FILES = (
    "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap/dist/css/bootstrap.min.css.map",
    "bootstrap/dist/js/bootstrap.bundle.min.js",
    "bootstrap/dist/js/bootstrap.bundle.min.js.map",
    "htmx.org/dist/htmx.min.js",
    *FONTS,
)
PREFIX = "vendor"


class NamedFilesFinder(BaseFinder):
    """Finds `vendor/<path in node_modules>` for the named files and for nothing else."""

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.NODE_MODULES)
        # collectstatic puts what it takes from this storage below the prefix.
        self.storage.prefix = PREFIX  # type: ignore[attr-defined]

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        """The file's path on disk, or an empty list."""
        name = path.removeprefix(f"{PREFIX}/")
        if name == path or name not in NAMED_FILES:
            return []
        found = self.storage.path(name)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every named file with the storage that opens it."""
        for name in NAMED_FILES:
            yield name, self.storage

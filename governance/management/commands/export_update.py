"""Writes a build's PDF into a file, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.models import Build
from trust.blobs import Altered, read


class Command(BaseCommand):
    """`export_update ID FILE` puts the PDF beside its place and then moves it there in one step."""

    help = "Write a build's PDF into a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=int)
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, id: int, file: Path, **_options: Any) -> None:
        build = Build.objects.select_related("pdf").filter(pk=id).first()
        if build is None:
            raise CommandError(f"There is no build {id}.")
        if build.pdf is None:
            raise CommandError(
                f"Build {id} is {build.get_state_display().lower()}, so it has no PDF{_why(build)}."
            )
        try:
            write_whole(file, read(build.pdf))
        except (OSError, Altered) as error:
            raise CommandError(f"Build {id} was not written: {error}") from None
        self.stdout.write(f"Wrote {file}: {build.pages} pages, SHA-256 {build.pdf_id}")


def _why(build: Build) -> str:
    return f" ({build.error.rstrip('.')})" if build.error else ""


def write_whole(file: Path, content: bytes) -> None:
    """Put the bytes there so that a reader finds all of them or none, also after a power cut."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

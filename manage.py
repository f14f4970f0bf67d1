#!/usr/bin/env python3
"""Runs Django's commands for the portal."""

import os
import sys


def main() -> None:
    """Hand the command line to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError as missing:
        raise SystemExit(
            "Django is not installed here. Run `make setup`, then use .venv/bin/python."
        ) from missing
    try:
        settings.INSTALLED_APPS  # noqa: B018
    except ImproperlyConfigured as refusal:
        raise SystemExit(str(refusal)) from None
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

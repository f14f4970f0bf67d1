"""Brings data up to date before the portal starts: tables, static files, demonstration; runs in .venv."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main() -> None:
    """Do in one process, since Django takes a second to wake, what three commands would do."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    print("· Bringing the database up to date …", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    if "collect" in sys.argv:
        print("· Collecting static files …", flush=True)
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    if not settings.PRODUCTION:
        _load_demonstration()


def _load_demonstration() -> None:
    from django.core.management import call_command

    from trust.models import Trust

    if not Trust.objects.exists():
        print("· Loading the demonstration trust (once) …", flush=True)
        call_command("seed_demo")


if __name__ == "__main__":
    main()

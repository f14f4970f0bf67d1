"""Brings data up to date before the portal starts: tables, static files, demonstration; runs in .venv."""

import io
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main(accounts: Path, *, collect: bool) -> None:
    """Do in one process, since Django takes a second to wake, what three commands would do.

    Who may sign in, or the code to set a trust up with, is left in the file `accounts`.
    """
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as refusal:
        raise SystemExit(str(refusal)) from None
    from django.conf import settings
    from django.core.management import call_command

    print("· Bringing the database up to date …", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    if collect:
        print("· Collecting static files …", flush=True)
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    accounts.unlink(missing_ok=True)
    if _waits_to_be_set_up(production=settings.PRODUCTION):
        said = io.StringIO()
        call_command("setup_trust", code=True, stdout=said)
        accounts.write_text(said.getvalue())
    elif not settings.PRODUCTION:
        _load_demonstration(accounts)


def _waits_to_be_set_up(*, production: bool) -> bool:
    """Whether it is empty for a trust of its own: in production, or once a set-up code has been made."""
    from governance.models import Founding
    from trust.models import Trust

    return not Trust.objects.exists() and (production or Founding.objects.exists())


def _load_demonstration(accounts: Path) -> None:
    from django.core.management import call_command

    from trust.models import Trust

    trust = Trust.objects.first()
    if trust is None:
        print("· Loading the demonstration trust, once (this takes a moment) …", flush=True)
    elif not trust.is_demonstration:
        return
    said = io.StringIO()
    call_command("seed_demo", stdout=said)
    accounts.write_text(said.getvalue())


if __name__ == "__main__":
    main(Path(sys.argv[1]), collect="collect" in sys.argv[2:])

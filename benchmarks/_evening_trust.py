"""Fills the database of the environment with a large trust and a hundred trustees who have signed in."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
TRUSTEES: Final = 100


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.path[:0] = [str(HERE.parent), str(HERE)]
    import django

    django.setup()
    Path(sys.argv[1]).write_text(json.dumps(_fill()))


def _fill() -> dict[str, object]:
    from _large_trust import make_trust
    from _signed_in import session_of
    from django.core.management import call_command
    from django.db import transaction

    from schools.models import Appointment, Role
    from trust.models import User

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        large = make_trust()
    sessions = []
    for number in range(TRUSTEES):
        person = User.objects.create_user(f"trustee{number}@bench.example", name=f"Trustee {number}")
        Appointment.objects.create(person=person, role=Role.TRUSTEE, starts=date(2020, 9, 1))
        sessions.append(session_of(person))
    return {"sessions": sessions, "term": large.term.slug}


if __name__ == "__main__":
    main()

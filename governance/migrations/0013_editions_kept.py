"""Each Update that there is gets its edition, and the tables made anew since are guarded again."""

import importlib

from django.db import migrations

from trust.triggers import Guard, install, remove

first = importlib.import_module("governance.migrations.0003_frozen_updates")

ISSUED = "OLD.state IN ('issued', 'withdrawn')"
KEPT = (
    "term_id", "audience", "school_id", "version", "overview", "final_id", "release_id", "issued_by_id",
    "issued_at",
)  # fmt: skip
UPDATES_BEFORE = Guard(first.TABLE, ISSUED, KEPT)
UPDATES = Guard(
    first.TABLE, ISSUED, (*KEPT, "edition", "exceptions", "exception_reason", "changed", "change_reason")
)
MADE = (
    "update_of_id", "key", "number", "purpose", "reviewed_id", "contents_id", "pdf_id", "pages", "state",
)  # fmt: skip
BUILDS_BEFORE = Guard("governance_build", "OLD.state = 'ready'", MADE)
BUILDS = Guard("governance_build", "OLD.state = 'ready'", (*MADE, "engine"))


def give_editions(apps, schema_editor):
    remove(schema_editor.connection, UPDATES_BEFORE)
    updates = apps.get_model("governance", "TrustUpdate")
    for audience in ("local", "members", "public"):
        updates.objects.filter(audience=audience).update(edition=audience)


def guard(apps, schema_editor):
    install(schema_editor.connection, UPDATES)
    install(schema_editor.connection, BUILDS)
    first.keep_state(apps, schema_editor)


def guard_as_before(apps, schema_editor):
    install(schema_editor.connection, UPDATES_BEFORE)
    install(schema_editor.connection, BUILDS_BEFORE)
    first.keep_state(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("governance", "0012_editions")]

    operations = [
        migrations.RunPython(give_editions, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(guard, guard_as_before, elidable=False),
    ]

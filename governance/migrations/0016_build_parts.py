"""A build knows on which page each of its parts begins."""

import importlib

from django.db import migrations, models

from trust.triggers import Guard, guarded_again

BEFORE = importlib.import_module("governance.migrations.0013_editions_kept").BUILDS
BUILDS = Guard(BEFORE.table, BEFORE.when, (*BEFORE.columns, "parts"))


class Migration(migrations.Migration):
    dependencies = [("governance", "0015_withdrawn")]

    operations = [
        migrations.AddField(
            model_name="build",
            name="parts",
            field=models.JSONField(
                blank=True, default=list, help_text="Each part’s title and its first page."
            ),
        ),
        guarded_again(BUILDS, before=BEFORE),
    ]

"""A trust may ask everybody for a second step; what all processes count together is a table of its own."""

from django.core.management import call_command
from django.db import migrations, models

TABLE = "portal_cache"


def make_cache(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def drop_cache(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE IF EXISTS {TABLE}")


class Migration(migrations.Migration):
    dependencies = [("trust", "0004_erased_bytes")]

    operations = [
        migrations.AddField(
            model_name="trust",
            name="everyone_has_second_step",
            field=models.BooleanField(
                default=False, help_text="Everybody signs in with a second step, whatever their role."
            ),
        ),
        migrations.RunPython(make_cache, drop_cache, elidable=False),
    ]

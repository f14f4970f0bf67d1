"""Kept parts of packs with all that binding needs; none has been kept before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0013_editions_kept")]

    operations = [
        migrations.DeleteModel("RenderedPart"),
        migrations.CreateModel(
            name="RenderedPart",
            fields=[
                (
                    "key",
                    models.CharField(
                        help_text="SHA-256 of HTML, stylesheet, engine.",
                        max_length=64,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(help_text="Of the content.", max_length=64)),
                (
                    "told",
                    models.JSONField(
                        help_text="What binding needs to know of it: sides, anchors, bookmarks."
                    ),
                ),
                ("used_at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]

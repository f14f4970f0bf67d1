"""Stored bytes can be erased, and in no other way changed: what was withdrawn leaves its hash."""

from django.db import migrations, models

from trust.triggers import Guard, guarded_again

NOTHING_CHANGES = Guard("trust_blob")
ONLY_ERASED = Guard(
    "trust_blob",
    but=(
        "OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND length(NEW.content) = 0 "
        "AND NEW.sha256 = OLD.sha256 AND NEW.size = OLD.size AND NEW.media_type = OLD.media_type "
        "AND NEW.created_at = OLD.created_at"
    ),
)


class Migration(migrations.Migration):
    dependencies = [("trust", "0003_what_is_small")]

    operations = [
        migrations.AddField(
            model_name="blob",
            name="erased_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When the bytes were taken out, the row being their tombstone.",
                null=True,
            ),
        ),
        guarded_again(ONLY_ERASED, before=NOTHING_CHANGES),
    ]

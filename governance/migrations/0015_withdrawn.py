"""What was issued may be withdrawn, and then loses its words; in no other way does it change."""

import importlib

from django.db import migrations

from trust.triggers import Guard, guarded_again

BEFORE = importlib.import_module("governance.migrations.0013_editions_kept").UPDATES
SAME = [column for column in BEFORE.columns if column != "overview"]
WITHDRAWN = Guard(
    BEFORE.table,
    BEFORE.when,
    BEFORE.columns,
    but=" AND ".join(
        (
            "OLD.state = 'issued' AND NEW.state = 'withdrawn' AND NEW.overview = ''",
            *(
                f"(OLD.{column} = NEW.{column} OR (OLD.{column} IS NULL AND NEW.{column} IS NULL))"
                for column in SAME
            ),
        )
    ),
)


class Migration(migrations.Migration):
    dependencies = [("governance", "0014_kept_parts"), ("trust", "0004_erased_bytes")]

    operations = [guarded_again(WITHDRAWN, before=BEFORE)]

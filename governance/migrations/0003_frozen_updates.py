"""What has been issued: the database itself refuses changes, but for the one step to withdrawn."""

from django.db import migrations

from trust.triggers import POSTGRESQL_FUNCTION, REFUSAL, frozen

TABLE, NAME = "governance_trustupdate", "governance_trustupdate_keeps_state"
WRONG_STEP = (
    "OLD.state <> NEW.state AND "
    "(OLD.state = 'withdrawn' OR (OLD.state = 'issued' AND NEW.state <> 'withdrawn'))"
)


def keep_state(apps, schema_editor):
    forget_state(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        statements = [
            POSTGRESQL_FUNCTION,
            f'CREATE TRIGGER "{NAME}" BEFORE UPDATE ON "{TABLE}" FOR EACH ROW WHEN ({WRONG_STEP}) '
            "EXECUTE FUNCTION refuse_change()",
        ]
    else:
        statements = [
            f'CREATE TRIGGER "{NAME}" BEFORE UPDATE ON "{TABLE}" FOR EACH ROW WHEN ({WRONG_STEP}) '
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        ]
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def forget_state(apps, schema_editor):
    target = f' ON "{TABLE}"' if schema_editor.connection.vendor == "postgresql" else ""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER IF EXISTS "{NAME}"{target}')


class Migration(migrations.Migration):
    dependencies = [("governance", "0002_initial"), ("trust", "0002_written_once")]

    operations = [
        frozen(
            TABLE,
            when="OLD.state IN ('issued', 'withdrawn')",
            columns=(
                "term_id", "audience", "school_id", "version", "overview", "final_id", "release_id", "issued_by_id",
                "issued_at",
            ),
        ),
        frozen(
            "governance_build",
            when="OLD.state = 'ready'",
            columns=("update_of_id", "key", "number", "purpose", "reviewed_id", "contents_id", "pdf_id", "pages", "state"),
        ),
        migrations.RunPython(keep_state, forget_state, elidable=False),
    ]  # fmt: skip

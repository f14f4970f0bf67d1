"""A return is on time or late by the day on which it first came in, however often it was sent back since."""

from typing import Any

from django.db import migrations, models
from django.db.models import F, Q

from trust.triggers import Guard, guarded_again

ISSUED = "OLD.state = 'issued'"
BEFORE = (
    "school_id", "term_id", "state", "attempt", "submitted_by_id", "submitted_at", "signed_as",
    "submit_key", "decided_by_id", "decided_at", "sent_back_reason",
    "extended_until", "extension_reason", "extended_by_id", "shown_to_governors_at", "governors_comment",
    "governors_comment_by_id", "governors_comment_at", "source",
)  # fmt: skip


def take_the_last_submission(apps: Any, schema_editor: Any) -> None:
    """The only time that was kept until now; for a return that was never sent back it is the first."""
    submitted = apps.get_model("kpis", "Return").objects.filter(submitted_at__isnull=False)
    submitted.update(first_submitted_at=F("submitted_at"))


class Migration(migrations.Migration):
    dependencies = [("kpis", "0008_national_figures")]

    operations = [
        migrations.AddField(
            model_name="return",
            name="first_submitted_at",
            field=models.DateTimeField(
                blank=True, help_text="When it first came in: by this it is on time or late.", null=True
            ),
        ),
        migrations.RunPython(take_the_last_submission, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, first_submitted_at__isnull=True)
                | Q(submitted_at__isnull=False, first_submitted_at__isnull=False),
                name="submitted_return_has_a_first_time",
            ),
        ),
        guarded_again(
            Guard("kpis_return", ISSUED, (*BEFORE, "first_submitted_at")),
            before=Guard("kpis_return", ISSUED, BEFORE),
        ),
    ]

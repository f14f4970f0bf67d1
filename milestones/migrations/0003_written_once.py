"""What is written once: the database itself refuses changes and deletion."""

from django.db import migrations

from trust.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("milestones", "0002_initial")]

    operations = [append_only("milestones_rating"), append_only("milestones_releasedrating")]

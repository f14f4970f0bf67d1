"""What is written once: the database itself refuses changes and deletion."""

from django.db import migrations

from trust.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("trust", "0001_initial")]

    operations = [append_only("trust_event"), append_only("trust_blob")]

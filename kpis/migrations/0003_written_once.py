"""What is written once: the database itself refuses changes and deletion."""

from django.db import migrations

from trust.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("kpis", "0002_initial")]

    operations = [
        append_only("kpis_figure"),
        append_only("kpis_judgement"),
        append_only("kpis_releasedfigure"),
    ]

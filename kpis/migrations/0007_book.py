"""The KPI book: a definition that was never used may be followed by another from the same term, and a retired
KPI says why."""

from django.db import migrations, models

from trust.triggers import Guard, guarded_again

DEFINITION = Guard("kpis_definition")


class Migration(migrations.Migration):
    dependencies = [("kpis", "0006_week")]

    operations = [
        migrations.AddField(
            model_name="kpi", name="retired_reason", field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(model_name="definition", name="definition_term_once"),
        guarded_again(DEFINITION, before=DEFINITION),
    ]  # fmt: skip

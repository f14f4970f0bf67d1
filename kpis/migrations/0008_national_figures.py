"""A national figure that came too late for terms issued to the board says from which term on it counts."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trust", "0003_what_is_small"), ("kpis", "0007_book")]

    operations = [
        migrations.AddField(
            model_name="comparator",
            name="counts_from",
            field=models.ForeignKey(
                blank=True,
                help_text="The first term it is set beside, where earlier ones had been issued; else empty.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="trust.term",
            ),
        ),
    ]

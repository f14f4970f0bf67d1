"""Which milestones went into a new priority when one was split."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("milestones", "0006_editions")]

    operations = [
        # A table of its own: the one of changes, which is written once, is not touched.
        migrations.AddField(
            model_name="prioritychange",
            name="took",
            field=models.ManyToManyField(
                blank=True,
                help_text="The milestones that went into the new priority.",
                related_name="+",
                to="milestones.milestone",
            ),
        ),
    ]

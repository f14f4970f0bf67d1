"""Editions with their texts, programme sheets, imports, evaluations, and ratings that count and slip."""

from typing import Any

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from trust.triggers import Guard, append_only, guarded_again

DAYS = ("approved_on", "review_on")
MONTH = "^[0-9]{4}-[0-9]{2}$"


def say_no_day(apps: Any, schema_editor: Any) -> None:
    """A day that nobody gave is an empty text from now on."""
    plans = apps.get_model("milestones", "Plan").objects
    for name in DAYS:
        plans.filter(**{f"{name}__isnull": True}).update(**{name: ""})
    _check_now(schema_editor)


def say_null(apps: Any, schema_editor: Any) -> None:
    """The way back: no day is null again, and a month its first day."""
    plans = apps.get_model("milestones", "Plan").objects
    for name in DAYS:
        plans.filter(**{name: ""}).update(**{name: None})
        for plan in plans.filter(**{f"{name}__regex": MONTH}):
            plans.filter(pk=plan.pk).update(**{name: f"{getattr(plan, name)}-01"})
    _check_now(schema_editor)


def _check_now(schema_editor: Any) -> None:
    """PostgreSQL alters no table whose changed rows still wait for their checks."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("kpis", "0009_first_submitted"),
        ("milestones", "0003_written_once"),
        ("schools", "0005_feed_address"),
        ("trust", "0003_what_is_small"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="plan",
            name="approved_on",
            field=models.CharField(max_length=10, null=True),
        ),
        migrations.AlterField(
            model_name="plan",
            name="review_on",
            field=models.CharField(max_length=10, null=True),
        ),
        migrations.RunPython(say_no_day, say_null, elidable=True),
        migrations.AlterField(
            model_name="plan",
            name="approved_on",
            field=models.CharField(
                blank=True,
                max_length=10,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[12][0-9]{3}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$", "Give a day or a month."
                    )
                ],
            ),
        ),
        migrations.AlterField(
            model_name="plan",
            name="review_on",
            field=models.CharField(
                blank=True,
                max_length=10,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[12][0-9]{3}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$", "Give a day or a month."
                    )
                ],
            ),
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("url", models.URLField(max_length=500)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("achieved", "Achieved"),
                            ("continue", "Continue"),
                            ("change", "Change"),
                            ("close", "Close"),
                        ],
                        max_length=8,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Funding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(help_text="The year in which the academic year begins."),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("central", "Central funds"),
                            ("school", "School budgets"),
                            ("bid", "A bid"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "bid",
                    models.CharField(
                        blank=True,
                        choices=[("sought", "Sought"), ("won", "Won"), ("lost", "Lost")],
                        max_length=8,
                    ),
                ),
                ("budget", models.DecimalField(decimal_places=2, max_digits=12)),
                ("cost", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
            ],
            options={
                "ordering": ["year", "pk"],
            },
        ),
        migrations.CreateModel(
            name="GrowthTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(help_text="Such as Schools in the trust.", max_length=200)),
                ("target", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                (
                    "reached_on",
                    models.CharField(
                        blank=True,
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[12][0-9]{3}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$",
                                "Give a day or a month.",
                            )
                        ],
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Objective",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="PlanCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("why", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PlanImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("compiling", "Running"),
                            ("ready", "Ready"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("token", models.UUIDField(blank=True, null=True)),
                ("done_steps", models.PositiveSmallIntegerField(default=0)),
                ("all_steps", models.PositiveSmallIntegerField(default=0)),
                (
                    "step",
                    models.CharField(blank=True, help_text="What is being done, in words.", max_length=120),
                ),
                (
                    "error",
                    models.CharField(
                        blank=True, help_text="Why it failed, in words for a person.", max_length=500
                    ),
                ),
                ("requested_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("name", models.CharField(help_text="The file's own name, made safe.", max_length=160)),
                ("key", models.UUIDField(unique=True)),
                ("reading", models.JSONField(blank=True, null=True)),
                ("answers", models.JSONField(blank=True, default=dict)),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="Counts the answers, for two people at once."
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "In review"),
                            ("confirmed", "In the plan"),
                            ("undone", "Undone"),
                            ("dropped", "Put aside"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-requested_at"],
            },
        ),
        migrations.CreateModel(
            name="PlanText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("summary", "Executive summary"),
                            ("mission", "Mission"),
                            ("values", "Values"),
                            ("context", "Context"),
                            ("position", "Where we are now"),
                            ("highlights", "Highlights"),
                            ("success", "Keys to success"),
                            ("risks", "Key risks"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("text", models.TextField(blank=True)),
                (
                    "summary",
                    models.TextField(blank=True, help_text="Empty: the summary prints the text in full."),
                ),
                ("in_summary", models.BooleanField(default=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PriorityChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("paused", "Paused"),
                            ("resumed", "Taken up again"),
                            ("merged", "Merged into another"),
                            ("split", "Split"),
                            ("closed", "Closed"),
                            ("recoded", "Given another code"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("from_code", models.CharField(blank=True, max_length=16)),
                ("to_code", models.CharField(blank=True, max_length=16)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Risk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=200)),
                ("response", models.CharField(blank=True, max_length=300)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("aim", models.TextField(blank=True)),
                ("resources", models.TextField(blank=True)),
                ("decided_by", models.CharField(blank=True, max_length=160)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=200)),
                ("owner", models.CharField(blank=True, max_length=120)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("done_on", models.DateField(blank=True, null=True)),
                ("note", models.CharField(blank=True, help_text="Its cost, or what moved.", max_length=200)),
            ],
            options={
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="StrategicQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("response", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="SuccessMeasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=200)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.AddField(
            model_name="link",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="links",
                to="milestones.priority",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="carried_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carried_to",
                to="milestones.milestone",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="carry_reason",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="milestone",
            name="kpi",
            field=models.ForeignKey(
                blank=True,
                help_text="Its figure says how far.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kpis.kpi",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="recurs",
            field=models.BooleanField(default=False, help_text="It comes again each year."),
        ),
        migrations.AddField(
            model_name="milestone",
            name="target",
            field=models.DecimalField(
                blank=True,
                decimal_places=4,
                help_text="A number to reach, such as 4.",
                max_digits=15,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="unit",
            field=models.CharField(
                blank=True, help_text="What is counted, such as appointments.", max_length=60
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="adopted_on",
            field=models.CharField(
                blank=True,
                max_length=10,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[12][0-9]{3}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$", "Give a day or a month."
                    )
                ],
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="drafted_by",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="plan",
            name="drafted_on",
            field=models.CharField(
                blank=True,
                max_length=10,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[12][0-9]{3}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$", "Give a day or a month."
                    )
                ],
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="firm_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="trust.term",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="minute",
            field=models.CharField(
                blank=True, help_text="The minute of the board's decision.", max_length=120
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="state",
            field=models.CharField(
                choices=[("draft", "Draft"), ("adopted", "Adopted")], default="adopted", max_length=8
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="version",
            field=models.PositiveIntegerField(default=1, help_text="Counts the changes of its texts."),
        ),
        migrations.AddField(
            model_name="priority",
            name="schools",
            field=models.ManyToManyField(
                blank=True,
                help_text="The schools it concerns; none: all.",
                related_name="priorities",
                to="schools.school",
            ),
        ),
        migrations.AddField(
            model_name="priority",
            name="split_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="split_into",
                to="milestones.priority",
            ),
        ),
        migrations.AddField(
            model_name="priority",
            name="sponsor",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sponsored_priorities",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="priority",
            name="sponsor_post",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="rating",
            name="reached",
            field=models.DecimalField(
                blank=True,
                decimal_places=4,
                help_text="How far a number to reach is.",
                max_digits=15,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="rating",
            name="slip_reason",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="rating",
            name="slipped_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="trust.term",
            ),
        ),
        migrations.AlterField(
            model_name="line",
            name="code",
            field=models.CharField(max_length=16),
        ),
        migrations.AlterField(
            model_name="link",
            name="code_as_printed",
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.AlterField(
            model_name="link",
            name="milestone",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="links",
                to="milestones.milestone",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.UniqueConstraint(fields=("source", "to"), name="link_once_a_pair"),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("milestone__isnull", False), ("source__isnull", True)),
                    models.Q(("milestone__isnull", True), ("source__isnull", False), ("to__isnull", False)),
                    _connector="OR",
                ),
                name="link_comes_from_one_place",
            ),
        ),
        migrations.AddField(
            model_name="evaluation",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="evaluation",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="evaluations", to="milestones.plan"
            ),
        ),
        migrations.AddField(
            model_name="evaluation",
            name="priority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evaluations",
                to="milestones.priority",
            ),
        ),
        migrations.AddField(
            model_name="growthtarget",
            name="by_term",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="trust.term",
            ),
        ),
        migrations.AddField(
            model_name="growthtarget",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="growth_targets",
                to="milestones.plan",
            ),
        ),
        migrations.AddField(
            model_name="objective",
            name="follows",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="followed_by",
                to="milestones.objective",
            ),
        ),
        migrations.AddField(
            model_name="objective",
            name="kpis",
            field=models.ManyToManyField(blank=True, related_name="objectives", to="kpis.kpi"),
        ),
        migrations.AddField(
            model_name="objective",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="objectives", to="milestones.plan"
            ),
        ),
        migrations.AddField(
            model_name="plancopy",
            name="contents",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="trust.blob"
            ),
        ),
        migrations.AddField(
            model_name="plancopy",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="copies", to="milestones.plan"
            ),
        ),
        migrations.AddField(
            model_name="planimport",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="planimport",
            name="plan",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="imports",
                to="milestones.plan",
            ),
        ),
        migrations.AddField(
            model_name="planimport",
            name="sent",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="trust.blob"
            ),
        ),
        migrations.AddField(
            model_name="planimport",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="plantext",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="milestones.plan"
            ),
        ),
        migrations.AddField(
            model_name="prioritychange",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="prioritychange",
            name="into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="milestones.priority",
            ),
        ),
        migrations.AddField(
            model_name="prioritychange",
            name="plan",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="milestones.plan",
            ),
        ),
        migrations.AddField(
            model_name="prioritychange",
            name="priority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="milestones.priority"
            ),
        ),
        migrations.AddField(
            model_name="prioritychange",
            name="term",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="trust.term"
            ),
        ),
        migrations.AddField(
            model_name="sheet",
            name="body",
            field=models.ForeignKey(
                blank=True,
                help_text="The board or committee that watches it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="schools.body",
            ),
        ),
        migrations.AddField(
            model_name="sheet",
            name="objective",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="sheets",
                to="milestones.objective",
            ),
        ),
        migrations.AddField(
            model_name="sheet",
            name="priority",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="sheet", to="milestones.priority"
            ),
        ),
        migrations.AddField(
            model_name="risk",
            name="sheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="risks", to="milestones.sheet"
            ),
        ),
        migrations.AddField(
            model_name="funding",
            name="sheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="funding", to="milestones.sheet"
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="sheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="attachments", to="milestones.sheet"
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="sheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="milestones.sheet"
            ),
        ),
        migrations.AddField(
            model_name="strategicquestion",
            name="follows",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="followed_by",
                to="milestones.strategicquestion",
            ),
        ),
        migrations.AddField(
            model_name="strategicquestion",
            name="kpis",
            field=models.ManyToManyField(blank=True, related_name="strategic_questions", to="kpis.kpi"),
        ),
        migrations.AddField(
            model_name="strategicquestion",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="milestones.plan"
            ),
        ),
        migrations.AddField(
            model_name="strategicquestion",
            name="strand",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="questions",
                to="milestones.strand",
            ),
        ),
        migrations.AddField(
            model_name="sheet",
            name="question",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="sheets",
                to="milestones.strategicquestion",
            ),
        ),
        migrations.AddField(
            model_name="successmeasure",
            name="kpi",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kpis.kpi",
            ),
        ),
        migrations.AddField(
            model_name="successmeasure",
            name="sheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="measures", to="milestones.sheet"
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.UniqueConstraint(fields=("plan", "priority"), name="evaluated_once"),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.UniqueConstraint(fields=("plan", "number"), name="objective_number_once"),
        ),
        migrations.AddConstraint(
            model_name="funding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", "bid"), models.Q(("bid", ""), _negated=True)),
                    models.Q(models.Q(("source", "bid"), _negated=True), ("bid", "")),
                    _connector="OR",
                ),
                name="a_bid_says_how_it_went",
            ),
        ),
        migrations.AddConstraint(
            model_name="strategicquestion",
            constraint=models.UniqueConstraint(fields=("plan", "number"), name="question_number_once"),
        ),
        guarded_again(Guard("milestones_rating"), before=Guard("milestones_rating")),
        append_only("milestones_prioritychange"),
    ]

"""What is written once: the database itself refuses changes and deletion."""

from django.db import migrations

from trust.triggers import append_only, frozen


class Migration(migrations.Migration):
    dependencies = [("kpis", "0002_initial")]

    operations = [
        append_only("kpis_figure"),
        append_only("kpis_judgement"),
        append_only("kpis_releasedfigure"),
        # A definition in force is followed by another; it and an agreed target are what figures were rated by.
        append_only("kpis_definition"),
        frozen(
            "kpis_band",
            when="OLD.state = 'agreed'",
            columns=(
                "kpi_id", "phase", "school_id", "from_term_id", "baseline", "target", "stretch", "limit",
                "upper_target", "upper_limit", "margin", "min_response", "due_on", "trust_due_on", "floor",
                "rationale", "state", "agreed_on", "agreed_by_id", "minute",
            ),
        ),
        frozen(
            "kpis_return",
            when="OLD.state = 'issued'",
            columns=(
                "school_id", "term_id", "state", "attempt", "submitted_by_id", "submitted_at", "signed_as",
                "submit_key", "decided_by_id", "decided_at", "sent_back_reason",
            ),
        ),
    ]  # fmt: skip

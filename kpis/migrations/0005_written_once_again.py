"""The guards of the tables that the migration before has changed, with their new columns."""

from django.db import migrations

from trust.triggers import Guard, append_only, guarded_again

BAND = (
    "kpi_id", "phase", "school_id", "from_term_id", "baseline", "target", "stretch", "limit",
    "upper_target", "upper_limit", "margin", "min_response", "due_on", "trust_due_on", "floor",
    "rationale", "state", "agreed_on", "agreed_by_id", "minute",
)  # fmt: skip
RETURN = (
    "school_id", "term_id", "state", "attempt", "submitted_by_id", "submitted_at", "signed_as",
    "submit_key", "decided_by_id", "decided_at", "sent_back_reason",
)  # fmt: skip
MORE_OF_A_BAND = ("target_by_id", "proposal_id")
MORE_OF_A_RETURN = (
    "extended_until", "extension_reason", "extended_by_id", "shown_to_governors_at", "governors_comment",
    "governors_comment_by_id", "governors_comment_at", "source",
)  # fmt: skip


def _again(table: str, when: str, columns: tuple[str, ...], more: tuple[str, ...]) -> migrations.RunPython:
    return guarded_again(Guard(table, when, columns + more), before=Guard(table, when, columns))


class Migration(migrations.Migration):
    dependencies = [("kpis", "0004_the_book_and_the_return_week")]

    operations = [
        *[
            guarded_again(Guard(table), before=Guard(table))
            for table in ("kpis_figure", "kpis_judgement", "kpis_releasedfigure", "kpis_definition")
        ],
        append_only("kpis_validation"),
        _again("kpis_band", "OLD.state = 'agreed'", BAND, MORE_OF_A_BAND),
        _again("kpis_return", "OLD.state = 'issued'", RETURN, MORE_OF_A_RETURN),
    ]

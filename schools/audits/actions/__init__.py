"""What can happen to checklists, audits, findings and reviews."""

from schools.audits.actions.auditing import (
    Answered,
    AuditConflict,
    Visit,
    complete_audit,
    open_audits,
    save_audit,
)
from schools.audits.actions.checklists import ChecklistConflict, begin_checklists, change_checklist
from schools.audits.actions.findings import (
    FindingConflict,
    Found,
    close_finding,
    mend_finding,
    raise_finding,
    reopen_finding,
)
from schools.audits.actions.reviews import (
    Asked,
    Commissioned,
    ReviewConflict,
    ask_action,
    commission_review,
    finish_action,
    record_report,
)

__all__ = [
    "Answered",
    "Asked",
    "AuditConflict",
    "ChecklistConflict",
    "Commissioned",
    "FindingConflict",
    "Found",
    "ReviewConflict",
    "Visit",
    "ask_action",
    "begin_checklists",
    "change_checklist",
    "close_finding",
    "commission_review",
    "complete_audit",
    "finish_action",
    "mend_finding",
    "open_audits",
    "raise_finding",
    "record_report",
    "reopen_finding",
    "save_audit",
]

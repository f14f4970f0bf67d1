"""The gatehouse: schools, the bodies that govern them, who is appointed to what, how schools are audited and
categorised, and what a board has been given."""

from schools.models.audit import (
    Audit,
    AuditAnswer,
    AuditState,
    Checklist,
    ChecklistItem,
    Finding,
    FindingState,
    Met,
    Severity,
)
from schools.models.closed import (
    ClosedDays,
    ClosedKind,
)
from schools.models.feed import (
    FeedAddress,
)
from schools.models.invitation import (
    Answer,
    Invitation,
    RoleRequest,
)
from schools.models.ladder import (
    AreaJudgement,
    Categorisation,
    CategoryState,
    EvaluationArea,
    Rung,
)
from schools.models.people import (
    Appointment,
    Body,
    BodyKind,
    Role,
)
from schools.models.release import (
    Audience,
    Release,
)
from schools.models.review import (
    Review,
    ReviewAction,
    ReviewKind,
)
from schools.models.school import (
    Inspection,
    InspectionKind,
    Phase,
    Predecessor,
    Regime,
    Roll,
    Route,
    School,
)

__all__ = [
    "Answer",
    "Appointment",
    "AreaJudgement",
    "Audience",
    "Audit",
    "AuditAnswer",
    "AuditState",
    "Body",
    "BodyKind",
    "Categorisation",
    "CategoryState",
    "Checklist",
    "ChecklistItem",
    "ClosedDays",
    "ClosedKind",
    "EvaluationArea",
    "FeedAddress",
    "Finding",
    "FindingState",
    "Inspection",
    "InspectionKind",
    "Invitation",
    "Met",
    "Phase",
    "Predecessor",
    "Regime",
    "Release",
    "Review",
    "ReviewAction",
    "ReviewKind",
    "Role",
    "RoleRequest",
    "Roll",
    "Route",
    "Rung",
    "School",
    "Severity",
]

"""Addresses of the year's evaluation, of the roll-forward, and of a draft edition."""

from django.urls import URLPattern, path

from milestones.views import draft, evaluate, rolling, strands

patterns: list[URLPattern] = [
    path("plan/evaluate/", evaluate.evaluate, name="evaluate"),
    path("plan/evaluate/<int:pk>/", evaluate.evaluate_one, name="evaluate_one"),
    path("plan/roll/", rolling.rolling, name="rolling"),
    path("plan/roll/<int:pk>/drop/", rolling.roll_drop, name="roll_drop"),
    path("plan/roll/<int:pk>/<slug:step>/", rolling.roll_step, name="roll_step"),
    path("plan/<int:pk>/draft/", draft.draft, name="draft"),
    path("plan/<int:pk>/draft/lines/", draft.draft_line, name="draft_line_new"),
    path("plan/<int:pk>/draft/lines/<int:line>/", draft.draft_line, name="draft_line"),
    path("plan/<int:pk>/draft/strands/", strands.draft_strand, name="draft_strand_new"),
    path("plan/<int:pk>/draft/strands/<int:strand>/", strands.draft_strand, name="draft_strand"),
    path(
        "plan/<int:pk>/draft/lines/<int:line>/milestones/", draft.draft_milestone, name="draft_milestone_new"
    ),
    path(
        "plan/<int:pk>/draft/lines/<int:line>/milestones/<int:milestone>/",
        draft.draft_milestone,
        name="draft_milestone",
    ),
]

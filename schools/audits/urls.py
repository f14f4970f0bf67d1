"""Addresses of this room."""

from django.urls import URLPattern, path

from schools.audits.views import audits, checklists, findings, reviews

patterns: list[URLPattern] = [
    path("compliance/", findings.compliance, name="compliance"),
    path("compliance/findings/add/", findings.add, name="add_finding"),
    path("compliance/findings/<int:pk>/", findings.finding, name="finding"),
    path("compliance/findings/<int:pk>/mend/", findings.mend, name="mend_finding"),
    path("compliance/findings/<int:pk>/close/", findings.close, name="close_finding"),
    path("compliance/findings/<int:pk>/reopen/", findings.reopen, name="reopen_finding"),
    path("compliance/audits/", audits.audits, name="audits"),
    path("compliance/audits/open/", audits.open_all, name="open_audits"),
    path("compliance/audits/<int:pk>/", audits.audit, name="audit"),
    path("compliance/checklists/", checklists.checklists, name="checklists"),
    path("compliance/checklists/begin/", checklists.begin, name="begin_checklists"),
    path("compliance/checklists/<int:pk>/", checklists.change, name="change_checklist"),
    path("compliance/reviews/", reviews.reviews, name="reviews"),
    path("compliance/reviews/add/", reviews.add, name="add_review"),
    path("compliance/reviews/<int:pk>/", reviews.review, name="review"),
    path("compliance/reviews/<int:pk>/report/", reviews.report, name="report_review"),
    path("compliance/reviews/<int:pk>/actions/", reviews.ask, name="ask_action"),
    path("compliance/reviews/actions/<int:pk>/done/", reviews.done, name="finish_action"),
    path("schools/<slug:slug>/audits/", findings.of_school, name="school_audits"),
]

"""Addresses of the governance floor."""

from django.urls import URLPattern, path

from governance.about import urls as about
from governance.assessment import urls as assessment
from governance.bodies import urls as bodies
from governance.briefing import urls as briefing
from governance.confidential import urls as confidential
from governance.delegation import urls as delegation
from governance.disclosure import urls as disclosure
from governance.duties import urls as duties
from governance.editions import urls as editions
from governance.evidence import urls as evidence
from governance.founding import urls as founding
from governance.highlights import urls as highlights
from governance.meetings import urls as meetings
from governance.narrative import urls as narrative
from governance.register import urls as register
from governance.reissue import urls as reissue
from governance.rules import urls as rules
from governance.skills import urls as skills
from governance.training import urls as training
from governance.views import ahead, build_files, dashboard, drafts, questions, remits, updates
from governance.withdrawal import urls as withdrawal
from trust import converters  # noqa: F401 - registers the converter "term"

app_name = "governance"

_UPDATE = "updates/<term:term>"
_QUESTION = "questions/<int:pk>"

urlpatterns: list[URLPattern] = [
    path("", dashboard.dashboard, name="dashboard"),
    path("schools-at-a-glance.csv", dashboard.glance_file, {"kind": "csv"}, name="glance_csv"),
    path("schools-at-a-glance.xlsx", dashboard.glance_file, {"kind": "xlsx"}, name="glance_workbook"),
    path("questions/", questions.questions, name="questions"),
    path("questions/ask/", questions.ask, name="ask"),
    path("questions/drafts/<int:pk>/", drafts.draft, name="question_draft"),
    path("questions/drafts/<int:pk>/delete/", drafts.delete, name="delete_draft"),
    path(f"{_QUESTION}/", questions.question, name="question"),
    path(f"{_QUESTION}/answer/", questions.answer, name="answer"),
    path(f"{_QUESTION}/further/", questions.ask_further, name="ask_further"),
    path(f"{_QUESTION}/assign/", questions.assign, name="assign_question"),
    path(f"{_QUESTION}/close/", questions.close_question, name="close_question"),
    path("remits/", remits.remits, name="remits"),
    path("remits/set/", remits.set_remit, name="set_remit"),
    path("remits/<int:pk>/", remits.remit, name="remit"),
    path("remits/<int:pk>/reply/", remits.reply, name="reply"),
    path("remits/<int:pk>/close/", remits.close_remit, name="close_remit"),
    path("updates/", updates.index, name="updates"),
    *editions.patterns,
    *highlights.patterns,
    *narrative.patterns,
    *briefing.patterns,
    *confidential.patterns,
    *reissue.patterns,
    *withdrawal.patterns,
    path(f"{_UPDATE}/", updates.update, name="update"),
    path(f"{_UPDATE}/build/", updates.build, name="build_update"),
    path(f"{_UPDATE}/progress/", updates.progress, name="update_progress"),
    path(f"{_UPDATE}/issue/", updates.issue, name="issue_update"),
    path(f"{_UPDATE}/preview/", updates.preview, name="update_preview"),
    path(f"{_UPDATE}/pages/<slug:slug>/", ahead.page, name="page_ahead"),
    path(f"{_UPDATE}/pages/<slug:slug>/sheet/", ahead.sheet, name="page_sheet"),
    path(f"{_UPDATE}/pages/<slug:slug>/reply/", ahead.reply, name="page_reply"),
    path("builds/<int:pk>.pdf", updates.build_pdf, name="build_pdf"),
    path("builds/<int:pk>.docx", build_files.build_file, {"kind": "docx"}, name="build_docx"),
    path("builds/<int:pk>.xlsx", build_files.build_file, {"kind": "xlsx"}, name="build_xlsx"),
    path("builds/<int:pk>/stop/", updates.stop, name="stop_build"),
    *founding.patterns,
    *about.patterns,
    *bodies.patterns,
    *duties.patterns,
    *skills.patterns,
    *training.patterns,
    *assessment.patterns,
    *meetings.patterns,
    *rules.patterns,
    *register.patterns,
    *delegation.patterns,
    *evidence.patterns,
    *disclosure.patterns,
]

"""Addresses of the schools floor."""

from django.urls import path

from schools import views
from schools.acting import views as acting
from schools.audits import urls as audits
from schools.calendar import views as calendar
from schools.categories import urls as categories
from schools.entrance import views as entrance
from schools.erasure import views as erasure
from schools.feed import views as feed
from schools.gias import views as gias
from schools.people import urls as people
from schools.privacy import views as privacy
from schools.records import views as records
from schools.running import views as running
from schools.settings import views as settings
from schools.yours import views as yours
from trust import converters  # noqa: F401 - registers the converter "term"

app_name = "schools"
urlpatterns = [
    path("schools/", views.index, name="index"),
    path("schools/<slug:slug>/", views.school, name="school"),
    path("schools/<slug:slug>/acting-head/", acting.acting_head, name="acting_head"),
    path("schools/<slug:slug>/acting-head/<int:pk>/end/", acting.end, name="end_acting_head"),
    path("search/", views.find, name="search"),
    path("history/", records.history, name="history"),
    path("history/verify/", records.verify, name="verify_history"),
    path("welcome/", yours.yours, name="yours"),
    path("settings/", settings.settings, name="settings"),
    path("settings/second-steps/", entrance.second_steps, name="second_steps"),
    path("settings/second-steps/<int:pk>/reset/", entrance.reset, name="reset_second_step"),
    path("settings/running/", running.page, name="running"),
    path("people/<int:pk>/erase/", erasure.erase, name="erase_person"),
    path("settings/privacy/", privacy.keep, name="keep_privacy"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("accessibility/", privacy.accessibility, name="accessibility"),
    path("settings/schools/", gias.bring_schools, name="bring_schools"),
    path("settings/schools/take/", gias.take_schools, name="take_schools"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/feed/", feed.feed, name="feed"),
    path("calendar/feed/revoke/", feed.revoke, name="revoke_feed"),
    path("calendar/<str:key>.ics", feed.feed_file, name="feed_file"),
    path("calendar/closed/", calendar.close_days, name="close_days"),
    path("calendar/closed/<int:pk>/open/", calendar.open_days, name="open_days"),
    path("calendar/<term:term>/", calendar.term_dates, name="calendar_term"),
    *people.patterns,
    *audits.patterns,
    *categories.patterns,
]

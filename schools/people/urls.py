"""Addresses of this room."""

from django.urls import URLPattern, path

from schools.people.views import everybody, join, person

patterns: list[URLPattern] = [
    path("people/", everybody.people, name="people"),
    path("people/invite/", everybody.invite, name="invite_person"),
    path("people/bring/", everybody.bring, name="bring_people"),
    path("people/bring/table/", everybody.table, name="people_table"),
    path("people/requests/<int:pk>/", everybody.answer, name="answer_role"),
    path("people/<int:pk>/", person.person, name="person"),
    path("people/<int:pk>/details/", person.details, name="correct_person"),
    path("people/<int:pk>/role/", person.role, name="give_role"),
    path("people/<int:pk>/role/<int:appointment>/end/", person.end, name="end_role"),
    path("people/<int:pk>/invitation/", person.ask, name="ask_in"),
    path("people/<int:pk>/invitation/withdraw/", person.withdraw, name="withdraw_invitation"),
    path("people/<int:pk>/leave/", person.leave, name="let_go"),
    path("people/<int:pk>/return/", person.come_back, name="let_back"),
    path("join/<str:token>/", join.join, name="join"),
]

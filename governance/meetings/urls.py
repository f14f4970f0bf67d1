"""Addresses of this room."""

from django.urls import URLPattern, path

from governance.meetings.views import agenda, meetings, recording, room

_MEETING = "governance/meetings/<int:pk>"
_ITEM = "governance/agenda/<int:pk>"

patterns: list[URLPattern] = [
    path("governance/meetings/", meetings.index, name="meetings"),
    path("governance/meetings/add/", meetings.add, name="add_meeting"),
    path("governance/meetings/schedule/", meetings.schedule, name="schedule_meetings"),
    path(f"{_MEETING}/", meetings.meeting, name="meeting"),
    path(f"{_MEETING}/room/", room.room, name="room"),
    path(f"{_MEETING}/change/", meetings.change, name="change_meeting"),
    path(f"{_MEETING}/step/", meetings.step, name="step_meeting"),
    path(f"{_MEETING}/presence/", meetings.presence, name="presences"),
    path(f"{_MEETING}/minutes.docx", meetings.minutes, name="minutes"),
    path(f"{_MEETING}/minutes-part-2.docx", meetings.minutes_part_two, name="minutes_part_two"),
    path(f"{_MEETING}/items/add/", agenda.add, name="add_item"),
    path(f"{_ITEM}/", agenda.item, name="item"),
    path(f"{_ITEM}/change/", agenda.change, name="change_item"),
    path(f"{_ITEM}/move/", agenda.move, name="move_item"),
    path(f"{_ITEM}/remove/", agenda.remove, name="remove_item"),
    path(f"{_ITEM}/papers/", agenda.paper, name="add_paper"),
    path(f"{_ITEM}/minute/", recording.minute, name="write_minute"),
    path(f"{_ITEM}/decide/", recording.decide, name="decide"),
    path(f"{_ITEM}/actions/", recording.give, name="give_action"),
    path(f"{_ITEM}/remit/", recording.remit, name="remit_at"),
    path(f"{_ITEM}/remits/<int:remit>/close/", recording.close_remit, name="close_remit_at"),
    path(f"{_ITEM}/questions/<int:question>/", recording.put, name="put_question"),
    path(f"{_ITEM}/questions/<int:question>/answer/", recording.answer_here, name="answer_here"),
    path("governance/decisions/<int:pk>/carry-out/", recording.carry_out, name="carry_out"),
    path("governance/actions/<int:pk>/", recording.action, name="meeting_action"),
]

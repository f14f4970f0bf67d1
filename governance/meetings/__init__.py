"""Meetings: agendas, presence, decisions, actions and minutes."""

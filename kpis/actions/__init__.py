"""What can happen in the counting house."""

from kpis.actions.arrangement import add_area, add_check, drop_check, move_area, move_kpi, rename_area
from kpis.actions.bands import agree_band
from kpis.actions.comparators import note_comparator
from kpis.actions.consultation import (
    agree_proposal,
    ask_for_views,
    give_view,
    take_back_proposal,
    withdraw_proposal,
)
from kpis.actions.definitions import define_kpi, redefine_kpi
from kpis.actions.entries import Conflict, Typed, fingerprint, print_of_words, save_entries, save_entry
from kpis.actions.governors import comment_as_governor, show_to_governors
from kpis.actions.library import take_from_library
from kpis.actions.moderation import accept_return, correct_figure, judge_figure, send_back_return
from kpis.actions.opening import open_returns
from kpis.actions.people import delegate_section, invite_contributor, sign_off_section, take_back_section
from kpis.actions.prefills import offer_prefill, withdraw_prefill
from kpis.actions.proposals import describe_proposal, drop_band, open_proposal, propose_band, tighten
from kpis.actions.release import lock_returns, stamp_figures
from kpis.actions.retirement import restore_kpi, retire_kpi
from kpis.actions.returns import submit_return
from kpis.actions.warnings import keep_warnings
from kpis.actions.week import ask_for_more_time, give_more_time, nudge, nudge_all

__all__ = [
    "Conflict",
    "Typed",
    "accept_return",
    "add_area",
    "add_check",
    "agree_band",
    "agree_proposal",
    "ask_for_more_time",
    "ask_for_views",
    "comment_as_governor",
    "correct_figure",
    "define_kpi",
    "delegate_section",
    "describe_proposal",
    "drop_band",
    "drop_check",
    "fingerprint",
    "give_more_time",
    "give_view",
    "invite_contributor",
    "judge_figure",
    "keep_warnings",
    "lock_returns",
    "move_area",
    "move_kpi",
    "note_comparator",
    "nudge",
    "nudge_all",
    "offer_prefill",
    "open_proposal",
    "open_returns",
    "print_of_words",
    "propose_band",
    "redefine_kpi",
    "rename_area",
    "restore_kpi",
    "retire_kpi",
    "save_entries",
    "save_entry",
    "send_back_return",
    "show_to_governors",
    "sign_off_section",
    "stamp_figures",
    "submit_return",
    "take_back_proposal",
    "take_back_section",
    "take_from_library",
    "tighten",
    "withdraw_prefill",
    "withdraw_proposal",
]

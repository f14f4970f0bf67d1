"""What can happen in the counting house."""

from kpis.actions.bands import agree_band, confirm_band
from kpis.actions.comparators import note_comparator
from kpis.actions.definitions import define_kpi
from kpis.actions.entries import Conflict, Typed, fingerprint, save_entries, save_entry
from kpis.actions.moderation import accept_return, correct_figure, judge_figure, send_back_return
from kpis.actions.prefills import offer_prefill
from kpis.actions.release import lock_returns, stamp_figures
from kpis.actions.returns import delegate_section, open_returns, sign_off_section, submit_return

__all__ = [
    "Conflict",
    "Typed",
    "accept_return",
    "agree_band",
    "confirm_band",
    "correct_figure",
    "define_kpi",
    "delegate_section",
    "fingerprint",
    "judge_figure",
    "lock_returns",
    "note_comparator",
    "offer_prefill",
    "open_returns",
    "save_entries",
    "save_entry",
    "send_back_return",
    "sign_off_section",
    "stamp_figures",
    "submit_return",
]

"""Addresses of proposed targets: a set's own pages stand before those of a KPI in it."""

from django.urls import URLPattern, path

from kpis.views import proposal_bands, proposal_steps, proposals

SET = "kpis/targets/<int:pk>"

patterns: list[URLPattern] = [
    path("kpis/targets/", proposals.index, name="proposals"),
    path("kpis/targets/new/", proposals.open_set, name="open_proposal"),
    path(f"{SET}/", proposals.proposal, name="proposal"),
    path(f"{SET}/describe/", proposals.describe, name="describe_proposal"),
    path(f"{SET}/tighten/", proposal_bands.tighten, name="tighten_proposal"),
    path(f"{SET}/ask/", proposal_steps.ask, name="ask_for_views"),
    path(f"{SET}/take-back/", proposal_steps.take_back, name="take_back_proposal"),
    path(f"{SET}/view/", proposal_steps.give_view, name="give_view"),
    path(f"{SET}/agree/", proposal_steps.agree, name="agree_proposal"),
    path(f"{SET}/withdraw/", proposal_steps.withdraw, name="withdraw_proposal"),
    path(f"{SET}/<slug:code>/", proposal_bands.band, name="proposal_band"),
    path(f"{SET}/<slug:code>/drop/", proposal_bands.drop, name="drop_band"),
    path("kpis/<slug:code>/targets/", proposals.kpi_targets, name="kpi_targets"),
]

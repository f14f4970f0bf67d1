"""The starter questionnaire: plain statements for a body to agree or disagree with, round after round."""

from __future__ import annotations

from typing import Final, NamedTuple


class Statement(NamedTuple):
    """`key` stays with a statement from round to round, so that rounds can be compared."""

    key: str
    group: str
    text: str


_STARTERS: Final = {
    "Strategy": {
        "shared-aims": "We could each say, in the same few words, what this trust is trying to do.",
        "plan-steers": "Our strategic plan decides what comes onto our agenda, not the other way round.",
        "risks-known": "We know the biggest risks to the trust and what is being done about each.",
    },
    "Holding to account": {
        "right-figures": "The figures we are given show us where pupils are doing well and where not.",
        "hard-questions": "We ask hard questions and do not settle for half an answer.",
        "follow-through": "What we ask for is done, and we hear about it without having to ask again.",
        "groups-of-pupils": "When we look at results we look at disadvantaged pupils and pupils with SEND.",
    },
    "Money": {
        "money-understood": "Each of us could explain where the trust’s money comes from and where it goes.",
        "money-and-plan": "Our budget follows our priorities, and we can show it.",
        "value": "We know whether what we spend makes a difference for pupils.",
    },
    "People on the board": {
        "right-people": "Together we have the skills and experience that this trust needs.",
        "new-people": "People who are new to us were helped to be useful from their first meeting.",
        "every-voice": "Everyone is heard, and it is safe to disagree.",
        "next-chair": "We know who could chair us next, and they are being prepared.",
    },
    "Meetings": {
        "papers": "Papers come in time and are short enough to read with care.",
        "time-well-spent": "We spend most of our meetings on what matters most to pupils.",
    },
    "Compliance": {
        "duties": "We know our duties in law and how we know that each is met.",
        "safeguarding": "We are sure that safeguarding works in every school, and can say why.",
    },
}
STARTERS: Final = tuple(
    Statement(key, group, text) for group, texts in _STARTERS.items() for key, text in texts.items()
)

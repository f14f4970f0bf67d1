"""The checklists that a trust can begin with, in words of our own; it edits them to be its own."""

from __future__ import annotations

from typing import Final, NamedTuple


class Starter(NamedTuple):
    """One checklist: the word by which its area is known, its title, where the rules stand, and its items."""

    area: str
    title: str
    source: str
    items: tuple[str, ...]


STARTERS: Final = (
    Starter(
        "safeguarding",
        "Safeguarding",
        "Keeping children safe in education, the edition in force: name it when you take this up",
        (
            "The single central record has been checked this term, and who checked it is written down.",
            "Everybody who started this term was checked before they began to work with pupils.",
            "Every member of staff has read part one of the current guidance, and said so.",
            "The safeguarding lead and a deputy are named, trained, and known to staff and pupils.",
            "Somebody who can act as safeguarding lead was there on every day of school.",
            "Three concerns of this term were followed from the first note to the outcome.",
            "Filtering and monitoring were tested this term, and somebody answers for them.",
            "The link governor for safeguarding has visited this year and reported.",
            "Pupils can say whom they would tell, and how they learn to keep themselves safe.",
            "Files of pupils who left were passed on in time, apart from their other records.",
        ),
    ),
    Starter(
        "health",
        "Health and safety",
        "Health and Safety at Work etc. Act 1974, sections 2 and 3; Fire Safety Order 2005, article 9",
        (
            "The fire risk assessment is in date, and its actions are done or have a day.",
            "An evacuation was practised this term, and how long it took is written down.",
            "Fire alarm, emergency lighting and extinguishers were tested as their plan says.",
            "Water, gas, electrical and lifting equipment checks are in date.",
            "The asbestos register is up to date, and contractors sign that they have seen it.",
            "Risk assessments of practical subjects and of this term's trips were read and signed.",
            "Accidents and near misses were looked at for what they have in common.",
            "First aiders are trained and enough, on every site and on trips.",
            "The site was walked this term with the premises lead, and what was seen is listed.",
        ),
    ),
    Starter(
        "data",
        "Data protection",
        "UK General Data Protection Regulation, articles 5, 30, 32 and 33",
        (
            "The record of what personal data is held, and why, was looked over this year.",
            "Every breach of this term was noted, and reported within 72 hours where it had to be.",
            "Requests from people for their data were answered within one month.",
            "Privacy notices for pupils, staff and governors are current and easy to find.",
            "Every new system that holds pupils' data was assessed before it was used.",
            "Staff and governors have done this year's data protection training.",
            "Accounts of people who left were closed on their last day.",
            "Records past their keeping time were destroyed, and that is noted.",
        ),
    ),
)

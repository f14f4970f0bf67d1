"""The words of the field that readers meet, each in one plain sentence: the glossary's page and its notes.

Fuller meanings, and the words of the code, are in docs/glossary.md.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Word(NamedTuple):
    """A word, and what it means to a volunteer who reads it for the first time."""

    name: str
    meaning: str

    @property
    def slug(self) -> str:
        """Its place on the page: 'small-group'."""
        return self.name.lower().replace(" ", "-")


MEANINGS: Final[dict[str, str]] = {
    "academic year": "From 1 September to 31 August, written 2026/27.",
    "amber": "Short of the target, but within the limit. Shown as A with a triangle.",
    "assurance": "How well a figure is backed: reported by the school itself, moderated by the executive, or "
    "checked by somebody from outside.",
    "Attainment 8": "The average of a pupil’s best eight GCSE grades in set groups of subjects, in points.",
    "area": "One of the things a board oversees, such as attendance or finance.",
    "band": "What is good enough for a figure: the target and the limit, agreed by the board from a term on.",
    "category": "Where a school stands on the trust’s own ladder of support, as the board agreed it.",
    "cumulative": "Counted since September, so compared with the same term last year, not with last term.",
    "disadvantaged pupils": "Pupils for whom the school gets the pupil premium, such as those who had free "
    "school meals in the last six years.",
    "early warning": "A reason to expect, before the year is over, that a figure will end it short of its "
    "target.",
    "edition": "The strategic plan as the board approved it at one time.",
    "finding": "Something an audit says must be put right, with who answers for it and by when.",
    "forecast": "What the headteacher expects the final result to be, from low to high.",
    "freeze": "The contents of a Trust Update as they were when it was built. They never change.",
    "green": "On target. Shown as G with a circle.",
    "key performance indicator": "A measure the board has chosen to watch, KPI for short.",
    "local governing body": "The people who govern one school on behalf of the trust’s board.",
    "milestone": "What a priority of the plan is to have reached by a term.",
    "moderated": "Checked, and where need be judged, by the executive before the board reads it.",
    "national figure": "The same measure for all state-funded schools in England, with the release it was "
    "published in.",
    "not due": "Not asked for in this term, or not given to you yet.",
    "overdue": "Not there, though its day has passed.",
    "persistent absence": "The share of pupils who missed a tenth or more of the sessions they could attend.",
    "priority": "Something the strategic plan sets out to bring about, with its milestones.",
    "Progress 8": "How far pupils got between the end of primary school and their GCSEs, beside pupils who "
    "began alike. 0 is the national average.",
    "quorum": "How many people must be present before a meeting can decide anything.",
    "red": "Beyond the limit that the board agreed. Shown as R with a diamond.",
    "remit": "What the board asks a school or leader to do and to report on in a later return.",
    "return": "What a school sends the trust each term: its figures, with comments where they are needed.",
    "scheme of delegation": "Who decides, who is asked and who is told, matter by matter.",
    "small group": "So few pupils or staff that a figure could tell who they are, so it is marked or hidden.",
    "strand": "A part of the strategic plan that groups priorities.",
    "suspension": "A pupil being sent home for a fixed number of days.",
    "target": "What the board agreed a figure should reach.",
    "trust figure": "One figure for all schools, from their counts added up. Never the average of schools.",
    "Trust Update": "The document the board is given each term. Once issued it stays as it is.",
}
WORDS: Final = tuple(Word(*each) for each in sorted(MEANINGS.items(), key=lambda each: each[0].lower()))

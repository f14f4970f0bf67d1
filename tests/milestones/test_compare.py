"""What differs between two plans, in words."""

from dataclasses import replace

from milestones.compare import Due, Printed, compare, told
from trust.terms import TermRef

AUTUMN, SPRING, SUMMER = TermRef(2026, 1), TermRef(2026, 2), TermRef(2026, 3)


def due(key=1, text="Train reviewers", first=AUTUMN, last=None, track=1):
    return Due(key, track, first, last or first, text)


def line(*milestones, priority=1, code="1g", **fields):
    wanted = {"title": "Reviews", "strand": "Learning", "standing": "active", "owner": "C. Bowen"} | fields
    return Printed(priority=priority, code=code, milestones=milestones, **wanted)


def words(before, after):
    return [change.words for each in compare([before], [after]).changed for change in each.changes]


def test_the_same_plan_is_the_same():
    found = compare([line(due())], [line(due())], {"Mission": "Teach"}, {"Mission": "Teach"})
    assert found.is_same
    assert found.unchanged == 1


def test_a_line_is_the_same_priority_whatever_its_code():
    found = compare([line()], [line(code="1h")])
    assert (found.added, found.gone, found.recoded) == ((), (), (("1g", "1h"),))
    assert words(line(), line(code="1h")) == ["1g became 1h."]


def test_lines_added_and_gone():
    found = compare([line()], [line(priority=2, code="1a")])
    assert ([each.code for each in found.added], [each.code for each in found.gone]) == (["1a"], ["1g"])


def test_what_becomes_of_a_line():
    after = line(title="Peer reviews", strand="People", standing="paused", owner="")
    assert words(line(), after) == [
        "Its title was reworded.",
        "Moved from Learning to People.",
        "Active before, paused after.",
        "Led by nobody yet, before by C. Bowen.",
    ]


def test_a_milestone_reworded_moved_or_both():
    assert words(line(due()), line(due(text="Train ten"))) == ["Reworded in 2026/27 (1)."]
    assert words(line(due()), line(due(first=SPRING))) == ["Moved from 2026/27 (1) to 2026/27 (2)."]
    assert words(line(due()), line(due(last=SUMMER))) == ["Reaches to 2026/27 (3), before to 2026/27 (1)."]
    after = due(text="Train ten", first=SPRING)
    assert words(line(due()), line(after)) == ["Moved from 2026/27 (1) to 2026/27 (2) and reworded."]


def test_milestones_of_another_edition_are_known_by_what_they_say():
    before = line(due(1), due(2, "Review every school", SPRING))
    after = line(due(7, "Review  every School", SUMMER), due(8, first=AUTUMN))
    assert words(before, after) == ["Moved from 2026/27 (2) to 2026/27 (3) and reworded."]


def test_a_milestone_in_the_same_cell_is_reworded_and_one_alike_elsewhere_has_moved():
    before = line(due(1), due(2, "Every school is reviewed by two heads", SPRING))
    after = line(due(8, "Something else", AUTUMN), due(9, "Every school is reviewed by three heads", SUMMER))
    assert words(before, after) == [
        "Reworded in 2026/27 (1).",
        "Moved from 2026/27 (2) to 2026/27 (3) and reworded.",
    ]


def test_a_milestone_new_or_gone():
    assert words(line(), line(due())) == ["New in 2026/27 (1)."]
    assert words(line(due(last=SPRING)), line()) == ["Gone from 2026/27 (1) to 2026/27 (2)."]


def test_texts_new_gone_and_reworded():
    found = compare([], [], {"Mission": "A", "Risks": "B"}, {"Mission": "C", "Values": "D"})
    assert [change.words for change in found.texts] == [
        "Mission was reworded.",
        "Values is new.",
        "Risks is gone.",
    ]


def test_a_long_comparison_is_told_short():
    lines = [line(priority=number, code=f"1{number}") for number in range(9)]
    said = told(compare([], lines), most=2)
    assert said == ["10 Reviews was added.", "11 Reviews was added.", "And 7 more."]


def test_every_milestone_is_paired_once():
    cell = due()
    both = [cell, replace(cell, key=2, track=2)]
    assert words(line(*both), line(*both)) == []

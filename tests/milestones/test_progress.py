"""How a priority stands in a term: rated, paused, not due, overdue, and by its tracks."""

from datetime import date

import pytest

from kpis.rag import Mark, Rag
from milestones.progress import (
    Due,
    Inherited,
    Rated,
    Rest,
    Standing,
    State,
    TermDates,
    first_words,
    is_late,
    progress_of,
)
from trust.terms import TermRef

AUTUMN = TermRef(2026, 1)
DATES = TermDates(AUTUMN, ends=date(2027, 1, 1), ratings_due=date(2026, 12, 4))
BEFORE, ON_THE_DAY, AFTER = date(2026, 11, 18), date(2026, 12, 4), date(2026, 12, 5)
DUE = Due(TermRef(2025, 3), TermRef(2027, 2))
ACTIVE = State()
RED = Rated(Mark.RED, "Two schools have no mentor yet. The third has.", date(2026, 12, 1))


def stands(*, milestones=(DUE,), ratings=(), state=ACTIVE, today=AFTER, dates=DATES, inherited=None):
    rag = progress_of(
        dates=dates, milestones=milestones, ratings=ratings, state=state, today=today, inherited=inherited
    )
    return rag.mark, rag.reason


@pytest.mark.parametrize("mark", [Mark.RED, Mark.AMBER, Mark.GREEN, Mark.COMPLETE])
def test_a_rating_is_shown_with_the_first_words_of_its_comment(mark):
    rating = Rated(mark, "Mentors are named. They start in January.", date(2026, 12, 1))
    assert stands(ratings=[rating]) == (mark, f"{mark.word}: Mentors are named")


def test_a_rating_without_a_comment_says_when_it_was_given():
    rating = Rated(Mark.GREEN, " ", date(2026, 12, 1))
    assert stands(ratings=[rating]) == (Mark.GREEN, "Green: rated on 1 December 2026")


def test_a_late_rating_is_shown_and_marked_late():
    rating = Rated(Mark.GREEN, "Mentors are named.", date(2026, 12, 9))
    assert stands(ratings=[rating]) == (
        Mark.GREEN,
        "Green: Mentors are named (rated late, 9 December 2026)",
    )


def test_a_rating_on_the_last_day_is_not_late():
    assert not is_late(Rated(Mark.GREEN, "", ON_THE_DAY), DATES)
    assert is_late(Rated(Mark.GREEN, "", AFTER), DATES)


def test_a_rating_counts_even_where_nothing_was_due():
    assert stands(milestones=[], ratings=[RED]) == (Mark.RED, "Red: Two schools have no mentor yet")


@pytest.mark.parametrize("today", [BEFORE, ON_THE_DAY])
def test_due_and_not_yet_rated_is_not_due(today):
    assert stands(today=today) == (Mark.NOT_DUE, "Not due: a rating is due by 4 December 2026")


def test_due_and_missing_after_the_day_is_overdue():
    assert stands() == (Mark.OVERDUE, "Overdue: a rating was due by 4 December 2026")


def test_without_a_day_for_ratings_the_term_s_last_day_counts():
    dates = TermDates(AUTUMN, ends=date(2027, 1, 1))
    assert stands(dates=dates, today=date(2026, 12, 31))[0] is Mark.NOT_DUE
    assert stands(dates=dates, today=date(2027, 1, 1)) == (
        Mark.OVERDUE,
        "Overdue: a rating was due by 31 December 2026",
    )


def test_nothing_due_in_the_term():
    assert stands(milestones=[]) == (Mark.NOT_DUE, "Not due: nothing is due in Autumn 2026/27")


@pytest.mark.parametrize(
    ("first", "last", "covers"),
    [
        (AUTUMN, AUTUMN, True),
        (AUTUMN.previous, AUTUMN, True),
        (AUTUMN, None, True),
        (AUTUMN.previous, AUTUMN.previous, False),
        (AUTUMN.next, None, False),
    ],
)
def test_a_milestone_is_due_from_its_first_term_to_its_last(first, last, covers):
    assert Due(first, last).covers(AUTUMN) is covers


def test_a_paused_priority_is_never_red():
    state = State(Standing.PAUSED, AUTUMN.previous, "The post is vacant.")
    assert stands(ratings=[RED], state=state) == (
        Mark.PAUSED,
        "Paused: work is suspended, from Summer 2025/26; The post is vacant",
    )


def test_a_priority_paused_from_the_next_term_is_rated_in_this_one():
    assert stands(ratings=[RED], state=State(Standing.PAUSED, AUTUMN.next))[0] is Mark.RED


def test_a_priority_that_was_always_paused():
    assert stands(state=State(Standing.PAUSED)) == (Mark.PAUSED, "Paused: work is suspended")


PAUSE = Rest(Standing.PAUSED, AUTUMN.previous, AUTUMN.next, "No money.")


def test_the_terms_of_a_pause_stay_paused_once_it_is_over():
    words = "Paused: work was suspended, from Summer 2025/26 until Spring 2026/27; No money"
    assert stands(ratings=[RED], state=State(rests=(PAUSE,))) == (Mark.PAUSED, words)


@pytest.mark.parametrize(("term", "rests"), [
    (AUTUMN.shift(-2), False), (AUTUMN.previous, True), (AUTUMN, True), (AUTUMN.next, False),
])  # fmt: skip
def test_a_pause_that_is_over_covers_its_own_terms_alone(term, rests):
    assert State(rests=(PAUSE,)).rest_in(term) == (PAUSE if rests else None)


def test_what_holds_now_goes_before_what_is_over():
    closed = Rest(Standing.CLOSED, AUTUMN, None, "Done.")
    assert State(Standing.CLOSED, AUTUMN, "Done.", (PAUSE,)).rest_in(AUTUMN) == closed


def test_a_term_in_which_it_was_closed_is_not_overdue_once_it_is_reopened():
    state = State(rests=(Rest(Standing.CLOSED, AUTUMN, AUTUMN.next, "Done."),))
    assert stands(state=state) == (
        Mark.NOT_APPLICABLE,
        "Not applicable: the priority was closed, from Autumn 2026/27 until Spring 2026/27; Done",
    )


@pytest.mark.parametrize("standing", [Standing.MERGED, Standing.CLOSED])
def test_a_merged_or_closed_priority_is_never_overdue(standing):
    assert stands(state=State(standing, AUTUMN)) == (
        Mark.NOT_APPLICABLE,
        f"Not applicable: the priority was {standing}, from Autumn 2026/27",
    )


def test_the_last_rating_of_a_closed_priority_is_shown():
    complete = Rated(Mark.COMPLETE, "All done.", date(2026, 12, 1))
    assert stands(ratings=[complete], state=State(Standing.CLOSED, AUTUMN)) == (
        Mark.COMPLETE,
        "Complete: All done",
    )


TWO_TRACKS = (Due(AUTUMN, AUTUMN, track=1), Due(AUTUMN, AUTUMN, track=2))


def rated(mark, track):
    return Rated(mark, "As planned.", date(2026, 12, 1), track)


def test_a_rating_of_the_whole_stands_above_those_of_tracks():
    assert stands(milestones=TWO_TRACKS, ratings=[rated(Mark.RED, 1), rated(Mark.GREEN, 0)])[0] is Mark.GREEN


def test_the_worst_track_stands_for_the_whole():
    ratings = [rated(Mark.GREEN, 1), rated(Mark.AMBER, 2)]
    assert stands(milestones=TWO_TRACKS, ratings=ratings) == (Mark.AMBER, "Amber: track 2, As planned")


def test_a_missing_track_is_overdue_beside_a_green_one():
    assert stands(milestones=TWO_TRACKS, ratings=[rated(Mark.GREEN, 1)]) == (
        Mark.OVERDUE,
        "Overdue: track 2, a rating was due by 4 December 2026",
    )


def test_a_missing_track_does_not_hide_a_red_one():
    assert stands(milestones=TWO_TRACKS, ratings=[rated(Mark.RED, 1)])[0] is Mark.RED


def test_first_words_are_a_sentence_or_are_shortened_at_a_word():
    assert first_words("  Mentors\nare named.  ") == "Mentors are named"
    assert first_words("word " * 40) == "word " * 27 + "word …"


AS_2C = Inherited("2c", Rag.of(Mark.GREEN, "mentors are named"))


def test_what_it_inherits_stands_with_where_it_comes_from():
    assert stands(inherited=AS_2C) == (Mark.GREEN, "Green: as 2c: mentors are named")


def test_its_own_rating_a_pause_and_a_close_go_before_what_it_inherits():
    paused, closed = State(Standing.PAUSED), State(Standing.CLOSED)
    assert stands(inherited=AS_2C, ratings=[RED])[0] is Mark.RED
    assert stands(inherited=AS_2C, state=paused)[0] is Mark.PAUSED
    assert stands(inherited=AS_2C, state=closed)[0] is Mark.NOT_APPLICABLE

"""Whose post it is, whatever its capitals and of whichever school."""

import pytest

from schools.directory import holds_post
from trust.models import User


@pytest.mark.parametrize(
    ("held", "post", "at_oak", "anywhere"),
    [
        ("Site manager", "site  MANAGER", True, True),
        ("Headteacher, Oak School", "Headteacher", True, True),
        ("Headteacher, Elm Primary School", "Headteacher", False, True),
        ("Headteacher, Elm Primary School", "Headteacher, Elm Primary School", True, True),
        ("Deputy headteacher", "Headteacher", False, False),
        ("", "", False, False),
        ("Clerk", "", False, False),
    ],
)
def test_whose_post_it_is(world, held, post, at_oak, anywhere):
    person = User(name="Somebody", post=held)
    assert holds_post(person, post, world.oak) is at_oak
    assert holds_post(person, post) is anywhere

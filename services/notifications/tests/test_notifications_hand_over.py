"""A case that another authority was given: the citizen is told which one, since when, and once."""

from typing import Any

import pytest
from guichet_testing.case_events import handed_over_to_authority, unrouted


@pytest.fixture
def bench(given_notifications: Any) -> Any:
    return given_notifications.Bench()


async def test_the_citizen_is_told_addressee_date_and_file_number(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(words.registered(), words.contacts(), unrouted(), handed_over_to_authority())
    await bench.send()
    (mail,) = [one for one in bench.arrived if "remise à" in one.rendered.subject]
    for form in (mail.rendered.text, mail.rendered.html):
        for told in ("Hydro-Québec", "20 novembre 2026", "November 20, 2026", "DM-2026-04417"):
            assert told in form
    assert "MessageHandedOverV1 hand_over" in bench.said()


async def test_a_hand_over_that_was_corrected_is_told_as_corrected(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(words.registered(), unrouted())
    await bench.hear(handed_over_to_authority(), handed_over_to_authority("bell"))
    await bench.hear(words.contacts())
    await bench.send()
    assert sum("remise à" in one.rendered.subject for one in bench.arrived) == 1


async def test_a_case_that_is_ours_again_is_not_said_to_be_elsewhere(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(words.registered(), unrouted(), handed_over_to_authority(), words.assigned())
    await bench.hear(words.contacts())
    await bench.send()
    assert not [one for one in bench.arrived if "remise à" in one.rendered.subject]
    assert bench.delivery("hand_over").reason == "cancelled"

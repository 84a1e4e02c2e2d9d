"""The breaker: closed, open, one on trial; a value that time alone moves on."""

from datetime import timedelta

from guichet_testing.toy import NOW
from hypothesis import given
from hypothesis import strategies as st
from routing.domain.breaker import Breaker, Position

PAUSE = timedelta(seconds=30)
NEW = Breaker(3, PAUSE)


def opened() -> Breaker:
    return NEW.failed(NOW).failed(NOW).failed(NOW)


def test_it_opens_at_so_many_failures_in_a_row() -> None:
    twice = NEW.failed(NOW).failed(NOW)
    assert twice.position is Position.CLOSED
    assert twice.failed(NOW).position is Position.OPEN
    assert twice.succeeded().failed(NOW).position is Position.CLOSED


def test_while_it_is_open_nobody_asks() -> None:
    held, may_ask = opened().ask(NOW + PAUSE - timedelta(seconds=1))
    assert not may_ask
    assert held == opened()


def test_after_the_pause_one_is_on_trial_and_the_others_wait() -> None:
    later = NOW + PAUSE
    trying, may_ask = opened().ask(later)
    assert (may_ask, trying.position) == (True, Position.TRYING)
    assert trying.ask(later)[1] is False


def test_the_trial_decides() -> None:
    later = NOW + PAUSE
    trying, _ = opened().ask(later)
    assert trying.succeeded() == NEW
    again = trying.failed(later)
    assert again.position is Position.OPEN
    assert again.ask(later + PAUSE - timedelta(seconds=1))[1] is False
    assert again.ask(later + PAUSE)[1] is True


def test_a_trial_of_which_nothing_is_heard_is_given_up() -> None:
    trying, _ = opened().ask(NOW + PAUSE)
    assert trying.ask(NOW + 2 * PAUSE)[1] is True


def test_a_failure_that_was_asked_before_it_opened_does_not_lengthen_the_pause() -> None:
    assert opened().failed(NOW + timedelta(seconds=20)) == opened()


@given(st.lists(st.sampled_from(["ask", "fail", "succeed", "wait"]), max_size=40))
def test_whatever_happens_it_never_stays_shut_for_longer_than_the_pause(acts: list[str]) -> None:
    held, now = NEW, NOW
    for act in acts:
        if act == "ask":
            held, _ = held.ask(now)
        elif act == "fail":
            held = held.failed(now)
        elif act == "succeed":
            held = held.succeeded()
        else:
            now += timedelta(seconds=7)
    assert held.ask(now + PAUSE)[1] is True

"""Every accepted case counts in one column, whatever the counter did with it since."""

from collections import Counter

import pytest
from guichet.ledger import COLUMNS, Line, place_of


@pytest.mark.parametrize(
    ("status", "outcome", "column"),
    [
        ("assigned", "assigned", "assigned"),
        ("completed", "assigned", "assigned"),
        ("closed", "assigned", "assigned"),
        ("closed", "no-rule", "no_rule"),
        ("closed", "none", "closed"),
        ("closed", None, "closed"),
        ("withdrawn", "none", "withdrawn"),
        ("answered", "none", "answered"),
        ("registered", "no-designation", "no_designation"),
        ("registered", "waiting", "in_flight"),
        ("registered", "none", "in_flight"),
    ],
    ids=lambda value: str(value),
)
def test_a_case_is_in_the_column_where_it_went(
    status: str, outcome: str | None, column: str
) -> None:
    routed = None if outcome is None else {"ix": {"outcome": outcome}}
    assert place_of({"ix": {"status": status}}, routed, None) == column
    assert column in COLUMNS


def test_a_closed_and_a_reopened_case_still_balance() -> None:
    cases = [("closed", "none"), ("closed", "assigned"), ("assigned", "assigned")]
    went = Counter(
        place_of({"ix": {"status": status}}, {"ix": {"outcome": outcome}}, None)
        for status, outcome in cases
    )
    assert Line(accepted=len(cases), went=went).balanced
    waiting = place_of({"ix": {"status": "registered"}}, {"ix": {"outcome": "waiting"}}, None)
    assert not Line(accepted=4, went=went + Counter([waiting])).balanced

"""The conditions of admissibility one by one, as they are explained beside the decision."""

from datetime import UTC, date, datetime

import pytest
from complaints.domain.admissibility import ComplaintRules, Conditions
from complaints.domain.conditions import Name, checked
from complaints.domain.file import Content, Investigation, Supplement

CAME = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
WHOLE = Content(
    version=1,
    received_at=CAME,
    written=True,
    signed=True,
    full_contact=True,
    facts_on=date(2026, 11, 5),
)


def investigation(**content: object) -> Investigation:
    """A complaint with this content."""
    came = WHOLE.model_copy(update=content)
    return Investigation(case_id="c", kind="complaint", first_content=came, content=came)


def lacking(state: Investigation, rules: ComplaintRules) -> set[str]:
    """What is asked for and not there."""
    found = checked(state, rules)
    assert found is not None
    return {one.name.value for one in found.conditions if one.asked and not one.met}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ({"private_litigation": True}, Name.NOT_PRIVATE),
        ({"anonymous": True}, Name.NAMED),
        ({"written": False}, Name.WRITTEN),
        ({"signed": False}, Name.SIGNED),
        ({"full_contact": False}, Name.FULL_CONTACT),
        ({"facts_on": date(2026, 11, 4)}, Name.IN_TIME),
        ({"facts_on": None}, Name.IN_TIME),
        ({"facts_on": date(2026, 11, 21)}, Name.IN_TIME),
    ],
)
def test_each_condition_is_seen_by_itself_pv_18_pv_38_pv_39(
    content: dict[str, object], name: Name
) -> None:
    assert lacking(investigation(), ComplaintRules()) == set()
    assert lacking(investigation(**content), ComplaintRules()) == {name.value}


def test_what_came_later_counts_and_the_age_counts_from_the_first_receipt() -> None:
    state = investigation(signed=False, facts_on=None)
    came = Supplement(facts_on=date(2026, 11, 5), received_at=CAME, recorded_by="x")
    mended = state.model_copy(update={"supplements": (came,)})
    assert lacking(mended, ComplaintRules()) == {"signed"}
    found = checked(mended, ComplaintRules())
    assert found is not None
    assert (found.age_days, found.max_age_days) == (15, 15)


def test_the_days_are_local_ones() -> None:
    late_in_the_evening = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # still the 20th here
    found = checked(investigation(received_at=late_in_the_evening), ComplaintRules())
    assert found is not None
    assert found.age_days == 15


def test_where_nothing_is_asked_nothing_lacks_c_03() -> None:
    found = checked(investigation(signed=False), ComplaintRules(conditions=None))
    assert found is not None
    assert found.asks_nothing
    assert found.conditions == ()


def test_who_may_be_anonymous_needs_no_contact_details() -> None:
    rules = ComplaintRules(conditions=Conditions(anonymous=True))
    assert lacking(investigation(anonymous=True, full_contact=False), rules) == set()
    assert lacking(investigation(full_contact=False), rules) == {"full-contact"}


def test_before_the_content_is_here_nothing_is_said() -> None:
    assert checked(Investigation(case_id="c", kind="complaint"), ComplaintRules()) is None

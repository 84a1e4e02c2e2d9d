"""What whoever complained adds by the counter is decided with, like what staff records (PV-18)."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from guichet_testing.toy import NOW

SCAN = "3c9a1d70-5b2e-5f41-8d6c-7e8f90a1b206"
SOON = NOW + timedelta(days=2)
TYPED = {"kind": "typed", "signer": "Alix Marqué"}
PAPER = {"kind": "paper", "signer": "Alix Marqué", "file_id": SCAN}
ANNOUNCED = {
    "file_id": SCAN,
    "name": "plainte-signee.pdf",
    "media_type": "application/pdf",
    "size_bytes": 12,
    "digest": "0" * 64,
    "pieces": 1,
    "added_at": SOON.isoformat(),
}


@pytest.fixture
def bench(given_complaints: Any) -> Any:
    made = given_complaints.Bench()
    made.book.learn(given_complaints.grid())
    return made


def added(words: Any, version: int = 2, at: Any = SOON, **fields: Any) -> Any:
    """What came later, confirmed at the counter; as intake says it, with all that it knows by then.

    Signed as a flag alone signs nothing.
    """
    usual = {"signed": True, "statement": None, "received_at": NOW + timedelta(hours=1)}
    return words.handed_over(version, adds=True, completed_at=at, **(usual | fields))


def letters(bench: Any) -> list[str]:
    return [one.kind.value for one in bench.letters()]


@pytest.mark.parametrize(
    "later", [{"signature": TYPED}, {"signature": PAPER, "files": [ANNOUNCED]}], ids=str
)
async def test_a_signature_from_the_citizens_page_admits_what_was_unsigned_pv_18(
    bench: Any, given_complaints: Any, later: dict[str, Any]
) -> None:
    words = given_complaints
    await bench.hear(words.registered(), words.handed_over(signed=False))
    assert letters(bench) == ["invitation"]
    await bench.hear(added(words, **later))
    state = bench.state()
    assert state.admissibility.outcome == "admitted"
    assert letters(bench) == ["invitation", "admission"]
    assert [(one.kind, one.recorded_by) for one in state.signatures] == [
        (later["signature"]["kind"], "citizen")
    ]
    assert [(one.by, one.what) for one in state.journal] == [("citizen", "sign")]
    assert state.content.statement == words.statement


async def test_all_that_was_missing_at_once_makes_one_decision_and_one_letter_pv_38_pv_39(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    bare = {"written": False, "signed": False, "full_contact": False, "facts_on": None}
    await bench.hear(words.registered(), words.handed_over(**bare))
    whole: dict[str, Any] = {"written": True, "full_contact": True, "facts_on": "2026-11-18"}
    await bench.hear(added(words, signature=TYPED, statement="Par écrit.", **whole))
    assert letters(bench) == ["invitation", "admission"]
    assert bench.state().content.statement.endswith("Par écrit.")


async def test_what_is_still_missing_is_asked_for_by_the_same_last_day_pv_18(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    await bench.hear(words.registered(), words.handed_over(signed=False, facts_on=None))
    last_day = bench.state().admissibility.respond_by_on
    await bench.hear(added(words, signature=TYPED, facts_on=None))
    decided = bench.state().admissibility
    assert (decided.outcome, decided.respond_by_on) == ("invited", last_day)
    assert [ask.value for ask in decided.asks] == ["date-facts"]


@pytest.mark.parametrize("first", ["with it", "after it"])
async def test_a_second_signature_by_the_same_person_changes_nothing_but_the_journal_pv_18(
    bench: Any, given_complaints: Any, first: str
) -> None:
    words = given_complaints
    if first == "with it":
        await bench.hear(words.registered(), words.handed_over(signature=TYPED))
    else:
        await bench.hear(words.registered(), words.handed_over(signed=False))
        await bench.hear(added(words, signature=TYPED))
    before = bench.state()
    again = {**TYPED, "signer": "  alix   MARQUÉ"}
    await bench.hear(added(words, 3, signature=again))
    state = bench.state()
    assert state.signatures == before.signatures
    assert state.admissibility == before.admissibility
    assert [(one.by, one.code) for one in state.journal if one.code] == [
        ("citizen", "signed-already")
    ]
    assert "MARQUÉ" not in repr(state)


async def test_a_repeated_addition_is_added_once(bench: Any, given_complaints: Any) -> None:
    words = given_complaints
    await bench.hear(words.registered(), words.handed_over(signed=False))
    await bench.hear(added(words, signature=TYPED))
    before = bench.state()
    await bench.hear(added(words, signature=TYPED))
    assert bench.state() == before


async def test_a_late_signature_is_judged_as_a_complaint_of_its_day_pv_38(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    await bench.hear(words.registered(), words.handed_over(signed=False))
    late = NOW + timedelta(days=60)
    await bench.hear(added(words, at=late, signature=TYPED))
    decided = bench.state().admissibility
    assert (decided.outcome, decided.code) == ("refused", "NON_SIGNEE")


async def test_a_signature_of_a_kind_that_is_not_known_yet_stops_nothing(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    await bench.hear(words.registered(), words.handed_over(signed=False))
    await bench.hear(added(words, signature={"kind": "seal", "signer": "Alix"}, statement="Et."))
    state = bench.state()
    assert state.signatures == ()
    assert state.content.statement.endswith("Et.")


async def test_a_date_that_the_counter_corrected_is_not_put_back_by_what_comes_later_pv_38(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    await bench.hear(words.registered(), words.handed_over(signed=False, full_contact=False))
    await bench.hear(added(words, facts_on="2026-11-17"))
    await bench.hear(added(words, 3, signature=TYPED))
    state = bench.state()
    assert [one.facts_on for one in state.supplements if one.facts_on] == [
        state.supplements[0].facts_on
    ]
    assert str(state.supplements[0].facts_on) == "2026-11-17"


async def test_whether_the_case_or_its_content_comes_first_the_end_is_the_same(
    given_complaints: Any,
) -> None:
    words, ends = given_complaints, []
    handed = [words.handed_over(signed=False), added(words, signature=TYPED)]
    for order in permutations([0, 1, 1]):
        made = words.Bench()
        made.book.learn(words.grid())
        waiting = list(handed)
        for topic in order:
            await made.hear(words.registered() if topic == 0 else waiting.pop(0))
        ends.append((made.state().admissibility, made.state().signatures))
    assert all(end == ends[0] for end in ends)
    assert ends[0][0].outcome == "admitted"

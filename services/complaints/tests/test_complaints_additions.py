"""What is told after a complaint was handed over follows what was there, and undoes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from guichet_testing.toy import NOW

DECIDED = ["ComplaintOpenedV1", "AdmissibilityDecidedV1 admitted"]


@pytest.fixture
def bench(given_complaints: Any) -> Any:
    made = given_complaints.Bench()
    made.book.learn(given_complaints.grid())
    return made


async def test_what_is_added_later_follows_what_was_there(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    await bench.hear(words.registered(), words.handed_over())
    await bench.hear(words.handed_over(2, adds=True, statement="Il est revenu hier."))
    await bench.hear(words.handed_over(3, adds=True, statement="Il y avait un témoin."))
    content = bench.state().content
    expected = [words.statement, "Il est revenu hier.", "Il y avait un témoin."]
    assert content.statement.split("\n\n") == expected
    assert content.version == 3
    assert content.received_at == NOW + timedelta(hours=1), "first receipt stands"
    assert "témoin" not in repr(bench.state())


async def test_an_addition_without_words_takes_none_away(bench: Any, given_complaints: Any) -> None:
    words = given_complaints
    await bench.hear(words.registered(), words.handed_over())
    await bench.hear(words.handed_over(2, adds=True, statement=None))
    assert bench.state().content.statement == words.statement


@pytest.mark.parametrize("again", [1, 2])
async def test_an_older_version_or_the_same_again_never_overwrites(
    bench: Any, given_complaints: Any, again: int
) -> None:
    words = given_complaints
    await bench.hear(words.registered(), words.handed_over())
    await bench.hear(words.handed_over(2, adds=True, statement="Il est revenu hier."))
    before = bench.state()
    await bench.hear(words.handed_over(again, adds=again == 2, statement="autre"))
    assert bench.state() == before


async def test_an_addition_undoes_no_admission_and_no_second_letter_is_written(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    await bench.hear(words.registered(), words.handed_over())
    oral = {"written": False, "signed": False, "full_contact": False, "anonymous": True}
    await bench.hear(words.handed_over(2, adds=True, statement="Par téléphone.", **oral))
    assert bench.said() == DECIDED
    assert [one.kind.value for one in bench.letters()] == ["admission"]
    assert bench.state().content.signed


async def test_an_addition_is_no_answer_to_an_invitation_and_moves_no_last_day_pv_18(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    await bench.hear(words.registered(), words.handed_over(signed=False))
    invited = bench.state().admissibility
    late = NOW + timedelta(days=40)
    more = {"signed": False, "received_at": late, "statement": "Encore."}
    await bench.hear(words.handed_over(2, adds=True, **more))
    assert bench.state().admissibility == invited
    assert [one.kind.value for one in bench.letters()] == ["invitation"]
    await bench.hear(words.handed_over(3))
    assert bench.said()[-1] == "AdmissibilityDecidedV1 admitted"


async def test_an_addition_that_comes_before_the_case_counts_too(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    await bench.hear(words.handed_over(), words.handed_over(2, adds=True, statement="Et puis."))
    await bench.hear(words.registered())
    assert bench.said() == DECIDED
    assert len(bench.letters()) == 1
    assert bench.state().content.statement.endswith("Et puis.")


async def test_a_case_taken_back_and_reopened_may_become_a_complaint_again(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    await bench.hear(words.registered(), words.handed_over(), words.reclassified("request"))
    await bench.hear(words.withdrawn(), words.reopened(), words.reclassified("complaint"))
    await bench.hear(words.handed_over(2))
    assert bench.state().admissibility.outcome == "admitted"


async def test_reopening_a_case_that_never_was_a_complaint_leaves_no_document(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    await bench.hear(words.registered("request"), words.withdrawn(), words.reopened())
    assert bench.store.documents == {}

"""A complaint is opened and decided from two topics in any order; no other case leaves a trace."""

import random
from typing import Any

import pytest
from chassis.commands import NotFound
from chassis.store import Scope
from complaints.domain.access import Person
from complaints.domain.custody import Disclosure
from hypothesis import given, settings
from hypothesis import strategies as st

HERE = Scope(frozenset({"prevost"}))
DIRECTOR = Person("x", frozenset({"director"}))


@pytest.fixture
def bench(given_complaints: Any) -> Any:
    made = given_complaints.Bench()
    made.book.learn(given_complaints.grid())
    return made


async def test_a_written_and_signed_complaint_is_opened_and_admitted(
    bench: Any, given_complaints: Any
) -> None:
    await bench.hear(given_complaints.registered(), given_complaints.handed_over())
    assert bench.said() == ["ComplaintOpenedV1", "AdmissibilityDecidedV1 admitted"]


async def test_the_hand_over_may_come_first(bench: Any, given_complaints: Any) -> None:
    await bench.hear(given_complaints.handed_over(), given_complaints.registered())
    assert bench.said() == ["ComplaintOpenedV1", "AdmissibilityDecidedV1 admitted"]


async def test_a_case_that_is_no_complaint_leaves_no_document(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    await bench.hear(words.registered("request"), words.reclassified("claim"), words.withdrawn())
    assert bench.store.documents == {}
    assert bench.said() == []


async def test_a_request_that_becomes_a_complaint_gets_its_file_with_its_borough(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    await bench.hear(words.registered("request"), words.reclassified("complaint"))
    await bench.hear(words.handed_over())
    assert bench.said() == ["ComplaintOpenedV1", "AdmissibilityDecidedV1 admitted"]
    assert bench.state().borough == "prevost"


async def test_an_unanswered_invitation_expires_by_the_round_once(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    await bench.hear(words.registered(), words.handed_over(signed=False))
    assert bench.said()[-1] == "AdmissibilityDecidedV1 invited"
    assert await bench.round.run(bench.clock.forward(14 * 86400)) == 0
    assert await bench.round.run(bench.clock.forward(3 * 86400)) == 1
    assert await bench.round.run(bench.clock.forward(86400)) == 0
    assert bench.said()[-1] == "AdmissibilityDecidedV1 refused NON_SIGNEE"


async def test_unknown_rules_are_waited_for_and_the_round_decides_when_they_come(
    given_complaints: Any,
) -> None:
    words = given_complaints
    bench = words.Bench()
    await bench.hear(words.registered(), words.handed_over())
    assert bench.said() == ["ComplaintOpenedV1"]
    await bench.round.run(bench.clock.forward(60))
    bench.book.learn(words.grid())
    await bench.round.run(bench.clock.forward(3600))
    assert bench.said()[1:] == ["AdmissibilityDecidedV1 admitted"]


async def test_a_danger_is_admitted_whatever_is_missing(given_complaints: Any) -> None:
    words = given_complaints
    bench = words.Bench()
    content = words.handed_over(written=False, signed=False, full_contact=False, danger=True)
    await bench.hear(words.registered(), content)
    assert bench.said()[-1] == "AdmissibilityDecidedV1 admitted"


async def test_a_borough_that_asks_for_nothing_takes_any_expression(given_complaints: Any) -> None:
    words = given_complaints
    bench = words.Bench()
    bench.book.learn(words.grid(written=False, signed=False, max_age_days=None))
    await bench.hear(words.registered(), words.handed_over(written=False, full_contact=False))
    assert bench.said()[-1] == "AdmissibilityDecidedV1 admitted"


async def test_every_reading_is_recorded_before_it_is_shown(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    await bench.hear(words.registered(), words.handed_over())
    for reader, exception in (("a", Disclosure.INVESTIGATION), ("b", Disclosure.LAW)):
        person = Person(reader, frozenset({"director"}))
        read = await bench.files.read(words.case_id, person, HERE, exception=exception)
        assert read.content.statement == words.statement
    kept = [(one.person_id, one.exception.value) for one in await bench.traces()]
    assert kept == [("a", "investigation"), ("b", "law")]


async def test_what_may_not_be_read_is_not_recorded_as_read(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    await bench.hear(words.registered(), words.handed_over())
    elsewhere = Scope(frozenset({"anjou"}))
    read = bench.files.read
    with pytest.raises(NotFound):
        await read(words.case_id, DIRECTOR, elsewhere, exception=Disclosure.LAW)
    await bench.hear(words.reclassified("request"))
    with pytest.raises(NotFound):
        await read(words.case_id, DIRECTOR, HERE, exception=Disclosure.LAW)
    assert await bench.traces() == []


async def test_no_word_of_a_complaint_is_in_events_index_log_or_repr(
    bench: Any, given_complaints: Any, caplog: pytest.LogCaptureFixture
) -> None:
    words = given_complaints
    caplog.set_level("DEBUG")
    await bench.hear(words.registered(), words.handed_over())
    shown = "".join(f"{one.headers}{one.value!r}{one.key}" for one in bench.log.entries)
    shown += str(bench.store._index(bench.state())) + caplog.text + repr(bench.state())
    assert bench.log.entries
    assert "Canari" not in shown


CASES = st.lists(st.sampled_from(["request", "complaint", "claim"]), max_size=3)
VERSIONS = st.lists(
    st.fixed_dictionaries(
        {"written": st.booleans(), "signed": st.booleans(), "adds": st.booleans()}
    ),
    max_size=3,
)


@settings(max_examples=80, deadline=None)
@given(
    first=st.sampled_from(["request", "complaint"]),
    kinds=CASES,
    ends=st.sampled_from(["open", "withdrawn", "reopened", "a complaint again"]),
    versions=VERSIONS,
    seed=st.integers(0, 10_000),
)
async def test_every_interleaving_of_the_two_topics_ends_in_the_same_file(
    given_complaints: Any,
    first: str,
    kinds: list[str],
    ends: str,
    versions: list[dict[str, bool]],
    seed: int,
) -> None:
    words, chance = given_complaints, random.Random(seed)
    cases = [words.registered(first), *(words.reclassified(kind) for kind in kinds)]
    cases += [words.withdrawn()] if ends != "open" else []
    cases += [words.reopened()] if ends in ("reopened", "a complaint again") else []
    cases += [words.reclassified("complaint")] if ends == "a complaint again" else []
    content = [words.handed_over(n, **fields) for n, fields in enumerate(versions, 1)]

    async def told(mixed: bool) -> Any:
        bench = words.Bench()
        bench.book.learn(words.grid())
        streams = [[bench.record(one) for one in stream] for stream in (cases, content)]
        while any(streams):
            chosen = chance.choice([one for one in streams if one]) if mixed else None
            stream = chosen or next(one for one in streams if one)
            record = stream.pop(0)
            await bench.take([record, record] if mixed else [record])
        held = bench.store.documents.get(words.case_id)
        return held.state if held else None

    assert await told(mixed=True) == await told(mixed=False)

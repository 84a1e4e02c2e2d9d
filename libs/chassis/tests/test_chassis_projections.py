"""What a projection may be made of, and that it has no effects; what overflows comes back whole."""

from datetime import datetime
from typing import Any

import pytest
from chassis.document import Document, Draft
from chassis.faults import Permanent
from chassis.kit import Kit
from chassis.outcome import Outcome
from chassis.overflow import Overflow, move_out, whole
from chassis.projection import Listener
from chassis.scribe import Cause
from chassis.sealing import Seals
from chassis.subscribers import group_of
from contracts import Event, Received
from contracts.events.intake import CaseRegisteredV1
from contracts.events.notifications import MessageAcceptedV1
from contracts.events.pilot import PilotRequestSubmittedV1
from guichet_testing import toy
from hypothesis import given
from hypothesis import strategies as st

WORDS = [Overflow("heard", keep=2, chunk=3), Overflow("journal", keep=1, chunk=1)]


def take(state: toy.Tally | None, received: Received[Any], now: datetime) -> Outcome[toy.Tally]:
    return Outcome(state or toy.Tally(case_id=received.envelope.subject))


def kit() -> Kit:
    return toy.build(toy.toy_settings("127.0.0.1:9", "mongodb://127.0.0.1:9", "none"))


def projected(made: Kit, name: str, *events: type[Event]) -> Any:
    return made.project(name, toy.Tally, toy.index, dict.fromkeys(events, take))


def test_a_projection_reads_its_topics_in_one_group_of_its_own() -> None:
    made = kit()
    projected(made, "seen", MessageAcceptedV1, CaseRegisteredV1)
    inbox = made.inboxes[-1]
    assert inbox.topics == ("intake-cases", "notifications-deliveries")
    assert group_of("routing", inbox.topic) == "routing.seen"
    assert inbox.pace_seconds > 0, "nobody waits for it"


def test_a_projection_has_no_outbox_to_sweep_no_command_no_round_and_no_other_subscription() -> (
    None
):
    made = kit()
    store = projected(made, "seen", CaseRegisteredV1)
    assert store not in [pair[0] for pair in made.sweeper()._stores]
    with pytest.raises(ValueError, match="no effects"):
        made.commands(store)
    with pytest.raises(ValueError, match="no effects"):
        made.round("due", store, "next_try_at", lambda state, now: None)
    with pytest.raises(ValueError, match="no effects"):
        made.subscribe("intake-cases", store, {CaseRegisteredV1: take})


@pytest.mark.parametrize("name", ["seen", "intake-cases"])
def test_the_name_of_a_projection_is_its_own(name: str) -> None:
    made = kit()
    projected(made, "seen", CaseRegisteredV1)
    with pytest.raises(ValueError, match="taken"):
        projected(made, name, CaseRegisteredV1)


def test_a_topic_without_sequence_numbers_makes_no_projection() -> None:
    with pytest.raises(ValueError, match="pilot-requests has no sequence numbers"):
        projected(kit(), "seen", PilotRequestSubmittedV1)


def test_how_far_a_projection_has_read_delays_no_miss() -> None:
    made = kit()
    before = made.read_mark()._groups
    projected(made, "seen", CaseRegisteredV1)
    assert made.read_mark()._groups == before


def test_a_handler_that_decides_an_event_is_refused_and_the_draft_is_as_it_was() -> None:
    draft: Draft[toy.Tally] = Draft.of(Document("a"))
    listener = Listener("routing", Seals({}), lambda: toy.NOW)
    said = Outcome(toy.Tally(case_id="a"), [toy.assigned("a", toy.NOW, "r")])
    with pytest.raises(Permanent, match="says nothing"):
        listener.apply(draft, said, Cause("c"))
    assert draft.state is None
    listener.apply(draft, Outcome(toy.Tally(case_id="a")), Cause("c"))
    assert draft.changed


class Lists(toy.Tally):
    """Two lists that overflow."""

    heard_moved: int = 0


@given(st.lists(st.integers(1, 4), max_size=12))
def test_what_moved_out_and_what_stayed_are_the_whole_list_however_it_was_batched(
    batches: list[int],
) -> None:
    chunks: dict[str, dict[str, Any]] = {}
    state, number = Lists(case_id="a"), 0
    for batch in batches:
        before = state
        for _ in range(batch):
            number += 1
            more = {
                "heard": (*state.heard, f"h{number}"),
                "journal": (*state.journal, f"j{number}"),
            }
            state = state.model_copy(update=more)
        draft = Draft.of(Document("a", version=1, state=before))
        draft.state = state
        chunks |= {chunk.id: chunk.body() for chunk in move_out(draft, WORDS)}
        state = draft.state
    entire = whole(state.model_dump(mode="json"), list(chunks.values()), WORDS)
    assert entire["heard"] == [f"h{one}" for one in range(1, number + 1)]
    assert entire["journal"] == [f"j{one}" for one in range(1, number + 1)]
    assert entire["heard_moved"] == entire["journal_moved"] == 0


def test_a_chunk_of_the_time_before_there_were_several_lists_is_still_read() -> None:
    old = {"_id": "a:0", "document": "a", "start": 0, "entries": ["j1"]}
    state = {"journal": ["j2"], "journal_moved": 1}
    assert whole(state, [old], [WORDS[1]])["journal"] == ["j1", "j2"]

"""A delay that was made longer: the citizen is told until when, by the last word, once (PV-48)."""

from datetime import UTC, datetime
from typing import Any

import pytest
from contracts.events.sla import CommitmentExtendedV1
from contracts.words import CommitmentKind

BEFORE_AT = datetime(2026, 12, 11, 4, 59, 59, tzinfo=UTC)  # 10 December in Toronto
DUE_AT = datetime(2026, 12, 21, 4, 59, 59, tzinfo=UTC)
LATER_AT = datetime(2026, 12, 31, 4, 59, 59, tzinfo=UTC)


@pytest.fixture
def bench(given_notifications: Any) -> Any:
    return given_notifications.Bench()


def extended(
    case_id: str,
    kind: CommitmentKind = CommitmentKind.ACCESS_ANSWER,
    before_at: datetime = BEFORE_AT,
    due_at: datetime = DUE_AT,
) -> CommitmentExtendedV1:
    return CommitmentExtendedV1(
        case_id=case_id,
        commitment_id="0b8e2f3c-6d0f-5c1e-8e5e-1f6a2b7c8d03",
        commitment_kind=kind,
        due_at=due_at,
        previous_due_at=before_at,
        original_due_at=BEFORE_AT,
        extended_by=10,
        decided_at=datetime(2026, 11, 20, 15, 0, tzinfo=UTC),
        decided_by_role="clerk",
        explanation_fr="prolongé",
        explanation_en="extended",
    )


async def test_whoever_asked_for_access_is_told_of_the_new_date_pv_47_pv_48(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    registered = words.registered(kind="access")
    await bench.hear(registered, words.contacts(), extended(registered.case_id))
    await bench.send()
    (mail,) = [one for one in bench.arrived if "au plus tard" in one.rendered.subject]
    for form in (mail.rendered.text, mail.rendered.html):
        for told in ("10 décembre 2026", "20 décembre 2026", "December 20, 2026"):
            assert told in form
    assert "MessageHandedOverV1 extension" in bench.said()


async def test_of_two_extensions_only_the_last_word_is_said(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    registered = words.registered()
    again = extended(registered.case_id, CommitmentKind.COMPLETE, DUE_AT, LATER_AT)
    await bench.hear(registered, extended(registered.case_id, CommitmentKind.COMPLETE), again)
    await bench.hear(words.contacts())
    await bench.send()
    (mail,) = [one for one in bench.arrived if "au plus tard" in one.rendered.subject]
    assert "30 décembre 2026" in mail.rendered.text


@pytest.mark.parametrize("kind", ["plan", "survey", "callback"])
async def test_steps_inside_the_house_are_not_written_about(
    bench: Any, given_notifications: Any, kind: str
) -> None:
    words = given_notifications
    registered = words.registered()
    event = extended(registered.case_id, CommitmentKind(kind))
    await bench.hear(registered, words.contacts(), event)
    await bench.send()
    assert not [one for one in bench.arrived if "au plus tard" in one.rendered.subject]

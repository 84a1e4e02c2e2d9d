"""Who joins a case that smells of damage is told of the legal notice as the first was (C-13)."""

from typing import Any

import pytest
from contracts import Event
from contracts.events.intake import CaseContactsRecordedV1, ClaimNoticeGivenV1

from services.intake.tests.conftest import KEY, Counter

DAMAGE = "Le trou a brisé ma roue : je réclame les dommages."
NEIGHBOUR = {"name": "Dominique", "email": "dominique@example.org"}


def notices(counter: Counter, case_id: str) -> list[Any]:
    return [one for one in counter.said(case_id) if isinstance(one, ClaimNoticeGivenV1)]


def join(counter: Counter, case_id: str, **contact: Any) -> Any:
    counter.keys += 1
    answer = counter.post(f"/cases/{case_id}/join", contact, key=f"{KEY}-join-{counter.keys}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_notice_is_shown_recorded_and_mailed_to_who_joins_c_13(counter: Counter) -> None:
    case_id = counter.register(description=DAMAGE)
    answer = join(counter, case_id, contact=NEIGHBOUR)

    first, second = notices(counter, case_id)
    (joined,) = counter.state(case_id).requesters
    assert "n’est pas cet avis" in answer["claimNotice"] or "pas l'avis" in answer["claimNotice"]
    assert (first.requester_id, second.requester_id) == (None, joined.requester_id)
    assert second.days == first.days
    order: list[type[Event]] = [type(one) for one in counter.said(case_id)]
    last = len(order) - 1 - order[::-1].index(CaseContactsRecordedV1)
    assert second.contacts_version == 2
    assert last < order.index(ClaimNoticeGivenV1, order.index(ClaimNoticeGivenV1) + 1)
    lines = [one.what for one in counter.state(case_id).journal]
    assert lines[-2:] == ["joined", "claim-notice-given"]


def test_each_citizen_reads_on_their_page_that_they_were_told_c_13(counter: Counter) -> None:
    case_id = counter.register(description=DAMAGE)
    code = join(counter, case_id, contact=NEIGHBOUR)["trackingCode"]
    own = counter.get("/tracking", by=None, x_tracking_code=code).json()
    first = counter.get("/tracking", by=None, x_tracking_code=counter.codes.code_of(case_id)).json()

    assert own["claimNotice"]
    assert [one["what"] for one in own["timeline"]].count("claim-notice-given") == 2
    assert [one["what"] for one in first["timeline"]].count("claim-notice-given") == 1


def test_who_joins_twice_under_one_key_is_told_once(counter: Counter) -> None:
    case_id = counter.register(description=DAMAGE)
    for _ in range(2):
        counter.post(f"/cases/{case_id}/join", {"contact": NEIGHBOUR}, key=f"{KEY}-same")
    assert len(notices(counter, case_id)) == 2


@pytest.mark.parametrize("contact", [{}, {"contact": NEIGHBOUR}])
def test_of_a_case_without_damage_nobody_is_told(counter: Counter, contact: Any) -> None:
    case_id = counter.register()
    answer = join(counter, case_id, **contact)
    assert notices(counter, case_id) == []
    assert not answer["claimNotice"]

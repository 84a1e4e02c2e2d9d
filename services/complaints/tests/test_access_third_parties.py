"""Third parties of an access request (A-2.1 art. 49): told by post, heard or silent."""

from datetime import timedelta
from typing import Any

import pytest
from contracts.events.sla import CommitmentCancelledV1
from guichet_testing.toy import NOW

from services.complaints.tests.access_house import (
    ASKED,
    CASE,
    CLERK,
    DUE_AT,
    OFFICER,
    AccessHouse,
    bound,
    details,
    given,
    missed,
    registered,
    started,
)

OBSERVATIONS, DECISION = "third-party-observations", "access-decision"
SILENT_AT = NOW + timedelta(days=25)
COMPANY = {"name": "Pavage Exemple inc.", "address": "1, rue Principale\nPrévost (Québec) J0R 1T0"}


@pytest.fixture
def house() -> AccessHouse:
    return AccessHouse()


async def notified(house: AccessHouse, **more: Any) -> tuple[str, str]:
    """A request with a document that concerns a company, which was told; ids of both."""
    await house.asked()
    (contract,) = await house.listed("Contrat de pavage")
    body = {**COMPANY, "documentIds": [contract], **more}
    answer = await house.tell("third-parties", body, CLERK)
    assert answer.status_code == 200, answer.text
    return contract, (await house.held()).third_parties[-1].party_id


async def test_a_third_party_is_told_by_post_what_is_asked_and_never_by_whom_pv_47(
    house: AccessHouse,
) -> None:
    await notified(house)
    letter = house.letters()[-1]
    assert letter.kind == "third-party-notice"
    assert letter.addressee is not None
    assert (letter.addressee.name, letter.addressee.address) == tuple(COMPANY.values())
    assert str(letter.post_by_on) == "2026-12-10", "within 20 days of reception"
    assert "Contrat de pavage" in letter.body_fr
    assert ASKED not in letter.model_dump_json()
    assert house.facts()[-1] == "ThirdPartiesNotifiedV1"
    open_words = " ".join(one.model_dump_json() for one in house.said("complaints-access"))
    assert "Pavage" not in open_words


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"documentIds": []}, "documentIds"),
        ({"documentIds": ["inconnu"]}, "documentIds"),
        ({"name": "PAVAGE exemple  inc."}, "name"),
    ],
)
async def test_a_notice_about_nothing_or_to_who_was_told_is_refused_and_writes_nothing(
    house: AccessHouse, change: dict[str, Any], field: str
) -> None:
    contract, _ = await notified(house)
    body = {"name": "Autre inc.", "address": "2, rue Autre", "documentIds": [contract], **change}
    letters = len(house.letters())
    answer = await house.tell("third-parties", body, CLERK)
    assert (answer.status_code, answer.json()["error"]["target"]) == (422, field)
    assert len((await house.held()).third_parties) == 1
    assert len(house.letters()) == letters


async def test_nobody_is_told_before_the_delay_of_the_request_is_known(house: AccessHouse) -> None:
    await house.hear(bound(), registered(), details())
    (contract,) = await house.listed("Contrat")
    assert "notify-third-party" not in (await house.see()).json()["commands"]
    answer = await house.tell("third-parties", {**COMPANY, "documentIds": [contract]}, CLERK)
    assert answer.json()["error"]["code"] == "no-clock"


async def test_while_they_may_be_heard_there_is_no_answer_and_once_heard_there_is(
    house: AccessHouse,
) -> None:
    contract, party = await notified(house)
    early = await house.tell("answer", {"answers": [given(contract)]})
    assert (early.status_code, early.json()["error"]["target"]) == (422, "stage")
    empty = await house.tell("observations", {"partyId": party}, OFFICER)
    assert empty.json()["error"]["target"] == "observations"
    heard = {"partyId": party, "observations": "Nos prix sont confidentiels."}
    assert (await house.tell("observations", heard, OFFICER)).status_code == 200
    assert house.facts()[-1] == "ThirdPartiesHeardV1"
    again = await house.tell("observations", heard, OFFICER)
    assert again.json()["error"]["code"] == "heard-already"
    answer = await house.tell("answer", {"answers": [given(contract)]})
    assert answer.json()["stage"] == "answered"


async def test_silence_is_consent_once_the_delay_of_the_third_party_is_over(
    house: AccessHouse,
) -> None:
    contract, _ = await notified(house)
    await house.hear(started(OBSERVATIONS, SILENT_AT), missed(OBSERVATIONS, SILENT_AT))
    heard = house.said("complaints-access")[-1]
    assert getattr(heard, "heard_at", None) == SILENT_AT
    await house.hear(missed(OBSERVATIONS, SILENT_AT))
    assert house.facts().count("ThirdPartiesHeardV1") == 1
    assert (await house.tell("answer", {"answers": [given(contract)]})).status_code == 200


async def test_one_more_is_not_taken_for_silent_by_the_delay_of_those_before(
    house: AccessHouse,
) -> None:
    contract, _ = await notified(house)
    await house.hear(started(OBSERVATIONS, SILENT_AT), missed(OBSERVATIONS, SILENT_AT))
    house.clock.now = SILENT_AT + timedelta(days=2)
    again = {"name": "Autre inc.", "address": "2, rue Autre", "documentIds": [contract]}
    assert (await house.tell("third-parties", again, CLERK)).status_code == 200
    await house.hear(missed("third-party-notice"))
    assert house.facts().count("ThirdPartiesHeardV1") == 1
    early = await house.tell("answer", {"answers": [given(contract)]})
    assert early.json()["error"]["code"] == "consulting"
    later = SILENT_AT + timedelta(days=22)
    await house.hear(started(OBSERVATIONS, later, house.clock.now), missed(OBSERVATIONS, later))
    assert house.facts().count("ThirdPartiesHeardV1") == 2


async def test_once_the_answers_own_delay_counts_no_more_another_third_party_is_still_told(
    house: AccessHouse,
) -> None:
    contract, _ = await notified(house)
    no_more = CommitmentCancelledV1.model_validate(
        {
            "case_id": CASE,
            "commitment_id": f"{CASE}-access-answer",
            "commitment_kind": "access-answer",
            "due_at": DUE_AT,
            "reason": "third-party",
        }
    )
    await house.hear(no_more, started(OBSERVATIONS, SILENT_AT))
    again = {"name": "Autre inc.", "address": "2, rue Autre", "documentIds": [contract]}
    assert (await house.tell("third-parties", again, CLERK)).status_code == 200
    assert str(house.letters()[-1].post_by_on) == "2026-12-10"


async def test_the_delay_after_their_observations_ends_in_a_refusal_too(
    house: AccessHouse,
) -> None:
    _, party = await notified(house)
    await house.tell("observations", {"partyId": party, "consents": True}, OFFICER)
    decide_by = DUE_AT + timedelta(days=3)
    await house.hear(started(DECISION, decide_by))
    seen = (await house.see()).json()
    assert seen["clock"]["kind"] == DECISION
    assert seen["mayExtend"] is False
    await house.hear(missed(DECISION, decide_by))
    assert (await house.see()).json()["stage"] == "deemed-refused"


async def test_a_document_that_a_third_party_was_told_of_stays_listed(house: AccessHouse) -> None:
    contract, _ = await notified(house)
    answer = await house.tell("documents/removal", {"documentId": contract}, CLERK)
    assert answer.json()["error"]["code"] == "in-use"
    _, other = await house.listed("Brouillon")
    assert (await house.tell("documents/removal", {"documentId": other}, CLERK)).status_code == 200

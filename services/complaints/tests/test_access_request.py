"""An access request in complaints: opened, prepared, answered, deemed refused, sent back.

PV-46..49 and C-06; A-2.1 art. 46, 47, 49 to 52, 98 and 135.
"""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from contracts.events import intake
from contracts.events.sla import CommitmentExtendedV1, CommitmentMissWithdrawnV1
from guichet_testing.toy import NOW

from services.complaints.tests.access_house import (
    ASKED,
    CASE,
    CLERK,
    DIRECTION,
    DUE_AT,
    OFFICER,
    TECHNICIAN,
    AccessHouse,
    bound,
    details,
    given,
    missed,
    refused,
    registered,
    started,
)

SILENT_AT = DUE_AT + timedelta(days=20)


@pytest.fixture
def house() -> AccessHouse:
    return AccessHouse()


async def test_it_is_opened_with_its_receipt_once_the_delay_is_known_pv_46_pv_47(
    house: AccessHouse,
) -> None:
    await house.hear(bound(), registered(), details())
    assert house.facts() == ["AccessRequestOpenedV1"]
    assert house.letters() == [], "what the receipt must say, sla has not counted yet"
    await house.hear(started())
    (receipt,) = house.letters()
    assert receipt.kind == "access-receipt"
    assert "10 décembre 2026" in receipt.body_fr
    assert "December 10, 2026" in receipt.body_en
    assert ASKED not in receipt.model_dump_json()
    await house.hear(started(), details(2))
    assert len(house.letters()) == 1


async def test_in_whatever_order_the_topics_speak_it_ends_the_same_and_is_said_once() -> None:
    ends = []
    for order in permutations([registered(), details(own_data=True), started()]):
        house = AccessHouse()
        await house.hear(bound(), *order)
        state = await house.held()
        ends.append((state.model_dump(), house.letters(), house.facts()))
    assert all(one == ends[0] for one in ends)
    assert [one.kind for one in ends[0][1]] == ["access-receipt"]
    assert ends[0][2] == ["AccessRequestOpenedV1"]


@pytest.mark.parametrize("kind", ["request", "complaint", "claim", "information"])
async def test_no_other_case_leaves_anything_here(house: AccessHouse, kind: str) -> None:
    await house.hear(bound(), registered(kind), details(own_data=None))
    assert await house.request() is None
    assert house.facts() == []


async def test_what_became_an_access_request_is_one_and_what_ceased_to_be_is_not_found_pv_13(
    house: AccessHouse,
) -> None:
    def now_a(kind: str) -> intake.CaseReclassifiedV1:
        return intake.CaseReclassifiedV1.model_validate(
            {"case_id": CASE, "kind": kind, "activity": "", "reclassified_at": NOW}
        )

    await house.hear(bound(), registered("request"), now_a("access"), started(), details())
    assert house.facts() == ["AccessRequestOpenedV1"]
    assert (await house.see()).json()["asked"] == ASKED
    await house.hear(now_a("request"))
    assert (await house.see()).status_code == 404
    assert (await house.see("access-requests")).json()["items"] == []


async def test_each_document_is_given_or_refused_with_its_provision_and_reasons_pv_49(
    house: AccessHouse,
) -> None:
    await house.asked()
    plan, contract = await house.listed("Devis", "Contrat")
    body = {"answers": [given(plan), refused(contract)], "wordsFr": "Consultez-les au greffe."}
    answer = await house.tell("answer", body)
    assert (answer.status_code, answer.json()["stage"]) == (200, "answered")
    letter = house.letters()[-1]
    assert letter.kind == "access-decision"
    for words in ("Devis", "Contrat", "Secret industriel d'un tiers.", "Consultez-les au greffe."):
        assert words in letter.body_fr
    assert "23" in letter.annex_fr, "the text of the provision goes with it (art. 51)"
    assert letter.law_version
    assert str(letter.post_by_on) == "2026-12-10", "by mail, within the same delay (PV-47)"
    (fact,) = [one for one in house.said("complaints-access") if hasattr(one, "answered_at")]
    assert set(fact.model_dump()) == {"case_id", "answered_at"}, "never which answer"
    state = await house.held()
    assert state.answer is not None
    assert state.answer.answered_by == DIRECTION[0]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"provisions": []}, "answers.0.provisions"),
        ({"provisions": ["a-2.1/999"]}, "answers.0.provisions"),
        ({"provisions": ["a-2.1/135"]}, "answers.0.provisions"),
        ({"reasonsFr": ""}, "answers.0.reasonsFr"),
        ({"reasonsFr": "  "}, "answers.0.reasonsFr"),
        ({"outcome": "transferred"}, "answers.0.otherBody"),
        ({"documentId": "inconnu"}, "answers"),
    ],
)
async def test_a_refusal_without_provision_or_reasons_is_refused_and_changes_nothing_pv_49(
    house: AccessHouse, change: dict[str, Any], field: str
) -> None:
    await house.asked()
    (plan,) = await house.listed("Devis")
    answer = await house.tell("answer", {"answers": [refused(plan, **change)]})
    assert (answer.status_code, answer.json()["error"]["target"]) == (422, field)
    state = await house.held()
    assert state.answers == ()
    assert (state.journal[-1].what, state.journal[-1].field) == ("answer", field)
    assert [one.kind for one in house.letters()] == ["access-receipt"]


async def test_every_document_has_its_answer_and_nothing_else_has_pv_49(
    house: AccessHouse,
) -> None:
    await house.asked()
    nothing = await house.tell("answer", {"answers": []})
    assert nothing.json()["error"]["code"] == "nothing-listed"
    plan, contract = await house.listed("Devis", "Contrat")
    for parts in ([given(plan)], [given(plan), given(plan)], [given(plan), given("autre")]):
        answer = await house.tell("answer", {"answers": parts})
        assert answer.json()["error"]["code"] == "not-each-once"
    held = {"documentId": contract, "outcome": "not-held"}
    sent_on = {
        "documentId": plan,
        "outcome": "transferred",
        "otherBody": "Ministère des Transports",
    }
    assert (await house.tell("answer", {"answers": [sent_on, held]})).status_code == 200
    assert "Ministère des Transports" in house.letters()[-1].body_fr


@pytest.mark.parametrize("who", [CLERK, OFFICER])
async def test_who_is_not_bound_to_answer_prepares_and_does_not_decide_pv_46_c_06(
    house: AccessHouse, who: tuple[str, ...]
) -> None:
    await house.asked()
    (plan,) = await house.listed("Devis")
    answer = await house.tell("answer", {"answers": [given(plan)]}, who)
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert (error["code"], error["target"]) == ("not-bound", "role")
    assert "general-director" in error["message"]
    assert (await house.held()).answers == ()
    assert "answer" not in (await house.see(who=who)).json()["commands"]
    assert (await house.see(who=DIRECTION)).json()["commands"][0] == "answer"


async def test_where_the_grid_binds_the_access_officer_the_general_director_does_not_answer_c_06(
    house: AccessHouse,
) -> None:
    officers = bound(answered_by="access-officer", extension_by=["access-officer"])
    await house.hear(officers, registered(), details(), started())
    (plan,) = await house.listed("Devis")
    parts = {"answers": [given(plan)]}
    assert (await house.tell("answer", parts, DIRECTION)).status_code == 422
    assert (await house.tell("answer", parts, OFFICER)).status_code == 200


@pytest.mark.parametrize(
    ("who", "borough"),
    [
        (TECHNICIAN, "prevost"),
        (("directrice", "director", "investigator", "operator"), "prevost"),
        (DIRECTION, "anjou"),
    ],
)
async def test_all_others_are_answered_like_for_no_request_at_all(
    house: AccessHouse, who: tuple[str, ...], borough: str
) -> None:
    await house.asked()
    before = (await house.held()).model_dump()
    answer = await house.tell("documents", {"title": "Devis"}, who, borough=borough)
    assert answer.status_code == 404
    assert (await house.held()).model_dump() == before


async def test_every_reading_and_every_try_is_on_record_pv_45(house: AccessHouse) -> None:
    await house.asked()
    await house.see()
    await house.see(who=TECHNICIAN)
    items = (await house.see(f"access-requests/{CASE}/readings", CLERK)).json()["items"]
    assert [(one["reader"], one["act"]) for one in items] == [
        (DIRECTION[0], "read"),
        (TECHNICIAN[0], "refused"),
        (CLERK[0], "read"),
    ]


async def test_the_same_command_again_is_answered_and_not_applied_again(
    house: AccessHouse,
) -> None:
    await house.asked()
    (plan,) = await house.listed("Devis")
    for _ in range(2):
        answer = await house.tell("answer", {"answers": [given(plan)]}, key="same-key-same-key")
        assert answer.status_code == 200
    assert house.facts().count("AccessRequestAnsweredV1") == 1
    other = await house.tell("documents", {"title": "Autre"}, key="same-key-same-key")
    assert other.status_code == 422 or other.status_code == 409


async def test_silence_is_a_refusal_that_the_law_deems_and_an_answer_is_still_owed_pv_46(
    house: AccessHouse,
) -> None:
    await house.asked()
    (plan,) = await house.listed("Devis")
    await house.hear(missed())
    assert house.facts()[-1] == "AccessRefusalDeemedV1"
    assert house.letters()[-1].kind == "access-deemed-refusal"
    assert (await house.see()).json()["stage"] == "deemed-refused"
    await house.hear(missed())
    assert house.facts().count("AccessRefusalDeemedV1") == 1
    late = await house.tell("answer", {"answers": [given(plan)]})
    assert late.json()["stage"] == "answered"


async def test_what_was_answered_in_time_is_never_deemed_refused_whatever_sla_had_not_heard_yet(
    house: AccessHouse,
) -> None:
    await house.asked()
    (plan,) = await house.listed("Devis")
    await house.tell("answer", {"answers": [given(plan)]})
    await house.hear(missed())
    assert "AccessRefusalDeemedV1" not in house.facts()
    assert (await house.see()).json()["stage"] == "answered"


async def test_a_delay_that_was_not_over_after_all_deems_nothing(house: AccessHouse) -> None:
    await house.asked()
    kind = {"commitment_id": f"{CASE}-access-answer", "commitment_kind": "access-answer"}
    taken_back = CommitmentMissWithdrawnV1.model_validate(
        {"case_id": CASE, "due_at": DUE_AT + timedelta(days=1), **kind}
    )
    await house.hear(missed(), taken_back)
    assert (await house.see()).json()["stage"] == "open"


async def test_the_clerk_is_led_to_the_extension_once_and_the_first_date_stays_pv_48_c_06(
    house: AccessHouse,
) -> None:
    await house.asked()
    assert (await house.see(who=CLERK)).json()["mayExtend"] is True
    assert (await house.see(who=DIRECTION)).json()["mayExtend"] is False
    longer = CommitmentExtendedV1.model_validate(
        {
            "case_id": CASE,
            "commitment_id": f"{CASE}-access-answer",
            "commitment_kind": "access-answer",
            "due_at": DUE_AT + timedelta(days=10),
            "previous_due_at": DUE_AT,
            "original_due_at": DUE_AT,
            "extended_by": 10,
            "decided_at": NOW,
            "decided_by_role": "clerk",
            "notice_on": "2026-12-01",
            "explanation_fr": "-",
            "explanation_en": "-",
        }
    )
    await house.hear(longer)
    seen = (await house.see(who=CLERK)).json()
    assert seen["mayExtend"] is False
    assert (seen["clock"]["dueOn"], seen["clock"]["extendedBy"]) == ("2026-12-20", 10)
    assert seen["clock"]["originalDueAt"] == DUE_AT.isoformat().replace("+00:00", "Z")


async def test_the_commission_sends_it_back_and_it_is_answered_anew(house: AccessHouse) -> None:
    await house.asked()
    (plan,) = await house.listed("Devis")
    await house.tell("answer", {"answers": [refused(plan)]})
    review = {"decidedOn": "2026-11-20", "reference": "CAI 1 026", "reopens": True}
    early = await house.tell("review", review | {"decidedOn": "2026-11-01"}, CLERK)
    assert early.json()["error"]["target"] == "decidedOn"
    future = await house.tell("review", review | {"decidedOn": "2027-01-01"}, CLERK)
    assert future.json()["error"]["code"] == "in-the-future"
    back = await house.tell("review", review, CLERK)
    assert back.json()["stage"] == "sent-back"
    house.clock.now = NOW + timedelta(hours=1)
    again = await house.tell("answer", {"answers": [given(plan)]})
    assert again.json()["stage"] == "answered"
    assert [one.kind.value for one in house.letters()].count("access-decision") == 2


async def test_who_asked_takes_it_back_and_nothing_more_is_owed(house: AccessHouse) -> None:
    await house.asked()
    await house.hear(intake.CaseWithdrawnV1(case_id=CASE, withdrawn_at=NOW))
    await house.hear(missed())
    assert (await house.see()).json()["stage"] == "withdrawn"
    assert "AccessRefusalDeemedV1" not in house.facts()
    assert (await house.tell("documents", {"title": "Devis"})).status_code == 422


async def test_the_receipt_of_ones_own_data_says_so_and_that_of_an_oral_request_offers_no_review(
    house: AccessHouse,
) -> None:
    await house.hear(bound(), registered(), details(own_data=True), started())
    (own,) = house.letters()
    spoken = AccessHouse()
    await spoken.asked(channel="phone")
    (oral,) = spoken.letters()
    about_oneself, review = "renseignements qui vous concernent", "Votre recours"
    assert about_oneself in own.body_fr
    assert review in own.body_fr
    assert about_oneself not in oral.body_fr
    assert review not in oral.body_fr

"""What complaints and sla say of access requests and claims: citizen's page and dossier."""

from datetime import date, timedelta

import pytest
from contracts import Event
from contracts.events import access, claims
from contracts.events.notifications import MessageUncertainV1
from contracts.events.sla import CommitmentMetV1, CommitmentMissedV1, CommitmentStartedV1
from contracts.words import CommitmentKind, Counting
from intake.domain.steps import next_step
from intake.domain.timeline import OF_THE_LAW, SOURCES
from intake.entrypoints import law_words
from intake.entrypoints.commitment_words import COMMITMENTS
from intake.entrypoints.views import View, for_citizen, for_staff

from services.intake.tests.test_intake_follows import (
    CASE,
    NOW,
    assigned,
    brought,
    dossier,
    message,
    opened,
    played,
    retold,
    started,
)

ACCESS_OPENED = access.AccessRequestOpenedV1(case_id=CASE, opened_at=NOW)
ANSWERED = access.AccessRequestAnsweredV1(case_id=CASE, answered_at=NOW + timedelta(days=9))
DEEMED = access.AccessRefusalDeemedV1(case_id=CASE, deemed_at=NOW + timedelta(days=20))
CLAIM_OPENED = claims.ClaimOpenedV1(case_id=CASE, opened_at=NOW)
NOTICE = claims.ClaimNoticeRecordedV1(case_id=CASE, received_on=date(2026, 6, 18), recorded_at=NOW)
TAKEN_BACK = claims.ClaimWithdrawnV1(case_id=CASE, withdrawn_at=NOW + timedelta(days=3))
DECIDED = claims.ClaimDecidedV1(case_id=CASE, decided_at=NOW + timedelta(days=30))


def promised(kind: CommitmentKind, days: int = 20) -> CommitmentStartedV1:
    due_at = NOW + timedelta(days=days)
    return CommitmentStartedV1(
        case_id=CASE,
        commitment_id=kind.value,
        commitment_kind=kind,
        due_at=due_at,
        original_due_at=due_at,
        started_at=NOW,
        counting=Counting.CALENDAR_DAYS_ROLLED,
        amount=days,
        demonstration=False,
        explanation_fr="20 jours, tous comptés.",
        explanation_en="20 days, all counted.",
    )


def seen_by_the_citizen(kind: str, *steps: Event, language: str = "fr") -> View:
    return for_citizen(dossier([brought(kind=kind), *steps]), language, {"prevost": "Prévost"})


def lines(view: View) -> list[str]:
    return [line["text"] for line in view["timeline"]]


def test_an_access_request_waits_for_its_answer_and_then_for_nothing_but_the_letter_pv_46() -> None:
    waits, _ = played([brought(kind="access"), ACCESS_OPENED])
    assert next_step(waits) == "access-answer"
    over, _ = played([ANSWERED, brought(kind="access"), ACCESS_OPENED])
    assert next_step(over) == "decision-sent", "whichever stream speaks first"


def test_a_claim_is_with_the_clerk_and_its_notice_is_still_the_citizens_to_give_c_13() -> None:
    view = seen_by_the_citizen("claim", CLAIM_OPENED)
    assert "reste à donner par vous" in view["nextStepText"]
    assert seen_by_the_citizen("claim", DECIDED)["nextStep"] == "decision-sent"


def test_a_claim_taken_back_at_the_clerks_office_waits_for_nothing_pv_16() -> None:
    assert seen_by_the_citizen("claim", CLAIM_OPENED, TAKEN_BACK)["nextStep"] == "none"


def test_an_answer_given_before_is_not_the_decision_of_a_claim_pv_13() -> None:
    """Reclassified from one to the other, whichever topic speaks first."""
    for said in ([ANSWERED, TAKEN_BACK, DECIDED], [TAKEN_BACK, DECIDED, ANSWERED]):
        case, _ = played([brought(kind="claim"), *said])
        assert case.law.answered_at == ANSWERED.answered_at
        assert case.law.decided_at == DECIDED.decided_at
    case, _ = played([brought(kind="claim"), ANSWERED])
    assert next_step(case) == "claim-review"


def test_the_citizen_reads_what_happened_and_never_what_was_decided_pv_16() -> None:
    told = lines(seen_by_the_citizen("claim", CLAIM_OPENED, NOTICE, DECIDED))
    assert "Votre avis écrit a été reçu le 18 juin 2026." in told
    assert "La décision sur la réclamation vous est écrite." in told


def test_a_deemed_refusal_tells_the_citizen_of_the_review_in_both_languages_pv_49() -> None:
    for language, words in (("fr", "révision"), ("en", "review")):
        told = lines(seen_by_the_citizen("access", DEEMED, language=language))
        assert any(words in line and "30" in line for line in told)


def test_the_clock_of_the_law_is_shown_in_words_until_it_is_met_pv_46() -> None:
    answer = promised(CommitmentKind.ACCESS_ANSWER)
    (clock,) = seen_by_the_citizen("access", answer)["legalClocks"]
    assert clock["text"] == "Réponse au plus tard le 5 juillet 2026, 10 h 00"
    assert clock["explanation"] == "20 jours, tous comptés."
    met = CommitmentMetV1(
        case_id=CASE,
        commitment_id=answer.commitment_id,
        commitment_kind=answer.commitment_kind,
        due_at=answer.due_at,
        met_at=NOW,
    )
    (clock,) = seen_by_the_citizen("access", answer, met)["legalClocks"]
    assert (clock["text"], clock["standing"]) == ("Répondu dans le délai", "met")


def test_a_notice_that_came_too_late_is_asked_for_all_the_same_c_13() -> None:
    notice = promised(CommitmentKind.CLAIM_NOTICE, 15)
    missed = CommitmentMissedV1(
        case_id=CASE,
        commitment_id=notice.commitment_id,
        commitment_kind=notice.commitment_kind,
        due_at=notice.due_at,
        read_until=notice.due_at,
    )
    (clock,) = seen_by_the_citizen("claim", notice, missed)["legalClocks"]
    assert clock["text"].startswith("Le délai de l'avis écrit a pris fin le 30 juin 2026")
    assert "quand même" in clock["text"]


def test_every_delay_of_the_law_has_words_wherever_it_stands() -> None:
    for words in (law_words.RUNNING, *law_words.CLOCKS.values()):
        assert set(words) == {kind.value for kind in OF_THE_LAW}


def test_the_clocks_of_a_claim_come_first_due_first_and_are_no_promise_of_ours_pv_16() -> None:
    notice = promised(CommitmentKind.CLAIM_NOTICE, 15)
    action = promised(CommitmentKind.CLAIM_ACTION, 183)
    view = seen_by_the_citizen("claim", action, notice)
    assert [one["kind"] for one in view["legalClocks"]] == ["claim-notice", "claim-action"]
    assert view["promisedAt"] is None


@pytest.mark.parametrize("kind", list(CommitmentKind))
def test_every_promise_has_a_name_for_staff(kind: CommitmentKind) -> None:
    assert kind.value in COMMITMENTS


def test_staff_reads_that_a_refusal_is_deemed() -> None:
    told = for_staff(dossier([brought(kind="access"), DEEMED]), "fr", with_contacts=False)
    assert "Délai d'accès échu sans réponse : refus présumé" in lines(told)


def test_every_source_of_the_timeline_has_its_lines_kept_apart() -> None:
    said = [assigned(1), started(1), opened, ACCESS_OPENED, CLAIM_OPENED]
    told = retold([*said, message(MessageUncertainV1, 1)])
    assert [len(getattr(told, source)) for source in SOURCES] == [1] * len(SOURCES)
    assert {line.service for line in told.lines} == {
        *("routing", "sla", "complaints", "notifications")
    }


def test_in_whatever_order_their_topics_come_the_timeline_is_the_same() -> None:
    said: list[Event] = [opened, ACCESS_OPENED, CLAIM_OPENED, NOTICE]
    assert retold(said) == retold([CLAIM_OPENED, ACCESS_OPENED, NOTICE, opened])

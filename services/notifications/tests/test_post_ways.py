"""Which letters go by post: by the row of one table, and by what is known of the person (PV-47)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from contracts.events.complaints import Addressee
from contracts.events.sla import CommitmentExtendedV1
from contracts.words import CommitmentKind, LetterKind
from guichet_testing.case_events import CASE, EMAIL
from guichet_testing.post_front import ADDRESS
from notifications.domain.messages import Template
from notifications.domain.ways import LETTERS, Way, row_of

DAYS = 86_400
EXTENDED = CommitmentExtendedV1(
    case_id=CASE,
    commitment_id="0b8e2f3c-6d0f-5c1e-8e5e-1f6a2b7c8d03",
    commitment_kind=CommitmentKind.ACCESS_ANSWER,
    due_at=datetime(2026, 12, 25, 4, 59, 59, tzinfo=UTC),
    previous_due_at=datetime(2026, 12, 15, 4, 59, 59, tzinfo=UTC),  # 14 December in Toronto
    original_due_at=datetime(2026, 12, 15, 4, 59, 59, tzinfo=UTC),
    extended_by=10,
    decided_at=datetime(2026, 12, 1, 15, 0, tzinfo=UTC),
    decided_by_role="clerk",
    explanation_fr="prolongé",
    explanation_en="extended",
)
THIRD = Addressee(name="Pavage Exemple inc.", address="400, chemin du Lac, Prévost J0R 1T0")


@pytest.fixture
def bench(given_notifications: Any) -> Any:
    return given_notifications.Bench()


def ways(bench: Any, template: str = "legal_letter") -> dict[str, str]:
    """State of each delivery of a template, by its channel, with the reason if it has one."""
    return {
        one.channel: f"{one.state} {one.reason or ''}".strip()
        for one in bench.dossier().deliveries
        if one.template == template
    }


def test_every_letter_that_the_law_asks_for_has_its_row() -> None:
    of_the_law = {one for one in LetterKind if one.value.startswith(("access-", "claim-", "third"))}
    assert {one.value for one in of_the_law} == set(LETTERS)
    assert all(row.opened_by for row in LETTERS.values()), "nobody could print it"


@pytest.mark.parametrize("kind", ["access-decision", "third-party-notice"])
def test_pv_47_the_answer_and_the_notice_to_a_third_party_are_for_the_post(kind: str) -> None:
    assert row_of(Template.LEGAL_LETTER, kind, "access").way is Way.POST


def test_pv_48_the_notice_of_an_extension_goes_by_mail_for_an_access_request_alone() -> None:
    assert row_of(Template.EXTENSION, "", "access").way is Way.POST
    assert row_of(Template.EXTENSION, "", "request").way is Way.EMAIL


def test_pv_44_a_technician_never_opens_a_letter_about_a_complaint() -> None:
    assert "technician" not in row_of(Template.COMPLAINT_LETTER, "decision", "complaint").opened_by


async def test_pv_47_with_an_address_the_decision_goes_by_post_even_to_who_has_an_e_mail(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(words.registered("access"), words.contacts(address=ADDRESS))
    await bench.hear(words.letter(kind="access-decision", post_by_on=date(2026, 12, 14)))
    await bench.send()
    assert ways(bench) == {"email": "cancelled by-post", "letter": "accepted"}
    assert [one for one in bench.arrived if "plainte" in one.rendered.subject] == []


async def test_without_a_postal_address_the_decision_goes_by_e_mail_rather_than_not_at_all(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(words.registered("access"), words.contacts())
    await bench.hear(words.letter(kind="access-decision"))
    await bench.send()
    assert ways(bench) == {"email": "handed_over"}


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"email": EMAIL, "address": ADDRESS}, {"email": "accepted"}),
        (
            {"email": EMAIL, "address": ADDRESS, "by_post": True},
            {"email": "cancelled by-post", "letter": "accepted"},
        ),
        (
            {"email": None, "address": ADDRESS},
            {"email": "cancelled by-post", "letter": "accepted"},
        ),
        ({"email": EMAIL, "by_post": True}, {"email": "accepted"}),
        ({"email": None}, {"email": "cancelled no-address", "letter": "cancelled no-address"}),
    ],
)
async def test_a_receipt_goes_by_e_mail_unless_post_was_chosen_or_is_the_only_way(
    bench: Any, given_notifications: Any, known: dict[str, Any], expected: dict[str, str]
) -> None:
    words = given_notifications
    await bench.hear(words.registered("access"), words.contacts(**known))
    await bench.hear(words.letter(kind="access-receipt"))
    assert ways(bench) == expected
    other = given_notifications.Bench()
    await other.hear(words.letter(kind="access-receipt"), words.contacts(**known))
    await other.hear(words.registered("access"))
    assert ways(other) == expected, "whichever is heard first"


async def test_without_any_address_it_fails_so_and_waits_for_one(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(words.registered("access"), words.contacts(email=None))
    await bench.hear(words.letter(kind="access-decision"))
    assert bench.said()[-1] == "MessageFailedV1 legal_letter no-address"
    assert bench.dossier().letters[0].sealed is not None, "its words wait"
    await bench.hear(words.contacts(email=None, version=2, address=ADDRESS))
    assert ways(bench) == {"email": "cancelled by-post", "letter": "accepted"}
    assert bench.said()[-1] == "MessageAcceptedV1 legal_letter"


async def test_what_lacks_an_address_too_long_expires_and_leaves_its_words(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(words.registered("access"), words.contacts(email=None))
    await bench.hear(words.letter(kind="access-decision"))
    bench.clock.forward(91 * DAYS)
    await bench.send()
    assert ways(bench)["letter"].startswith("expired")
    assert bench.dossier().letters[0].sealed is None


async def test_who_changes_to_post_before_it_left_gets_the_letter_and_no_mail(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(words.registered("claim"), words.letter(kind="claim-receipt"))
    await bench.hear(words.contacts(address=ADDRESS, by_post=True))
    await bench.send()
    assert ways(bench) == {"email": "cancelled by-post", "letter": "accepted"}
    await bench.hear(words.contacts(version=2, address=ADDRESS))
    assert ways(bench) == {"email": "accepted"}, "and back again: nobody had taken it"
    await bench.send()
    await bench.hear(words.contacts(version=3, address=ADDRESS, by_post=True))
    assert ways(bench) == {"email": "handed_over", "letter": "cancelled cancelled"}


async def test_a_third_party_is_written_to_at_the_address_in_the_letter_alone(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    notice = words.letter(kind="third-party-notice", to=THIRD)
    await bench.hear(notice, words.registered("access", contacts_version=0))
    assert ways(bench) == {"letter": "accepted"}, "also where the person asking left no contact"
    stored = bench.dossier().model_dump_json()
    assert THIRD.name not in stored
    assert THIRD.address not in stored
    assert bench.dossier().letters[0].sealed is not None


async def test_letters_of_the_law_each_stand_and_take_nothing_from_those_of_a_complaint(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(words.registered("claim"), words.contacts())
    await bench.hear(words.letter("one", "claim-receipt"), words.letter("two", "claim-decision"))
    await bench.send()
    of_law = [one for one in bench.dossier().deliveries if one.template == "legal_letter"]
    assert [one.state for one in of_law] == ["handed_over", "handed_over"]


async def test_pv_48_the_notice_of_an_extension_names_the_first_delay_as_its_limit(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(words.registered("access"), words.contacts(address=ADDRESS), EXTENDED)
    assert ways(bench, "extension") == {"email": "cancelled by-post", "letter": "accepted"}
    assert bench.store._index(bench.dossier())["post_due_on"] == "2026-12-14"

"""Every decision is written to whoever complained, in the write that decides (PV-18..20, PV-38)."""

from datetime import date
from typing import Any

import pytest
from complaints.domain.admissibility import Admissibility, Outcome, refused
from complaints.domain.letters import Kind, letter
from complaints.domain.reasons import ADMITTED, ASKED
from complaints.domain.words import Ask, RefusalCode
from contracts.events.complaints import INVESTIGATIONS, LETTERS
from hypothesis import given
from hypothesis import strategies as st

CASE = "5f0c1e0a-0000-4000-8000-00000000000b"
ADMISSION = Admissibility(outcome=Outcome.ADMITTED, reasons=(ADMITTED,))


def invitation(*asks: Ask, until: date = date(2026, 12, 1)) -> Admissibility:
    return Admissibility(
        outcome=Outcome.INVITED,
        asks=asks,
        respond_by_on=until,
        reasons=tuple(ASKED[ask] for ask in asks),
    )


DECISIONS = st.one_of(
    st.just(ADMISSION),
    st.lists(st.sampled_from(Ask), min_size=1, unique=True).map(lambda asks: invitation(*asks)),
    st.sampled_from(RefusalCode).map(refused),
)


@pytest.fixture
def bench(given_complaints: Any) -> Any:
    made = given_complaints.Bench()
    made.book.learn(given_complaints.grid())
    return made


async def test_the_letter_follows_the_open_decision_in_the_same_write(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    await bench.hear(words.registered(), words.handed_over())
    document = bench.store.documents[words.case_id]
    assert document.version == 2
    topics = [entry.topic for entry in bench.log.entries]
    assert topics == [INVESTIGATIONS, INVESTIGATIONS, LETTERS]
    (written,) = bench.letters()
    assert (written.case_id, written.kind.value) == (words.case_id, "admission")
    assert "recevable" in written.body_fr
    assert "admissible" in written.body_en


async def test_an_invitation_says_what_is_missing_the_rule_and_the_last_day_pv_18(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    await bench.hear(words.registered(), words.handed_over(signed=False))
    (written,) = bench.letters()
    last = bench.state().invitation.respond_by_on
    assert written.kind.value == "invitation"
    assert "Signez-la" in written.body_fr
    assert "Selon la politique sur les plaintes, une plainte doit être signée." in written.body_fr
    assert f"{last.day} décembre {last.year} inclus" in written.body_fr
    assert f"December {last.day}, {last.year}" in written.body_en


async def test_an_invitation_that_expired_is_followed_by_one_refusal_with_its_code_pv_20(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    await bench.hear(words.registered(), words.handed_over(signed=False))
    for _ in range(3):
        await bench.round.run(bench.clock.forward(10 * 86400))
    assert [one.kind.value for one in bench.letters()] == ["invitation", "refusal"]
    refusal = bench.letters()[-1]
    assert "(NON_SIGNEE)" in refusal.body_fr
    assert "encore présenter une plainte signée" in refusal.body_fr
    assert "ombudsman" in refusal.body_en


async def test_a_danger_is_admitted_by_letter_whatever_is_missing_pv_19(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    content = words.handed_over(written=False, signed=False, full_contact=False, danger=True)
    await bench.hear(words.registered(), content)
    (written,) = bench.letters()
    assert written.kind.value == "admission"
    assert "danger" in written.body_fr


async def test_a_complaint_too_late_is_refused_by_the_rule_of_the_delay_pv_38(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    await bench.hear(words.registered(), words.handed_over(facts_on=date(2026, 10, 1)))
    (written,) = bench.letters()
    assert "dans le délai fixé, compté à partir des faits (HORS_DELAI)" in written.body_fr


async def test_the_same_decision_said_again_is_the_same_letter(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    await bench.hear(words.registered(), words.handed_over())
    await bench.hear(words.reclassified("request"), words.reclassified("complaint"))
    first, second = bench.letters()
    assert first.letter_id == second.letter_id
    await bench.hear(words.handed_over(2, signed=False))
    assert bench.letters()[-1].letter_id != first.letter_id


async def test_no_word_of_the_complaint_is_in_the_letter_and_none_of_the_letter_in_the_open(
    bench: Any, given_complaints: Any, caplog: pytest.LogCaptureFixture
) -> None:
    words = given_complaints
    caplog.set_level("DEBUG")
    await bench.hear(words.registered(), words.handed_over(signed=False))
    (written,) = bench.letters()
    assert "Canari" not in written.model_dump_json()
    shown = "".join(f"{one.headers}{one.value!r}{one.key}" for one in bench.log.entries)
    shown += caplog.text + str(bench.store._index(bench.state()))
    assert "Signez" not in shown
    assert "signed" not in caplog.text


@given(DECISIONS, st.integers(1, 9))
def test_every_letter_is_whole_in_both_languages_and_fits_its_event(
    decided: Admissibility, version: int
) -> None:
    written = letter(CASE, version, decided)
    for text, most in ((written.subject, 200), (written.body, 8000)):
        assert 0 < len(text.fr) <= most
        assert 0 < len(text.en) <= most
    assert all(reason.fr in written.body.fr for reason in decided.reasons)
    assert all(reason.en in written.body.en for reason in decided.reasons)
    assert (written.kind is Kind.REFUSAL) == (decided.code is not None)
    assert decided.code is None or f"({decided.code.value})" in written.body.fr
    assert written == letter(CASE, version, decided)
    assert written.letter_id != letter(CASE, version + 1, decided).letter_id

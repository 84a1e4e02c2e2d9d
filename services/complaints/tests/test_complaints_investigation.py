"""The file of one complaint, told in any order (PV-17..20, C-08; DESIGN §3.3)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from complaints.domain.admissibility import ComplaintRules, Conditions, Outcome
from complaints.domain.file import (
    AdmissibilityDecided,
    Content,
    Fact,
    HandedOver,
    Investigation,
    InvitationDeclined,
    InvitationExpired,
    Opened,
    Reclassified,
    Registered,
    Said,
    Withdrawn,
)
from complaints.domain.investigation import next_try_at, record, tick
from complaints.domain.words import RefusalCode
from hypothesis import given, settings
from hypothesis import strategies as st

CASE = "5f0c1e0a-0000-4000-8000-000000000002"
NOW = datetime(2026, 6, 20, 15, 0, tzinfo=UTC)
EXPIRES_AT = datetime(2026, 7, 1, 4, 0, tzinfo=UTC)  # midnight in Montréal after 30 June
DAY = timedelta(days=1)
CONDITIONS = Conditions(invitation_days=10)


class Rules:
    def __init__(self, **known: ComplaintRules) -> None:
        self.known = known

    def rules(self, borough: str, at: datetime) -> ComplaintRules | None:
        return self.known.get(borough)


BOOK = Rules(prevost=ComplaintRules(conditions=CONDITIONS), hilaire=ComplaintRules(conditions=None))
REGISTERED = Registered(NOW, "prevost", "complaint")


def content(version: int = 1, at: datetime = NOW, **changes: Any) -> HandedOver:
    sound = Content(
        version=version,
        received_at=at,
        written=True,
        signed=True,
        full_contact=True,
        facts_on=date(2026, 6, 18),
    )
    return HandedOver(sound.model_copy(update=changes))


def told(
    *facts: Fact, state: Investigation | None = None, book: Rules = BOOK, now: datetime = NOW
) -> tuple[Investigation, list[str]]:
    state = state or Investigation(case_id=CASE)
    said: list[Said] = []
    for fact in facts:
        state, more = record(state, fact, book, now)
        said += more
    return state, words(said)


def words(said: Sequence[Said]) -> list[str]:
    found = []
    for one in said:
        match one:
            case Opened():
                found.append("opened")
            case InvitationExpired():
                found.append("expired")
            case AdmissibilityDecided(decision):
                found.append(f"{decision.outcome} {decision.code or ''}".strip())
    return found


def test_a_case_of_kind_complaint_opens_a_file_and_no_other_does_pv_17() -> None:
    assert told(REGISTERED)[1] == ["opened"]
    assert told(Registered(NOW, "prevost", "request"), content())[1] == []
    assert told(Registered(NOW, "prevost", "request"), Reclassified("complaint"))[1] == ["opened"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_content_may_come_before_the_case_pv_18(order: tuple[int, int]) -> None:
    facts: list[Fact] = [REGISTERED, content()]
    assert told(*(facts[number] for number in order))[1] == ["opened", "admitted"]


def test_the_unsigned_is_invited_and_admitted_once_signed_pv_18() -> None:
    state, said = told(REGISTERED, content(signed=False))
    assert said == ["opened", "invited"]
    assert next_try_at(state) == EXPIRES_AT
    state, said = told(content(2, NOW + DAY), state=state, now=NOW + DAY)
    assert said == ["admitted"]
    assert next_try_at(state) is None


@pytest.mark.parametrize(
    ("lacking", "code"),
    [
        ({"signed": False}, RefusalCode.NON_SIGNEE),
        ({"written": False, "signed": False}, RefusalCode.VERBALE),
    ],
)
def test_an_invitation_expires_after_its_last_day_and_not_on_it_pv_18_pv_20(
    lacking: dict[str, Any], code: RefusalCode
) -> None:
    state, _ = told(REGISTERED, content(**lacking))
    still, said = tick(state, BOOK, EXPIRES_AT - timedelta(seconds=1))
    assert (still, said) == (state, [])
    gone, said = tick(state, BOOK, EXPIRES_AT)
    assert words(said) == ["expired", f"refused {code}"]
    assert tick(gone, BOOK, EXPIRES_AT + DAY) == (gone, [])
    assert next_try_at(gone) is None


def test_an_answer_given_in_time_but_read_late_undoes_the_refusal_pv_18() -> None:
    state, _ = told(REGISTERED, content(signed=False))
    gone, _ = tick(state, BOOK, EXPIRES_AT + DAY)
    in_time = content(2, EXPIRES_AT - timedelta(hours=1))
    assert told(in_time, state=gone, now=EXPIRES_AT + DAY)[1] == ["admitted"]


def test_a_late_answer_stands_only_if_it_would_be_in_time_as_a_complaint_of_its_own_day() -> None:
    late = EXPIRES_AT + 4 * DAY
    state, _ = told(REGISTERED, content(signed=False))
    gone, _ = tick(state, BOOK, EXPIRES_AT)
    assert told(content(2, late), state=gone, now=late)[1] == []
    recent = content(2, late, facts_on=date(2026, 6, 20))
    assert told(recent, state=gone, now=late)[1] == ["admitted"]


def test_a_partial_answer_does_not_restart_the_delay_pv_18() -> None:
    state, _ = told(REGISTERED, content(written=False, signed=False))
    state, said = told(content(2, NOW + DAY, signed=False), state=state, now=NOW + DAY)
    assert said == ["invited"]
    assert next_try_at(state) == EXPIRES_AT


def test_whoever_declines_is_refused_at_once_pv_18() -> None:
    state, _ = told(REGISTERED, content(signed=False))
    assert told(InvitationDeclined(NOW), state=state)[1] == ["refused NON_SIGNEE"]


def test_danger_waits_neither_for_a_signature_nor_for_the_grid_c_08_pv_19() -> None:
    unsigned = content(written=False, signed=False, danger=True)
    state, said = told(REGISTERED, unsigned, book=Rules())
    assert said == ["opened", "admitted"]
    assert state.admissibility is not None
    assert state.admissibility.safety_request


def test_a_grid_that_is_not_here_yet_is_waited_for_with_back_off() -> None:
    state, said = told(REGISTERED, content(), book=Rules())
    assert said == ["opened"]
    pauses = []
    for _ in range(9):
        at = next_try_at(state)
        assert at is not None
        state, _ = tick(state, Rules(), at)
        assert state.waiting_for is not None
        pauses.append(state.waiting_for.retry_at - at)
    assert (pauses[0], pauses[-1]) == (timedelta(minutes=1), timedelta(hours=1))
    state, later = tick(state, BOOK, NOW)
    assert words(later) == ["admitted"]
    assert state.waiting_for is None


def test_a_withdrawn_complaint_is_decided_no_more() -> None:
    assert told(REGISTERED, Withdrawn(NOW), content())[1] == ["opened"]


def test_put_right_after_a_refusal_for_anonymity_the_person_is_invited_to_sign_pv_18() -> None:
    anonymous = content(anonymous=True, full_contact=False, signed=False)
    state, said = told(REGISTERED, anonymous)
    assert said == ["opened", "refused ANONYME"]
    assert told(content(2, signed=False), state=state)[1] == ["invited"]


def test_an_older_version_of_the_hand_over_changes_nothing() -> None:
    state, _ = told(REGISTERED, content(2))
    assert told(content(1, signed=False), state=state) == (state, [])


def test_the_file_survives_storage_as_json() -> None:
    state, _ = told(REGISTERED, content(signed=False))
    assert Investigation.model_validate_json(state.model_dump_json()) == state


intake = st.tuples(
    st.builds(
        Registered,
        st.just(NOW),
        st.sampled_from(("prevost", "prevost", "hilaire")),
        st.sampled_from(("complaint", "complaint", "complaint", "request")),
    ),
    st.lists(
        st.one_of(
            st.builds(Reclassified, st.sampled_from(("complaint", "complaint", "request"))),
            st.just(Withdrawn(NOW)),
        ),
        max_size=2,
    ),
).map(lambda told: [told[0], *told[1]])
flags = st.fixed_dictionaries(
    {name: st.booleans() for name in ("written", "signed", "anonymous", "full_contact", "danger")}
    | {"facts_on": st.none() | st.dates(date(2026, 5, 30), date(2026, 6, 21))}
)
handover = st.tuples(st.lists(flags, max_size=3), st.booleans()).map(
    lambda drawn: [
        *(content(number, NOW, **made) for number, made in enumerate(drawn[0], 1)),
        *([InvitationDeclined(NOW)] if drawn[1] else []),
    ]
)


@settings(max_examples=500)
@given(intake, handover, st.data())
def test_every_interleaving_of_the_topics_and_ticks_ends_in_the_same_file(
    cases: list[Fact], letters: list[Fact], data: st.DataObject
) -> None:
    marks = data.draw(st.permutations([*(0 for _ in cases), *(1 for _ in letters), 2, 2]))
    queues = [iter(cases), iter(letters)]
    mixed = Investigation(case_id=CASE)
    for mark in marks:
        if mark == 2:
            mixed, _ = tick(mixed, BOOK, NOW)
        else:
            mixed, _ = record(mixed, next(queues[mark]), BOOK, NOW)
    plain, _ = told(*cases, *letters)
    assert mixed == plain
    mixed, _ = tick(mixed, BOOK, EXPIRES_AT)
    assert mixed == tick(plain, BOOK, EXPIRES_AT)[0]
    assert tick(mixed, BOOK, EXPIRES_AT) == (mixed, [])
    decision = mixed.admissibility
    assert decision is None or decision.outcome is not Outcome.INVITED

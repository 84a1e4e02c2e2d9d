"""A complaint that is longer than one event holds is handed over whole all the same (PV-44)."""

from contracts.words import Channel, Kind
from hypothesis import given
from hypothesis import strategies as st
from intake.application.translate import outcome
from intake.domain.case import Case
from intake.domain.complaint_content import LONGEST_STATEMENT, statement_of
from intake.domain.dossier import Brought, Origin, Photo, Place
from intake.domain.facts import HandedOver
from intake.domain.tracking import TrackingCodes

from services.intake.tests.conftest import NOW

CASE_ID = "5f0c1e0a-0000-4000-8000-00000000000d"


def said_at_length(length: int) -> Brought:
    photo = Photo(url=f"https://example.org/{'p' * 400}", content_type="image/jpeg", size_bytes=1)
    return Brought(
        borough="prevost",
        kind=Kind.COMPLAINT,
        activity="",
        channel=Channel.PILOT,
        origin=Origin.CITIZEN,
        received_at=NOW,
        description="é" * length,
        place=Place(address="a" * 300),
        photo=photo,
    )


@given(length=st.integers(3, 9000))
def test_the_parts_of_a_long_complaint_make_its_whole_in_order_pv_44(length: int) -> None:
    brought = said_at_length(length)
    case, facts = Case(case_id=CASE_ID, borough="prevost").register(brought, "hash")
    handed = [one for one in facts if isinstance(one, HandedOver)]
    whole = statement_of(brought.description, brought.place, brought.photo)
    assert "".join(one.statement for one in handed) == whole
    assert [one.version for one in handed] == list(range(1, len(handed) + 1))
    assert [one.adds for one in handed] == [False] + [True] * (len(handed) - 1)
    assert case.registration is not None
    assert case.registration.handover_version == len(handed)


def test_each_part_can_be_written_down_as_an_event_pv_44() -> None:
    case = Case(case_id=CASE_ID, borough="prevost")
    brought = said_at_length(LONGEST_STATEMENT)
    assert len(outcome(case.register(brought, "hash"), TrackingCodes("x" * 32)).events) >= 3
